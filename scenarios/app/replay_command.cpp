#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <set>
#include <stdexcept>

#include "analysis/csv.hpp"
#include "analysis/replay_columns.hpp"
#include "models/sample_split.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/named_policy.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/app/replay_manifest.hpp"
#include "scenarios/app/sample_table.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/result_directory.hpp"
#include "scenarios/runs/user_error.hpp"
#include "sim/hindsight.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/replay/order.hpp"
#include "sim/replay/replay.hpp"

namespace splitscape {
namespace {

/// The samples of a replay, and where they came from.
struct Subject {
  SampleTrace samples;  ///< that policies run over
  std::optional<SampleTrace> calibration{};
  std::vector<InputFile> inputs{};
  std::optional<SampleFileLayout> layout{};  ///< absent: those of a network
};

/// A policy over all orders.
struct Replayed {
  ReplaySummary summary{};
  std::vector<ReplayOrder> orders{};
};

// ---- reading

Subject read_samples_of(const ReplayOptions& options, const Zoo& zoo) {
  if (is_network(options.file, zoo)) {
    if (options.columns.any())
      throw UserError(fmt::format(
          "{} is a network, with columns of its own: the options for columns are for tables", options.file));
    ReadNetwork read = network_with_samples(options.file, zoo);
    return {.samples = std::move(*read.network.samples), .inputs = std::move(read.inputs)};
  }
  const std::string text = read_text_file(options.file);
  const CsvTable table(text, options.file, true);
  const SampleFileLayout layout = layout_of(options.columns, table);
  require_outcomes(layout, options.file);
  return {.samples = read_samples(table, layout, exits_in(table, layout)),
          .inputs = {{options.file, sha256(text)}},
          .layout = layout};
}

double share_of(const std::string& text, const Zoo& zoo) {
  Reading reading(zoo, "");
  return share_format().read(Value::make_text({.file = "--calibration"}, text, false), reading);
}

/// @throws UserError where one of the two parts has no sample
void set_apart(Subject& subject, const ReplayOptions& options, const Zoo& zoo) {
  if (!options.calibration.empty()) {
    const SampleSplit split =
        split_samples(subject.samples.rows(), share_of(options.calibration, zoo), options.seed, "replay");
    subject.calibration = rows_of(subject.samples, split.calibration);
    subject.samples = rows_of(subject.samples, split.requests);
    if (subject.calibration->rows() == 0)
      throw UserError(fmt::format("--calibration {}: that is no sample", options.calibration));
  }
  if (subject.samples.rows() == 0)
    throw UserError(fmt::format("{}: there are no samples to run over", options.file));
}

std::vector<PolicyChoice> read_policies(const ReplayOptions& options, const Zoo& zoo) {
  std::vector<PolicyChoice> policies;
  std::set<std::string> labels;
  for (const NamedPolicy& policy : options.policies) {
    policies.push_back(policy_of(policy, zoo));
    if (!labels.insert(policies.back().shown()).second)
      throw UserError(fmt::format("two policies are called '{}': give one another label (--set label=NAME)",
                                  policies.back().shown()));
  }
  return policies;
}

// ---- running

/// The thresholds of the fixed arms: the policy's own where it has one for all exits.
std::vector<double> thresholds_of(const PolicyChoice& policy) {
  const Parameters parameters(policy);
  const auto& known = find_policy(policy.name)->parameters;
  for (const ParameterEntry& entry : known) {
    if (entry.name != "threshold") continue;
    if (parameters.has("threshold")) {
      const auto given = entry.kind == ParameterKind::shares ? parameters.numbers("threshold")
                                                             : std::vector{parameters.number("threshold", 0)};
      if (given.size() == 1) return given;
    } else if (entry.default_text) {
      const std::string_view text = *entry.default_text;
      double value = 0;
      const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
      if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return {value};
    }
  }
  return arm_thresholds();
}

Replayed run(const Subject& subject, const PolicyChoice& policy, const ReplayOptions& options,
             const BlockedSignals& signals) {
  const auto best = best_replay_arm(subject.samples, options.costs, thresholds_of(policy));
  const auto rows = static_cast<std::uint32_t>(subject.samples.rows());
  Replayed replayed;
  for (std::uint32_t i = 0; i < options.orders; ++i) {
    signals.check();
    const std::uint32_t seed = options.seed + i;
    ReplayTally tally(subject.samples, best ? &*best : nullptr, seed, rows);
    replay(
        subject.samples, options.costs, policy, numpy_permutation(seed, rows), seed,
        [&tally](const ReplayStep& step) { tally.take(step); },
        subject.calibration ? &*subject.calibration : nullptr);
    replayed.orders.push_back(tally.order());
  }
  replayed.summary = summary_of(policy.shown(), replayed.orders, best ? &*best : nullptr);
  return replayed;
}

// ---- telling

void write(const std::vector<Replayed>& all, const std::string& directory) {
  CsvWriter replays(directory + "/replay.csv");
  CsvWriter orders(directory + "/orders.csv");
  CsvWriter regrets(directory + "/regret.csv");
  replays.line(header(replay_columns()));
  orders.line(header(replay_order_columns()));
  regrets.line(header(replay_regret_columns()));
  for (const Replayed& one : all) {
    replays.row(replay_columns(), one.summary);
    for (const ReplayOrder& order : one.orders)
      orders.row(replay_order_columns(), ReplayOrderRow{one.summary.policy, order});
    const auto checkpoints = replay_checkpoints(one.summary.samples);
    for (std::size_t i = 0; i < one.summary.curve.size(); ++i) {
      regrets.row(replay_regret_columns(),
                  ReplayRegretRow{one.summary, checkpoints[i], one.summary.curve[i]});
    }
  }
  replays.close();
  orders.close();
  regrets.close();
}

void write_results(const std::vector<Replayed>& all, const Subject& subject, const ReplayOptions& options,
                   const BlockedSignals& signals) {
  ResultDirectory results(options.out, replay_file_names(), options.force);
  write(all, results.temporary());
  const std::string path = results.temporary() + "/manifest.json";
  std::ofstream file(path, std::ios::binary);
  file << make_replay_manifest(options, subject.inputs, subject.layout ? &*subject.layout : nullptr,
                               results.temporary());
  file.close();
  if (!file) throw std::runtime_error(fmt::format("cannot write '{}'", path));
  signals.check();
  results.commit();
}

std::string shown(const Estimate& estimate, double factor) {
  if (!estimate.mean) return "-";
  std::string text = short_number(factor * *estimate.mean);
  constexpr double shown_digits = 1e-4;  // below them it is rounding, not spread
  if (estimate.half_width && *estimate.half_width > shown_digits * std::abs(*estimate.mean))
    text += fmt::format(" +-{:.2g}", factor * *estimate.half_width);
  return text;
}

void print(const std::vector<Replayed>& all, Layout layout) {
  std::vector<std::vector<std::string>> rows;
  if (layout == Layout::csv) {
    for (const Replayed& one : all) {
      auto& cells = rows.emplace_back();
      for (const auto& column : replay_columns()) cells.push_back(column.value(one.summary));
    }
    print_table(header(replay_columns()), rows, layout);
    return;
  }
  constexpr double percent = 100;
  for (const Replayed& one : all) {
    const ReplaySummary& summary = one.summary;
    std::string exits;
    for (std::size_t k = 0; k < summary.exit_shares.size(); ++k) {
      if (summary.exit_shares[k] > 0)
        exits += fmt::format("{}{}:{:.3g}", exits.empty() ? "" : " ", k + 1, summary.exit_shares[k]);
    }
    rows.push_back({summary.policy, shown(summary.accuracy, percent), shown(summary.cost, 1),
                    shown(summary.offload_rate, percent), shown(summary.reward, 1), shown(summary.regret, 1),
                    summary.best_arm.empty() ? "-" : summary.best_arm, exits});
  }
  print_table({"policy", "accuracy %", "cost", "offloaded %", "reward", "regret", "best arm", "exits"}, rows,
              layout);
}

}  // namespace

int replay_command(const ReplayOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  const auto policies = read_policies(options, zoo);
  Subject subject = read_samples_of(options, zoo);
  if (const auto found = defects(options.costs, subject.samples.exits()); !found.empty())
    throw UserError(found.front());
  set_apart(subject, options, zoo);
  const BlockedSignals signals;  // first, so that the directory is tidied up before one has its effect
  if (!options.out.empty()) ResultDirectory(options.out, replay_file_names(), options.force);
  std::vector<Replayed> all;
  for (const PolicyChoice& policy : policies) {
    try {
      all.push_back(run(subject, policy, options, signals));
    } catch (const std::invalid_argument& error) {
      throw UserError(fmt::format("policy '{}': {}", policy.shown(), error.what()));
    }
  }
  if (!options.out.empty()) write_results(all, subject, options, signals);
  print(all, options.layout);
  if (!options.out.empty() && options.layout == Layout::text)
    fmt::print("\nresults: {}/replay.csv (and orders, regret.csv, manifest.json)\n", options.out);
  return 0;
}

}  // namespace splitscape
