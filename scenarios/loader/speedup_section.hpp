#pragma once

#include <map>
#include <vector>

#include "models/speedup_curve.hpp"
#include "models/weight_format.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

/// What a runtime makes of pruned layers, by the format of their weights.
Format<std::map<WeightFormat, SpeedupCurve>> speedups_format();

/// "none | ideal | as measured": what a device or a server takes in place of its hardware's curves. What is
/// written is to be given to choose_speedups().
Format<std::string> sparse_speedup_format();
inline constexpr const char* sparse_speedup_key = "sparse_speedup";
inline constexpr const char* sparse_speedup_meaning =
    "what pruned layers gain here: nothing, all of their multiply-accumulates, or what is known of the "
    "hardware";

/// Does with a hardware what the key of a device or a server says. @param owner its table
void choose_speedups(std::map<WeightFormat, SpeedupCurve>& speedups, const Value& owner);

std::vector<SectionDoc> speedup_docs();

}  // namespace splitscape
