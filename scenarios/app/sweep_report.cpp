#include "scenarios/app/sweep_report.hpp"

#include <fmt/format.h>

namespace splitscape {
namespace {

/// A study of a thousand runs may fail in each.
constexpr std::size_t most_shown = 20;

}  // namespace

int report_sweep(const Collected& collected, const SweepDirectory& directory) {
  if (collected.complete()) {
    fmt::print("results: {} (and manifest.json; a directory a run in runs/)\n",
               directory.file("results.csv"));
    return 0;
  }
  for (std::size_t i = 0; i < collected.failed.size() && i < most_shown; ++i) {
    const FailedRun& failed = collected.failed[i];
    fmt::print(stderr, "run {} failed: {}\n  {}\n", failed.run.number, failed.message, failed.command);
  }
  if (collected.failed.size() > most_shown)
    fmt::print(stderr, "... and {} more\n", collected.failed.size() - most_shown);
  if (!collected.failed.empty()) {
    fmt::print(stderr, "{} of {} runs failed, all of them in {}\n", collected.failed.size(), collected.runs,
               directory.file("failures.csv"));
  }
  const std::size_t others = collected.missing.size() - collected.failed.size();
  if (others > 0) fmt::print(stderr, "{} of {} runs have not been made\n", others, collected.runs);
  fmt::print("results of the others: {}\n", directory.file("results.partial.csv"));
  return others > 0 ? still_to_come : 1;
}

}  // namespace splitscape
