#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "analysis/csv.hpp"
#include "analysis/statistics/morris.hpp"
#include "analysis/statistics/sobol.hpp"
#include "models/nearest_name.hpp"
#include "scenarios/app/judging_options.hpp"
#include "scenarios/app/measured_points.hpp"
#include "scenarios/app/metrics.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/sweep_record.hpp"

namespace splitscape {
namespace {

using Row = std::vector<std::string>;

/// The outcome at each point of a design, of one policy and group of devices.
struct Outcomes {
  std::string policy{};  ///< empty where policies are an axis
  std::string group{};
  std::vector<double> values{};
};

/// A sweep over the points of a design, with what its runs measured.
class DesignResults {
 public:
  DesignResults(const std::string& directory, const Metric& metric)
      : record_(read_sweep_record(directory)), metric_(metric) {
    if (!record_.study.design) {
      throw UserError(fmt::format(
          "{}: the study has no 'design': its runs are a grid (design: {{morris: 10}} or {{sobol: "
          "64}} in the study asks for points that tell a sensitivity)",
          directory));
    }
    const MeasuredRuns runs(directory);
    path_ = runs.path();
    groups_ = runs.groups();
    for (const SweepRun& run : record_.runs) {
      points_ = std::max(points_, run.row + 1);
      if (!by_policy()) continue;
      if (std::find(policies_.begin(), policies_.end(), run.policy) == policies_.end()) {
        policies_.push_back(run.policy);
      }
    }
    read(runs);
  }

  const Study& study() const { return record_.study; }
  /// Whether each policy has indices of its own; otherwise policies are an axis.
  bool by_policy() const { return record_.study.policies() == nullptr; }
  const std::vector<std::string>& policies() const { return policies_; }
  const std::vector<std::string>& groups() const { return groups_; }

  /// The mean over the replications of each point.
  Outcomes outcomes(const std::string& policy, const std::string& group) const {
    Outcomes result{policy, group};
    std::vector<std::size_t> counts(points_);
    result.values.resize(points_);
    for (const SweepRun& run : record_.runs) {
      if (by_policy() && run.policy != policy) continue;
      result.values[run.row] += value(run, group);
      ++counts[run.row];
    }
    for (std::size_t point = 0; point < points_; ++point) {
      if (counts[point] == 0) {
        throw UserError(
            fmt::format("{}: point {} of the design was not run under policy '{}'", path_, point, policy));
      }
      result.values[point] /= static_cast<double>(counts[point]);
    }
    return result;
  }

 private:
  /// What tells a line of results.csv from the others.
  using Key = std::tuple<Row, std::string, std::uint64_t, std::uint64_t, std::string>;

  void read(const MeasuredRuns& runs) {
    for (std::size_t row = 0; row < runs.rows(); ++row) {
      Row axes;
      for (std::size_t i = 0; i < runs.axes().size(); ++i) axes.push_back(runs.axis(row, i));
      values_[{axes, runs.text(row, "policy"), std::stoull(runs.text(row, "seed")),
               std::stoull(runs.text(row, "run")), runs.text(row, "group")}] =
          runs.number(row, metric_.column);
    }
  }

  double value(const SweepRun& run, const std::string& group) const {
    Row axes;
    for (std::size_t i = 0; i < run.axes.size(); ++i) {
      if (record_.study.axes[i].has_column()) axes.push_back(run.axes[i]);
    }
    const auto found = values_.find({axes, run.policy, run.seed, run.run, group});
    if (found == values_.end()) {
      throw UserError(
          fmt::format("{}: run number {} has no line (has it failed? see failures.csv): indices "
                      "need every point of the design",
                      path_, run.number));
    }
    if (!found->second) {
      throw UserError(
          fmt::format("{}: {} is not known for policy '{}' and group '{}' in run number {}: "
                      "choose another --metric",
                      path_, metric_.column, run.policy, group, run.number));
    }
    return *found->second;
  }

  SweepRecord record_;
  const Metric& metric_;
  std::string path_{};
  std::size_t points_ = 0;
  std::vector<std::string> policies_{};
  std::vector<std::string> groups_{};
  std::map<Key, std::optional<double>> values_{};
};

/// All of them, or the one that is asked for.
std::vector<std::string> chosen(const std::vector<std::string>& all, const std::optional<std::string>& asked,
                                const char* option, const char* what) {
  if (!asked) return all;
  if (std::find(all.begin(), all.end(), *asked) == all.end()) {
    throw UserError(fmt::format("{}: no {} is called '{}'{}", option, what, *asked, suggestion(*asked, all)));
  }
  return {*asked};
}

// ---- tables

struct Table {
  Row titles{};
  std::vector<Row> rows{};
};

std::string range_of(const StudyAxis& axis) {
  if (axis.range) {
    return fmt::format("{}{} .. {}{}{}", short_number(axis.range->from), axis.range->unit,
                       short_number(axis.range->to), axis.range->unit,
                       axis.range->logarithmic ? " (log)" : "");
  }
  return axis.points.empty() ? std::string()
                             : fmt::format("{} .. {}", axis.points.front().text, axis.points.back().text);
}

std::string with_half_width(double value, const std::optional<double>& half_width, double factor) {
  std::string text = short_number(value * factor);
  if (half_width) text += fmt::format(" +-{:.2g}", *half_width * factor);
  return text;
}

std::string field(const std::optional<double>& value) {
  return value ? csv_number(*value) : "";
}

/// The lines of one policy and group begin with what they are of.
Row line_of(const Outcomes& outcomes, const StudyAxis& axis) {
  return {outcomes.policy, outcomes.group, axis.name, range_of(axis)};
}

Table morris_table(const std::vector<Outcomes>& all, const Study& study, const Metric& metric,
                   Layout layout) {
  const bool csv = layout == Layout::csv;
  Table table;
  table.titles =
      csv ? Row{"policy", "group",         "axis", "range", "metric", "mu_star", "mu_star_half_width",
                "mu",     "mu_half_width", "sigma"}
          : Row{"policy", "group", "axis", "range", fmt::format("mu* ({})", metric.title), "mu", "sigma"};
  const auto design =
      morris_design(study.axes.size(), study.design->count, study.design->levels, study.design->seed);
  for (const Outcomes& outcomes : all) {
    const auto effects = morris_effects(design, outcomes.values);
    for (std::size_t i = 0; i < study.axes.size(); ++i) {
      const MorrisEffect& effect = effects[i];
      Row row = line_of(outcomes, study.axes[i]);
      if (csv) {
        row.insert(row.end(), {metric.column, csv_number(effect.mu_star), field(effect.mu_star_half_width),
                               csv_number(effect.mu), field(effect.mu_half_width), field(effect.sigma)});
      } else {
        row.push_back(with_half_width(effect.mu_star, effect.mu_star_half_width, metric.factor));
        row.push_back(with_half_width(effect.mu, effect.mu_half_width, metric.factor));
        row.push_back(effect.sigma ? short_number(*effect.sigma * metric.factor) : "-");
      }
      table.rows.push_back(row);
    }
  }
  return table;
}

std::string with_ends(const SobolIndex& index) {
  return fmt::format("{:.3f} [{:.3f}, {:.3f}]", index.value, index.low, index.high);
}

Table sobol_table(const std::vector<Outcomes>& all, const Study& study, const Metric& metric, Layout layout) {
  const bool csv = layout == Layout::csv;
  Table table;
  table.titles = csv ? Row{"policy",    "group",      "axis",  "range",     "metric",    "first",
                           "first_low", "first_high", "total", "total_low", "total_high"}
                     : Row{"policy", "group", "axis", "range", "first order", "total"};
  for (const Outcomes& outcomes : all) {
    const auto indices = sobol_indices(outcomes.values, study.axes.size());
    for (std::size_t i = 0; i < study.axes.size(); ++i) {
      Row row = line_of(outcomes, study.axes[i]);
      if (csv) row.emplace_back(metric.column);
      if (!indices) {
        row.resize(table.titles.size(), csv ? "" : "-");
      } else if (csv) {
        for (const SobolIndex& index : {(*indices)[i].first, (*indices)[i].total}) {
          row.insert(row.end(), {csv_number(index.value), csv_number(index.low), csv_number(index.high)});
        }
      } else {
        row.push_back(with_ends((*indices)[i].first));
        row.push_back(with_ends((*indices)[i].total));
      }
      table.rows.push_back(row);
    }
  }
  return table;
}

/// Takes out a column in which every line says the same.
void drop_if_alike(Table& table, const std::string& title) {
  const auto column = std::find(table.titles.begin(), table.titles.end(), title) - table.titles.begin();
  std::set<std::string> texts;
  for (const Row& row : table.rows) texts.insert(row[static_cast<std::size_t>(column)]);
  if (texts.size() > 1) return;
  table.titles.erase(table.titles.begin() + column);
  for (Row& row : table.rows) row.erase(row.begin() + column);
}

void print_meaning(const Study& study, const Metric& metric, std::size_t points) {
  if (study.design->method == StudyDesign::Method::morris) {
    fmt::print(
        "\n{} walks, {} points: what {} changes from one end of an axis to the other, if it went on so; mu* "
        "is "
        "the mean magnitude (95 % interval), mu the mean with its sign, sigma the spread\n",
        study.design->count, points, metric.title);
  } else {
    fmt::print(
        "\n{} rows, {} points: shares of the variance of {}, [95 % interval]; first order: by the axis "
        "alone; "
        "total: with what it does together with others\n",
        study.design->count, points, metric.title);
  }
}

}  // namespace

int sensitivity_command(const SensitivityOptions& options) {
  const Metric& metric = metric_named(options.metric, "--metric");
  const DesignResults results(options.directory, metric);
  if (options.policy && !results.by_policy()) {
    throw UserError(fmt::format("--policy: the policy is an axis of this study ('{}')",
                                results.study().policies()->name));
  }
  const auto policies = results.by_policy() ? chosen(results.policies(), options.policy, "--policy", "policy")
                                            : std::vector<std::string>{""};
  const auto groups = chosen(results.groups(), options.group, "--group", "group of devices");
  std::vector<Outcomes> all;
  for (const auto& group : groups) {
    for (const auto& policy : policies) all.push_back(results.outcomes(policy, group));
  }
  const bool morris = results.study().design->method == StudyDesign::Method::morris;
  Table table = (morris ? morris_table : sobol_table)(all, results.study(), metric, options.layout);
  if (options.layout != Layout::csv) {
    drop_if_alike(table, "group");
    drop_if_alike(table, "policy");
  }
  print_table(table.titles, table.rows, options.layout);
  if (options.layout != Layout::csv) print_meaning(results.study(), metric, all.front().values.size());
  return 0;
}

}  // namespace splitscape
