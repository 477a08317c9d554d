#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scenarios/runs/run_tables.hpp"
#include "scenarios/sweep/study_scenarios.hpp"

namespace splitscape {

/// A run of a study.
struct SweepRun {
  std::size_t number = 0;           ///< from 1, in the order of results.csv
  std::string id{};                 ///< run_id(): its directory; runs of the same scenario share it
  std::size_t row = 0;              ///< of the axes, from 0
  std::vector<std::string> axes{};  ///< its value on each axis, as text
  std::string policy{};             ///< as results call it
  std::uint64_t seed = 1;
  std::uint64_t run = 0;

  ScenarioOfStudy scenario() const { return {row, policy, seed, run}; }
};

/// All runs of a study, and the files that their scenarios refer to, the base scenario first.
struct SweepPlan {
  std::vector<SweepRun> runs{};
  std::vector<InputFile> inputs{};
};

/// Which tables the runs of a study leave.
WantedTables tables_of(const Study& study);

/// Reads and checks every scenario of a study.
/// @param progress told what share has been read
/// @throws UserError at the first that cannot be read or contradicts itself, with its values on the axes
SweepPlan plan_sweep(const StudyScenarios& scenarios, const std::function<void(double)>& progress = {});

/// "uplink = 2 Mbps, cameras = 10".
std::string told_axes(const Study& study, const std::vector<std::string>& values);

}  // namespace splitscape
