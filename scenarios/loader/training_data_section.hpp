#pragma once

#include <vector>

#include "scenarios/loader/format.hpp"
#include "scenarios/loader/section.hpp"
#include "scenarios/loader/training_spec.hpp"

namespace splitscape {

/// What a network is trained and tested with.
Format<DataSpec> training_data_format();

/// The sections of it, for the documentation.
std::vector<SectionDoc> training_data_docs();

}  // namespace splitscape
