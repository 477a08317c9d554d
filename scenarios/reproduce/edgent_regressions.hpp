#pragma once

#include <cstddef>
#include <vector>

namespace splitscape {

/// What the simulator expects of each cut of an exit of Edgent's public demonstration (hush66/
/// DNN-Partition-demo, Time_Prediction.py): regressions of layer times for a B-AlexNet with three exits on a
/// Raspberry Pi 3 and a PC, two or three cuts an exit, the models loaded for each request, 4,096,000 bit/s.
/// @param exit 1 .. 3
/// @return seconds, a number a cut
std::vector<double> edgent_totals(std::size_t exit);

}  // namespace splitscape
