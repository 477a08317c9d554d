#pragma once

#include <vector>

#include "models/training/architecture.hpp"
#include "models/training/trainer.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

/// How the patterns of sparse junctions are drawn.
Format<PatternChoice> pattern_choice_format();

/// How a network is trained. Whether there are as many weights as exits is not looked at.
Format<TrainingSettings> training_settings_format();

/// The sections of both, for the documentation.
std::vector<SectionDoc> training_settings_docs();

}  // namespace splitscape
