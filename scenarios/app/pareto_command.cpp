#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

#include "analysis/csv.hpp"
#include "analysis/statistics/pareto.hpp"
#include "models/nearest_name.hpp"
#include "scenarios/app/judging_options.hpp"
#include "scenarios/app/measured_points.hpp"
#include "scenarios/app/metrics.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/runs/result_file.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

using Row = std::vector<std::string>;

/// A point with what it is judged by.
struct Alternative {
  const MeasuredPoint* point = nullptr;
  std::vector<Measured> measured{};  ///< a metric
  std::size_t set = 0;
  std::vector<std::size_t> dominated_by{};  ///< of all alternatives; none: it is on the front of its set
};

/// Alternatives that are held against each other: of one group of devices, and of one value of each axis that
/// is asked for.
struct Set {
  std::string group{};
  std::string title{};  ///< the group and these values
  std::vector<std::size_t> members{};
  std::vector<double> reference{};  ///< in the unit of each metric
  double volume = 0;
  double share = 0;  ///< of the box between the reference and the best of each metric
};

struct Judged {
  std::vector<Alternative> alternatives{};
  std::vector<Set> sets{};
};

// ---- what is asked for

std::vector<Metric> metrics_asked(const ParetoOptions& options) {
  std::vector<Metric> asked;
  for (const auto& name : options.metrics) asked.push_back(metric_named(name, "--metrics"));
  std::set<std::string> distinct(options.metrics.begin(), options.metrics.end());
  if (asked.size() < 2 || asked.size() > 3 || distinct.size() != asked.size()) {
    throw UserError("--metrics: a front has two or three different metrics");
  }
  if (!options.reference.empty() && options.reference.size() != asked.size()) {
    throw UserError(fmt::format("--reference: {} values for {} metrics ({})", options.reference.size(),
                                asked.size(), fmt::join(options.metrics, ",")));
  }
  return asked;
}

/// The value of a point by which sets are told apart.
std::string value_by(const MeasuredRuns& runs, const MeasuredPoint& point, const std::string& by) {
  const auto axis = std::find(runs.axes().begin(), runs.axes().end(), by);
  if (axis != runs.axes().end()) return point.axes[static_cast<std::size_t>(axis - runs.axes().begin())];
  return by == "scenario" ? point.scenario : point.policy;
}

void check_by(const MeasuredRuns& runs, const ParetoOptions& options) {
  std::vector<std::string> known = runs.axes();
  for (const char* column : {"scenario", "policy"}) {
    if (std::find(known.begin(), known.end(), column) == known.end()) known.emplace_back(column);
  }
  for (const auto& by : options.by) {
    if (std::find(known.begin(), known.end(), by) == known.end()) {
      throw UserError(fmt::format("--by: no axis is called '{}'{}", by, suggestion(by, known)));
    }
  }
}

[[noreturn]] void refuse_empty(const MeasuredRuns& runs, const MeasuredPoint& point, const Metric& metric,
                               const std::vector<Metric>& asked) {
  Row others;
  for (const Metric& other : asked) {
    const bool known = std::all_of(
        runs.points().begin(), runs.points().end(),
        [&](const MeasuredPoint& each) { return runs.mean(each, other.column, nullptr).has_value(); });
    if (known) others.emplace_back(other.column);
  }
  const std::string advice = others.size() >= 2
                                 ? fmt::format("leave it out with --metrics {}", fmt::join(others, ","))
                                 : std::string("choose others with --metrics");
  throw UserError(fmt::format("{}: {} is not known for policy '{}' and group '{}': {}", runs.path(),
                              metric.column, point.policy, point.group, advice));
}

// ---- judging

Costs costs_of(const std::vector<double>& values, const std::vector<Metric>& asked) {
  Costs costs;
  for (std::size_t m = 0; m < asked.size(); ++m) {
    costs.push_back(asked[m].more_is_better ? -values[m] : values[m]);
  }
  return costs;
}

Costs costs_of(const Alternative& alternative, const std::vector<Metric>& asked) {
  std::vector<double> values;
  for (const Measured& measured : alternative.measured) values.push_back(measured.value);
  return costs_of(values, asked);
}

/// Of each metric the worst, or the best, that a group of devices has seen, over all its sets: so that their
/// volumes can be compared.
std::vector<double> extremes(const Judged& judged, const std::string& group, const std::vector<Metric>& asked,
                             bool worst) {
  std::vector<double> values;
  for (std::size_t m = 0; m < asked.size(); ++m) {
    std::optional<double> extreme;
    for (const Alternative& alternative : judged.alternatives) {
      if (alternative.point->group != group) continue;
      const double value = alternative.measured[m].value;
      const bool further =
          extreme && (asked[m].more_is_better == worst ? value < *extreme : value > *extreme);
      if (!extreme || further) extreme = value;
    }
    values.push_back(*extreme);
  }
  return values;
}

void judge(Set& set, Judged& judged, const std::vector<Metric>& asked, const std::vector<double>& reference) {
  std::vector<Costs> costs;
  for (const std::size_t member : set.members) costs.push_back(costs_of(judged.alternatives[member], asked));
  const auto by = dominated_by(costs);
  for (std::size_t i = 0; i < set.members.size(); ++i) {
    for (const std::size_t better : by[i]) {
      judged.alternatives[set.members[i]].dominated_by.push_back(set.members[better]);
    }
  }
  set.reference = reference.empty() ? extremes(judged, set.group, asked, true) : reference;
  const Costs from = costs_of(set.reference, asked);
  set.volume = hypervolume(costs, from);
  const double box = hypervolume({costs_of(extremes(judged, set.group, asked, false), asked)}, from);
  set.share = box > 0 ? set.volume / box : 0;
}

Judged judge_all(const MeasuredRuns& runs, const std::vector<Metric>& asked, const ParetoOptions& options) {
  Judged judged;
  std::map<Row, std::size_t> sets;
  for (const MeasuredPoint& point : runs.points()) {
    Alternative alternative{.point = &point};
    for (const Metric& metric : asked) {
      const auto measured = runs.mean(point, metric.column, metric.half_width);
      if (!measured) refuse_empty(runs, point, metric, asked);
      alternative.measured.push_back(*measured);
    }
    Row key{point.group};
    std::string title = point.group;
    for (const auto& by : options.by) {
      key.push_back(value_by(runs, point, by));
      title += fmt::format(", {} {}", by, key.back());
    }
    const auto [set, fresh] = sets.try_emplace(key, judged.sets.size());
    if (fresh) judged.sets.push_back({.group = point.group, .title = title});
    alternative.set = set->second;
    judged.sets[set->second].members.push_back(judged.alternatives.size());
    judged.alternatives.push_back(std::move(alternative));
  }
  for (Set& set : judged.sets) judge(set, judged, asked, options.reference);
  return judged;
}

// ---- printing

Row numbers_of(const std::vector<std::size_t>& alternatives) {
  Row numbers;
  for (const std::size_t index : alternatives) numbers.push_back(fmt::format("{}", index + 1));
  return numbers;
}

/// Which of what tells a point from the others differs between them: the others need no column.
struct Identity {
  bool scenario = false;
  bool group = false;
  std::vector<bool> axes{};
  bool policy = true;

  explicit Identity(const MeasuredRuns& runs) {
    const auto& points = runs.points();
    const auto differs = [&](const auto& of) {
      return std::any_of(points.begin(), points.end(),
                         [&](const MeasuredPoint& point) { return of(point) != of(points.front()); });
    };
    scenario = differs([](const MeasuredPoint& point) { return point.scenario; });
    group = differs([](const MeasuredPoint& point) { return point.group; });
    for (std::size_t i = 0; i < runs.axes().size(); ++i) {
      axes.push_back(differs([i](const MeasuredPoint& point) { return point.axes[i]; }));
      // An axis of policies says the same as the column of the policy.
      if (runs.axes()[i] == "policy") policy = false;
    }
  }
};

std::string shown(const Measured& measured, const Metric& metric) {
  std::string text = short_number(measured.value * metric.factor);
  constexpr double shown_digits = 1e-4;  // below them it is rounding, not spread
  if (measured.half_width && *measured.half_width > shown_digits * std::abs(measured.value)) {
    text += fmt::format(" +-{:.2g}", *measured.half_width * metric.factor);
  }
  return text;
}

void print_for_people(const MeasuredRuns& runs, const Judged& judged, const std::vector<Metric>& asked,
                      Layout layout) {
  const Identity shows(runs);
  Row titles{"#"};
  if (shows.scenario) titles.emplace_back("scenario");
  if (shows.group) titles.emplace_back("group");
  for (std::size_t i = 0; i < runs.axes().size(); ++i) {
    if (shows.axes[i]) titles.push_back(runs.axes()[i]);
  }
  if (shows.policy) titles.emplace_back("policy");
  for (const Metric& metric : asked) titles.emplace_back(metric.title);
  titles.emplace_back("dominated by");
  std::vector<Row> rows;
  for (const Alternative& alternative : judged.alternatives) {
    const MeasuredPoint& point = *alternative.point;
    Row& row = rows.emplace_back(Row{fmt::format("{}", rows.size() + 1)});
    if (shows.scenario) row.push_back(point.scenario);
    if (shows.group) row.push_back(point.group);
    for (std::size_t i = 0; i < runs.axes().size(); ++i) {
      if (shows.axes[i]) row.push_back(point.axes[i]);
    }
    if (shows.policy) row.push_back(point.policy);
    for (std::size_t m = 0; m < asked.size(); ++m) row.push_back(shown(alternative.measured[m], asked[m]));
    row.push_back(alternative.dominated_by.empty()
                      ? std::string("- (front)")
                      : fmt::format("{}", fmt::join(numbers_of(alternative.dominated_by), " ")));
  }
  print_table(titles, rows, layout);
}

void print_volumes(const Judged& judged, const std::vector<Metric>& asked, bool given) {
  fmt::print("\n");
  for (const Set& set : judged.sets) {
    Row reference;
    for (std::size_t m = 0; m < asked.size(); ++m) {
      reference.push_back(fmt::format("{} {}", asked[m].column, short_number(set.reference[m])));
    }
    fmt::print("{}: hypervolume {}, {:.3g} % of the box from {} ({}) to the best of each\n", set.title,
               short_number(set.volume), 100 * set.share, given ? "the reference" : "the worst seen",
               fmt::join(reference, ", "));
  }
}

/// A latency of what is overloaded is a property of the length of the run (docs/metrics.md).
void print_unstable(const MeasuredRuns& runs) {
  std::size_t unstable = 0;
  for (std::size_t row = 0; row < runs.rows(); ++row)
    unstable += runs.text(row, "verdict") != "stable" ? 1U : 0U;
  if (unstable > 0) {
    fmt::print("{} of {} lines of {} are not stable: what they measured depends on the length of the run\n",
               unstable, runs.rows(), runs.path());
  }
}

/// An axis that bears the name of another column ("policy") says the same as it.
bool has_column_of_its_own(const std::string& axis) {
  return axis != "scenario" && axis != "policy" && axis != "group";
}

Row csv_header(const MeasuredRuns& runs, const std::vector<Metric>& asked) {
  Row names{"number"};
  std::copy_if(runs.axes().begin(), runs.axes().end(), std::back_inserter(names), has_column_of_its_own);
  for (const char* name : {"scenario", "policy", "group", "replications"}) names.emplace_back(name);
  for (const Metric& metric : asked) {
    names.emplace_back(metric.column);
    names.push_back(fmt::format("{}_half_width", metric.column));
  }
  for (const char* name : {"front", "dominated_by", "hypervolume", "hypervolume_share"}) {
    names.emplace_back(name);
  }
  for (const Metric& metric : asked) names.push_back(fmt::format("{}_reference", metric.column));
  return names;
}

std::vector<Row> csv_rows(const MeasuredRuns& runs, const Judged& judged) {
  std::vector<Row> rows;
  for (const Alternative& alternative : judged.alternatives) {
    const MeasuredPoint& point = *alternative.point;
    const Set& set = judged.sets[alternative.set];
    Row& row = rows.emplace_back(Row{fmt::format("{}", rows.size() + 1)});
    for (std::size_t i = 0; i < runs.axes().size(); ++i) {
      if (has_column_of_its_own(runs.axes()[i])) row.push_back(point.axes[i]);
    }
    row.insert(row.end(), {point.scenario, point.policy, point.group, fmt::format("{}", point.rows.size())});
    for (const Measured& measured : alternative.measured) {
      row.push_back(csv_number(measured.value));
      row.push_back(measured.half_width ? csv_number(*measured.half_width) : "");
    }
    row.emplace_back(alternative.dominated_by.empty() ? "1" : "0");
    row.push_back(fmt::format("{}", fmt::join(numbers_of(alternative.dominated_by), " ")));
    row.push_back(csv_number(set.volume));
    row.push_back(csv_number(set.share));
    for (const double value : set.reference) row.push_back(csv_number(value));
  }
  return rows;
}

std::string csv_text(const Row& header, const std::vector<Row>& rows) {
  std::string text;
  const auto append = [&text](const Row& cells) {
    Row fields;
    for (const auto& cell : cells) fields.push_back(csv_field(cell));
    text += fmt::format("{}\n", fmt::join(fields, ","));
  };
  append(header);
  for (const Row& row : rows) append(row);
  return text;
}

}  // namespace

int pareto_command(const ParetoOptions& options) {
  const auto asked = metrics_asked(options);
  const MeasuredRuns runs(options.directory);
  check_by(runs, options);
  const Judged judged = judge_all(runs, asked, options);
  if (!options.out.empty()) {
    write_result_file(options.out, csv_text(csv_header(runs, asked), csv_rows(runs, judged)), options.force);
  }
  if (options.layout == Layout::csv) {
    print_table(csv_header(runs, asked), csv_rows(runs, judged), options.layout);
    return 0;
  }
  print_for_people(runs, judged, asked, options.layout);
  print_volumes(judged, asked, !options.reference.empty());
  print_unstable(runs);
  return 0;
}

}  // namespace splitscape
