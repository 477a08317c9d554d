#pragma once

#include <string>
#include <vector>

#include "scenarios/sweep/sweep_plan.hpp"

namespace splitscape {

/// What a sweep was asked for, as DIR/study.json tells it.
struct SweepRecord {
  Study study{};
  std::vector<SweepRun> runs{};
  std::vector<InputFile> inputs{};
};

/// The text of study.json.
std::string text_of(const SweepRecord& record);

/// What DIR/study.json tells. @throws UserError where there is none, or it tells something else
SweepRecord read_sweep_record(const std::string& directory);

/// Whether a directory is that of a sweep.
bool is_sweep(const std::string& directory);

}  // namespace splitscape
