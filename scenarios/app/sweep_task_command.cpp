#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <vector>

#include "scenarios/app/sweep_options.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/execute_runs.hpp"
#include "scenarios/sweep/sweep_results.hpp"

namespace splitscape {
namespace {

/// A number of a run. @throws UserError where it is none of those that there are
std::size_t number_in(const std::string& text, const std::string& runs, std::size_t most) {
  const bool digits =
      !text.empty() && text.size() < 10 && std::all_of(text.begin(), text.end(), [](char letter) {
        return std::isdigit(static_cast<unsigned char>(letter)) != 0;
      });
  if (!digits)
    throw UserError(fmt::format("--runs {}: expected numbers of runs, as 17, 5-20 or 1-8,11", runs));
  const std::size_t number = std::stoul(text);
  if (number < 1 || number > most)
    throw UserError(fmt::format("--runs {}: there is no run {}; they are 1 to {}", runs, number, most));
  return number;
}

std::vector<SweepRun> chosen_runs(const SweepRecord& record, const std::string& runs) {
  std::vector<SweepRun> chosen;
  for (std::size_t begin = 0; begin <= runs.size();) {
    const std::size_t end = std::min(runs.find(',', begin), runs.size());
    const std::string part = runs.substr(begin, end - begin);
    const std::size_t dash = part.find('-');
    const std::size_t first = number_in(part.substr(0, dash), runs, record.runs.size());
    const std::size_t last =
        dash == std::string::npos ? first : number_in(part.substr(dash + 1), runs, record.runs.size());
    for (std::size_t number = first; number <= last; ++number) chosen.push_back(record.runs[number - 1]);
    begin = end + 1;
  }
  return chosen;
}

}  // namespace

int sweep_task_command(const SweepTaskOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  const SweepDirectory directory(options.directory);
  const SweepRecord record = read_sweep_record(directory.path());
  const StudyScenarios scenarios(record.study, zoo);
  const auto runs = chosen_runs(record, options.runs);
  const BlockedSignals signals;
  SweepLock lock(directory.path(), SweepLock::Kind::shared);
  const auto missing = missing_runs(directory, runs);
  const auto ended = [](const SweepRun& run, const std::string& error) {
    if (!error.empty()) fmt::print(stderr, "run {} failed: {}\n", run.number, error);
  };
  try {
    return execute_runs(directory, scenarios, missing, {.jobs = options.jobs, .ended = ended}, lock,
                        signals) == 0
               ? 0
               : 1;
  } catch (const Interrupted& interruption) {
    fmt::print(stderr, "splitscape: interrupted; runs that are finished stay in {}\n", directory.path());
    return 128 + interruption.signal();
  }
}

}  // namespace splitscape
