#include <fmt/format.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <optional>

#include "scenarios/app/commands.hpp"
#include "scenarios/app/overrides_of.hpp"
#include "scenarios/app/summary_table.hpp"
#include "scenarios/app/warmup_text.hpp"
#include "scenarios/runs/batch.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/load_all.hpp"
#include "scenarios/runs/manifest.hpp"
#include "scenarios/runs/pilot_warmup.hpp"
#include "scenarios/runs/result_directory.hpp"
#include "scenarios/runs/trace_file.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

/// "FIRST-LAST", or "NUMBER" for one request.
TracedRequests read_traced_requests(const std::string& text) {
  TracedRequests wanted;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, wanted.first);
  auto last = first;
  if (first.ec == std::errc() && first.ptr != end && *first.ptr == '-') {
    last = std::from_chars(first.ptr + 1, end, wanted.last);
  } else {
    wanted.last = wanted.first;
  }
  if (first.ec != std::errc() || last.ec != std::errc() || last.ptr != end || wanted.last < wanted.first) {
    throw UserError(fmt::format(
        "--trace-requests {}: expected the numbers of the first and the last request, as in 0-999", text));
  }
  return wanted;
}

std::optional<TracedRequests> traced_requests(const RunOptions& options) {
  if (options.trace.empty()) return std::nullopt;
  return options.trace_requests ? read_traced_requests(*options.trace_requests) : TracedRequests{};
}

/// Viewers hold all events in memory.
constexpr std::uint64_t many_events = 2'000'000;

void print_trace(const std::string& path, std::uint64_t events) {
  fmt::print("trace: {} (open it in https://ui.perfetto.dev)\n", path);
  if (events > many_events) {
    fmt::print(stderr,
               "{}: {:.1f} million events, {:.0f} MB, take a viewer long; --trace-requests FIRST-LAST takes "
               "some requests only\n",
               path, static_cast<double>(events) / 1e6,
               static_cast<double>(std::filesystem::file_size(path)) / 1e6);
  }
}

}  // namespace

int run_command(const RunOptions& options) {
  const auto traced = traced_requests(options);
  const Zoo zoo = Zoo::of_this_program();
  auto scenarios = load_all(options.files, overrides_of(options), zoo);
  const BlockedSignals signals;  // first, so that the directories are tidied up before one has its effect
  ResultDirectory results(options.out, result_file_names(), options.force);
  const BatchOptions batch{.jobs = options.jobs,
                           .tables = {.requests = options.requests, .learned = options.learned},
                           .show_progress = isatty(STDERR_FILENO) != 0};
  std::vector<PilotWarmup> warmups;
  if (options.warmup == "auto") warmups = take_pilot_warmups(scenarios, batch, signals, zoo);
  std::vector<RunSpec> runs;
  for (const LoadedScenario& loaded : scenarios) {
    for (const auto& policy : loaded.scenario.policies) runs.push_back({loaded.scenario, policy});
  }
  std::optional<TraceFile> trace;
  if (!options.trace.empty()) trace.emplace(options.trace, options.force);
  BatchOptions traced_batch = batch;
  traced_batch.tables.trace = traced;  // of the runs themselves, not of their pilots
  run_batch(runs, traced_batch, signals, results.temporary());
  if (trace) trace->put_together(results.temporary(), runs.size());
  write_manifest(scenarios, results.temporary());
  signals.check();
  results.commit();  // before anything is printed: whoever reads it may have gone
  if (trace) trace->commit();
  print_summary(options.out + "/summary.csv");
  for (const std::string& warmup : pilot_notes(scenarios, warmups)) fmt::print("{}\n", warmup);
  fmt::print("\nresults: {}/summary.csv (and regret, devices, links, servers{}{}.csv, manifest.json)\n",
             options.out, options.learned ? ", learned" : "", options.requests ? ", requests" : "");
  if (trace) print_trace(options.trace, trace->events());
  return 0;
}

}  // namespace splitscape
