#pragma once

#include <cstddef>
#include <vector>

namespace splitscape {

/// An exit and one of the cuts that are tried for it, both from 0.
struct ExitAndCut {
  std::size_t exit = 0;
  std::size_t cut = 0;

  friend bool operator==(const ExitAndCut&, const ExitAndCut&) = default;
};

/// What of an exit is compared with the bound.
enum class ComparedTime {
  least,  ///< that of its best cut
  last,   ///< that of the cut that was tried last: what the demonstration's code does
};

/// The last exit that can be had within a bound, and its best cut. Where there is none: the first exit, with
/// its best cut, or, comparing the last time, with its first cut, as the demonstration does.
/// Li, Zhou, Chen, "Edgent", arXiv 1806.07840; its rule as in the code of hush66/DNN-Partition-demo.
/// @param times [exit][cut], in one unit; infinite where a cut cannot be; at least one a exit
/// @param bound below which the time has to be
ExitAndCut last_exit_within(const std::vector<std::vector<double>>& times, double bound,
                            ComparedTime compared);

}  // namespace splitscape
