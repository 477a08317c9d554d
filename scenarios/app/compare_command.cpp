#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "analysis/arrival_batches.hpp"
#include "analysis/csv.hpp"
#include "models/nearest_name.hpp"
#include "scenarios/app/compare_options.hpp"
#include "scenarios/app/comparison_table.hpp"
#include "scenarios/app/comparison_text.hpp"
#include "scenarios/app/found_results.hpp"
#include "scenarios/app/overrides_of.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/app/warmup_text.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/load_all.hpp"
#include "scenarios/runs/manifest.hpp"
#include "scenarios/runs/pilot_warmup.hpp"
#include "scenarios/runs/replications.hpp"
#include "scenarios/runs/result_directory.hpp"
#include "scenarios/runs/scratch_directory.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

constexpr std::size_t first_replications = 10;  ///< where --until says how far to go (Law, section 9.4.1)
constexpr std::size_t usual_budget = 100;

std::vector<ComparedMetric> metrics_of(const std::vector<std::string>& columns) {
  std::vector<ComparedMetric> metrics;
  for (const std::string& column : columns) metrics.push_back(compared_metric(column));
  return metrics;
}

std::vector<std::string> columns_of(const std::vector<ComparedMetric>& metrics) {
  std::vector<std::string> columns;
  for (const ComparedMetric& metric : metrics) columns.push_back(metric.column);
  return columns;
}

/// Those of the table that is printed.
std::vector<ComparedMetric> shown_metrics(const CompareOptions& options, bool several) {
  if (!options.metrics.empty()) return metrics_of(options.metrics);
  if (!several) return metrics_of({"accuracy", "latency_p95_s", "device_energy_mean_j", "cost", "regret"});
  return metrics_of({"accuracy", "latency_mean_s", "latency_p50_s", "latency_p95_s", "latency_p99_s",
                     "device_energy_mean_j", "cost", "regret"});
}

/// Those whose differences are told.
std::vector<ComparedMetric> told_metrics(const CompareOptions& options) {
  if (!options.metrics.empty()) return metrics_of(options.metrics);
  return metrics_of({"latency_mean_s", "accuracy", "device_energy_mean_j"});
}

CsvTable table_at(const std::string& path) {
  return CsvTable(read_text_file(path), path, true);
}

/// What was compared, and what came of it.
struct Outcome {
  ComparedTable table{};
  std::vector<ComparedMetric> metrics{};
  std::vector<Comparison> comparisons{};
  Pairs pairs = Pairs::replications;
};

Outcome compared(const CsvTable& table, ComparedColumns columns, const CompareOptions& options, Pairs pairs) {
  Outcome outcome{.metrics = told_metrics(options), .pairs = pairs};
  columns.metrics = columns_of(outcome.metrics);
  outcome.table = read_compared(table, columns);
  outcome.comparisons = compare_policies(outcome.table.places, options.baseline, pairs);
  return outcome;
}

void write_comparisons(const Outcome& outcome, const std::string& path) {
  CsvWriter file(path);
  std::vector<std::string> names = outcome.table.titles;
  for (const auto& name : header(comparison_columns())) names.push_back(name);
  file.line(names);
  for (const Comparison& comparison : outcome.comparisons) {
    const ComparedRuns& runs = outcome.table.places[comparison.place];
    const ComparisonRow row{runs, outcome.metrics[comparison.metric], comparison, outcome.pairs};
    std::vector<std::string> fields = runs.place;
    for (const auto& column : comparison_columns()) fields.push_back(column.value(row));
    file.line(fields);
  }
  file.close();
}

/// Lines below a table. A CSV must stay one: then those that matter go to standard error.
void print_lines(const std::vector<std::string>& lines, Layout layout) {
  if (lines.empty() || layout == Layout::csv) return;
  fmt::print("\n");
  for (const std::string& line : lines) fmt::print("{}{}\n", layout == Layout::markdown ? "- " : "", line);
}

void print_notes(const std::vector<std::string>& notes, Layout layout) {
  if (layout != Layout::csv) return print_lines(notes, layout);
  for (const std::string& note : notes) fmt::print(stderr, "{}\n", note);
}

void check_metrics(const CompareOptions& options) {
  const auto& known = comparable_columns();
  for (const std::string& metric : options.metrics) {
    if (std::find(known.begin(), known.end(), metric) == known.end()) {
      throw UserError(fmt::format("--metrics {}: this is no number of summary.csv that policies differ by{}",
                                  metric, suggestion(metric, known)));
    }
  }
}

void check_baseline(const std::string& baseline, const std::vector<std::string>& policies,
                    const std::string& where, const std::string& what = "policy") {
  if (baseline.empty() || std::find(policies.begin(), policies.end(), baseline) != policies.end()) return;
  throw UserError(fmt::format("--baseline {}: {} has no such {}{}", baseline, where, what,
                              suggestion(baseline, policies)));
}

void check_over(const CompareOptions& options, const std::vector<std::string>& axes) {
  if (options.over.empty()) return;
  if (std::find(axes.begin(), axes.end(), options.over) == axes.end()) {
    throw UserError(fmt::format("--over {}: the results in {} have no such axis{}", options.over,
                                options.run.files.front(),
                                axes.empty() ? "" : suggestion(options.over, axes)));
  }
  if (!options.run.policies.empty())
    throw UserError("--policies: what is compared are values of an axis (--over), not policies");
}

// ---- results that are there

int compare_results(const CompareOptions& options) {
  const std::string& directory = options.run.files.front();
  if (!options.only_for_files.empty()) {
    throw UserError(fmt::format("{} is for scenarios that are run; {} holds results that are there",
                                options.only_for_files.front(), directory));
  }
  const FoundResults found = find_results(directory);
  const CsvTable table = table_at(found.path);
  check_over(options, found.axes);
  ComparedColumns columns{.axes = found.axes,
                          .policy_axis = found.policy_axis,
                          .over = options.over,
                          .policies = options.run.policies};
  const Outcome outcome = compared(table, columns, options, Pairs::replications);
  for (const ComparedRuns& runs : outcome.table.places)
    check_baseline(options.baseline, runs.policies, directory, outcome.table.compared);
  const bool several = std::any_of(outcome.comparisons.begin(), outcome.comparisons.end(),
                                   [](const Comparison& comparison) { return comparison.difference.n > 1; });
  const auto shown = shown_metrics(options, several);
  columns.metrics = columns_of(shown);
  if (!options.run.out.empty()) {
    const BlockedSignals signals;
    ResultDirectory results(options.run.out, {"comparisons.csv"}, options.run.force);
    write_comparisons(outcome, results.temporary() + "/comparisons.csv");
    signals.check();
    results.commit();
  }
  print_policies(read_compared(table, columns), shown, options.layout);
  print_lines(sentences(outcome.table, outcome.metrics, outcome.comparisons, outcome.pairs), options.layout);
  return 0;
}

// ---- scenarios that are run

std::string short_share(double share) {
  return short_number(100 * share) + " %";
}

/// How far replications go.
struct Extent {
  std::size_t first = 1;
  std::optional<double> until{};
  std::size_t budget = 1;
};

Extent extent_of(const CompareOptions& options, const Zoo& zoo) {
  if (options.until.empty()) {
    if (options.budget) throw UserError("--budget: it limits what --until adds, which is not given");
    return {.first = options.replications.value_or(1)};
  }
  Reading reading(zoo, "");
  Extent extent;
  extent.until = share_format().read(Value::make_text({.file = "--until"}, options.until, false), reading);
  if (*extent.until <= 0) throw UserError(fmt::format("--until {}: it must be above 0", options.until));
  extent.budget = options.budget.value_or(usual_budget);
  extent.first = std::max<std::size_t>(2, options.replications.value_or(first_replications));
  if (extent.budget < extent.first) {
    throw UserError(fmt::format("--budget {}: {} replications are made before --until is asked",
                                extent.budget, extent.first));
  }
  return extent;
}

/// The comparison whose interval is widest for its baseline's mean; null where there are none.
const Comparison* widest(const Outcome& outcome) {
  const Comparison* found = nullptr;
  double largest = -1;
  for (const Comparison& comparison : outcome.comparisons) {
    if (comparison.within(0)) continue;
    const double width = comparison.difference.half_width.value_or(0) / std::abs(comparison.baseline_mean);
    if (width > largest) {
      largest = width;
      found = &comparison;
    }
  }
  return found;
}

std::string told_extent(const Outcome& outcome, const Extent& extent, std::size_t count) {
  const Comparison* last = widest(outcome);
  const bool reached = last == nullptr || last->within(*extent.until);
  std::string text = fmt::format("--until {}: {} after {} replications", short_share(*extent.until),
                                 reached ? "reached" : "NOT reached", count);
  if (!reached) {
    const ComparedRuns& runs = outcome.table.places[last->place];
    text += fmt::format("; the widest is {} of {}: +- {} of the baseline's mean",
                        outcome.metrics[last->metric].name, runs.policies[last->policy],
                        short_share(last->difference.half_width.value_or(0) / std::abs(last->baseline_mean)));
  }
  return text;
}

class ScenarioComparison {
 public:
  explicit ScenarioComparison(const CompareOptions& options)
      : options_(options), extent_(extent_of(options, zoo_)) {
    scenarios_ = load_all(options.run.files, overrides_of(options.run), zoo_);
    for (const LoadedScenario& loaded : scenarios_) {
      std::vector<std::string> policies;
      for (const auto& policy : loaded.scenario.policies) policies.push_back(policy.shown());
      check_baseline(options.baseline, policies, "scenario '" + loaded.scenario.name + "'");
    }
  }

  int run() {
    const BlockedSignals signals;  // first, so that the directories are tidied up before one has its effect
    std::optional<ResultDirectory> results;
    std::optional<ScratchDirectory> scratch;
    if (options_.run.out.empty()) {
      scratch.emplace();
    } else {
      results.emplace(options_.run.out, result_file_names(), options_.run.force);
    }
    directory_ = results ? results->temporary() : scratch->path();
    const bool single = extent_.first == 1;
    const BatchOptions batch{.jobs = options_.run.jobs,
                             .tables = {.batches = single},
                             .show_progress = isatty(STDERR_FILENO) != 0};
    if (options_.run.warmup == "auto") warmups_ = take_pilot_warmups(scenarios_, batch, signals, zoo_);
    Replications replications(scenarios_, batch, signals, directory_);
    const Outcome outcome = replicated(replications);
    const CsvTable summary = table_at(directory_ + "/summary.csv");
    if (results) {
      write_comparisons(outcome, directory_ + "/comparisons.csv");
      std::filesystem::remove(directory_ + "/batches.csv");
      write_manifest(scenarios_, directory_, replications.count());
      signals.check();
      results->commit();  // before anything is printed: whoever reads it may have gone
    }
    print(outcome, summary, replications.count());
    return 0;
  }

 private:
  Outcome replicated(Replications& replications) const {
    replications.run_until(extent_.first);
    Outcome outcome = outcome_of(replications.count());
    while (extent_.until && replications.count() < extent_.budget) {
      const Comparison* last = widest(outcome);
      if (last == nullptr || last->within(*extent_.until)) break;
      replications.run_until(std::min(extent_.budget, replications.count() + (replications.count() + 1) / 2));
      outcome = outcome_of(replications.count());
    }
    return outcome;
  }

  Outcome outcome_of(std::size_t replications) const {
    if (replications > 1)
      return compared(table_at(directory_ + "/summary.csv"), {}, options_, Pairs::replications);
    return compared(table_at(directory_ + "/batches.csv"), {.replication = {"seed", "run", "first", "size"}},
                    options_, Pairs::batches);
  }

  void print(const Outcome& outcome, const CsvTable& summary, std::size_t replications) const {
    const auto shown = shown_metrics(options_, replications > 1);
    ComparedColumns columns;
    columns.metrics = columns_of(shown);
    print_policies(read_compared(summary, columns), shown, options_.layout);
    std::vector<std::string> lines =
        sentences(outcome.table, outcome.metrics, outcome.comparisons, outcome.pairs);
    if (outcome.pairs == Pairs::batches) {
      for (const std::string& metric : options_.metrics) {
        if (std::find(batched_columns.begin(), batched_columns.end(), metric) == batched_columns.end())
          lines.push_back(metric + ": whether a difference is chance takes --replications to tell");
      }
    }
    print_lines(lines, options_.layout);
    std::vector<std::string> notes =
        warmups_.empty() ? warmup_notes(scenarios_, summary) : pilot_notes(scenarios_, warmups_);
    if (extent_.until) notes.insert(notes.begin(), told_extent(outcome, extent_, replications));
    print_notes(notes, options_.layout);
  }

  const CompareOptions& options_;
  Zoo zoo_ = Zoo::of_this_program();
  Extent extent_;
  std::vector<LoadedScenario> scenarios_{};
  std::vector<PilotWarmup> warmups_{};
  std::string directory_{};
};

}  // namespace

int compare_command(const CompareOptions& options) {
  check_metrics(options);
  const auto& files = options.run.files;
  const auto directory = std::find_if(files.begin(), files.end(), [](const std::string& file) {
    return std::filesystem::is_directory(file);
  });
  if (directory == files.end()) {
    if (!options.over.empty()) throw UserError("--over is for the directory of a sweep, which has axes");
    return ScenarioComparison(options).run();
  }
  if (files.size() > 1)
    throw UserError(fmt::format("{}: a directory of results is compared alone", *directory));
  return compare_results(options);
}

}  // namespace splitscape
