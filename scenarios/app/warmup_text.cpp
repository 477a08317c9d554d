#include "scenarios/app/warmup_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

#include "scenarios/app/print_table.hpp"

namespace splitscape {
namespace {

constexpr double no_rest = std::numeric_limits<double>::infinity();

/// A group under a policy, and what MSER-5 asks for in half of its replications at most.
struct Asked {
  std::string group{};
  std::string policy{};
  double warmup = 0;  ///< s, or no_rest
};

/// The group and policy of a scenario that ask for most.
Asked most_asked(const CsvTable& summary, const std::string& scenario) {
  std::map<std::pair<std::string, std::string>, std::vector<double>> by_group;
  const std::size_t column = summary.column("mser5_warmup_s");
  for (std::size_t row = 0; row < summary.rows(); ++row) {
    if (summary.text(row, summary.column("scenario")) != scenario) continue;
    constexpr double fewest = 50;  // ten batches of five: fewer tell nothing
    if (summary.number(row, summary.column("completed")) < fewest) continue;
    by_group[{std::string(summary.text(row, summary.column("group"))),
              std::string(summary.text(row, summary.column("policy")))}]
        .push_back(summary.text(row, column).empty() ? no_rest : summary.number(row, column));
  }
  Asked most;
  for (auto& [whose, warmups] : by_group) {
    const auto middle = warmups.begin() + static_cast<std::ptrdiff_t>((warmups.size() - 1) / 2);
    std::nth_element(warmups.begin(), middle, warmups.end());
    if (*middle > most.warmup) most = {whose.first, whose.second, *middle};
  }
  return most;
}

std::string note(const Scenario& scenario, const Asked& asked, bool several) {
  const std::string where =
      fmt::format("{}group {} under {}", several ? scenario.name + ", " : "", asked.group, asked.policy);
  if (asked.warmup == no_rest) {
    return fmt::format("warm-up: MSER-5 finds no rest in {}: a longer run may tell whether there is one",
                       where);
  }
  return fmt::format("warm-up: {} s is short: MSER-5 asks for {} s in {} (--warmup auto)",
                     short_number(scenario.warmup.value), short_number(asked.warmup), where);
}

}  // namespace

std::vector<std::string> pilot_notes(const std::vector<LoadedScenario>& scenarios,
                                     const std::vector<PilotWarmup>& warmups) {
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < warmups.size(); ++i) {
    notes.push_back(fmt::format("warm-up: {}{} s, which MSER-5 asks for in group {} under {} (pilot run)",
                                scenarios.size() > 1 ? scenarios[i].scenario.name + ": " : "",
                                short_number(warmups[i].warmup.value), warmups[i].group, warmups[i].policy));
  }
  return notes;
}

std::vector<std::string> warmup_notes(const std::vector<LoadedScenario>& scenarios, const CsvTable& summary) {
  std::vector<std::string> notes;
  for (const LoadedScenario& loaded : scenarios) {
    const Asked asked = most_asked(summary, loaded.scenario.name);
    if (asked.warmup > loaded.scenario.warmup.value)
      notes.push_back(note(loaded.scenario, asked, scenarios.size() > 1));
  }
  return notes;
}

}  // namespace splitscape
