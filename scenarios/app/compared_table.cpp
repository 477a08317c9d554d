#include "scenarios/app/compared_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "models/nearest_name.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

using Texts = std::vector<std::string>;

/// The number of a name in a list, which it joins where it is new.
std::size_t number_in(std::vector<std::string>& list, const std::string& name) {
  const auto found = std::find(list.begin(), list.end(), name);
  if (found != list.end()) return static_cast<std::size_t>(found - list.begin());
  list.push_back(name);
  return list.size() - 1;
}

class Reader {
 public:
  Reader(const CsvTable& table, const ComparedColumns& columns) : table_(table), columns_(columns) {}

  ComparedTable read() && {
    if (!columns_.over.empty()) result_.compared = columns_.over;
    for (const std::string& axis : columns_.axes) {
      if (axis != columns_.policy_axis && axis != columns_.over) result_.titles.push_back(axis);
    }
    if (!columns_.over.empty()) result_.titles.emplace_back("policy");
    result_.titles.insert(result_.titles.end(), {"scenario", "group"});
    for (std::size_t row = 0; row < table_.rows(); ++row) take(row);
    for (const std::string& wanted : columns_.policies) {
      if (std::find(policies_.begin(), policies_.end(), wanted) == policies_.end()) {
        throw UserError(fmt::format("{}: there are no runs of a policy '{}'{}", table_.name(), wanted,
                                    suggestion(wanted, policies_)));
      }
    }
    return std::move(result_);
  }

 private:
  /// The text of a column of summary.csv, which may stand behind an axis of the same name.
  std::string text(std::size_t row, const std::string& column) const {
    return std::string(table_.text(row, table_.column(column, columns_.axes.size())));
  }

  Texts place_of(std::size_t row) const {
    Texts place;
    for (std::size_t axis = 0; axis < columns_.axes.size(); ++axis) {
      const std::string& name = columns_.axes[axis];
      if (name != columns_.policy_axis && name != columns_.over) place.emplace_back(table_.text(row, axis));
    }
    if (!columns_.over.empty()) place.push_back(label_of(row));
    place.push_back(text(row, "scenario"));
    place.push_back(text(row, "group"));
    return place;
  }

  /// What is compared: a policy, or a value of an axis.
  std::string policy_of(std::size_t row) const {
    if (columns_.over.empty()) return label_of(row);
    return std::string(table_.text(row, table_.column(columns_.over)));
  }

  std::string label_of(std::size_t row) const {
    if (columns_.policy_axis.empty()) return text(row, "policy");
    return std::string(table_.text(row, table_.column(columns_.policy_axis)));
  }

  void take(std::size_t row) {
    const std::string policy = policy_of(row);
    number_in(policies_, policy);
    const auto& wanted = columns_.policies;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), policy) == wanted.end()) return;
    const Texts place = place_of(row);
    const std::size_t number = numbers_.emplace(place, numbers_.size()).first->second;
    if (number == result_.places.size()) {
      result_.places.push_back({.place = place});
      replications_.emplace_back();
    }
    Texts replication;
    for (const std::string& column : columns_.replication) replication.push_back(text(row, column));
    auto& known = replications_[number];
    const std::size_t pair = known.emplace(replication, known.size()).first->second;
    ComparedRuns& runs = result_.places[number];
    const std::size_t of_policy = number_in(runs.policies, policy);
    if (!seen_.insert({number, of_policy, pair}).second) {
      throw UserError(fmt::format("{}: two lines are of the same run: policy '{}', {}", table_.name(), policy,
                                  fmt::join(replication, ", ")));
    }
    put(row, runs, of_policy, pair);
  }

  void put(std::size_t row, ComparedRuns& runs, std::size_t policy, std::size_t pair) const {
    if (policy == runs.values.size()) runs.values.emplace_back(columns_.metrics.size());
    for (std::size_t metric = 0; metric < columns_.metrics.size(); ++metric) {
      auto& values = runs.values[policy][metric];
      if (values.size() <= pair) values.resize(pair + 1);
      if (!table_.has_column(columns_.metrics[metric])) continue;
      const std::size_t column = table_.column(columns_.metrics[metric], columns_.axes.size());
      if (!table_.text(row, column).empty()) values[pair] = table_.number(row, column);
    }
  }

  const CsvTable& table_;
  const ComparedColumns& columns_;
  ComparedTable result_{};
  std::map<Texts, std::size_t> numbers_{};                    ///< of places
  std::vector<std::map<Texts, std::size_t>> replications_{};  ///< their numbers, by place
  std::vector<std::string> policies_{};                       ///< all of them
  std::set<std::tuple<std::size_t, std::size_t, std::size_t>> seen_{};
};

}  // namespace

ComparedTable read_compared(const CsvTable& table, const ComparedColumns& columns) {
  return Reader(table, columns).read();
}

}  // namespace splitscape
