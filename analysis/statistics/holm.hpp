#pragma once

#include <vector>

namespace splitscape {

/// The p-values of several tests, each made so much larger that whoever rejects where it is below a level
/// rejects any true hypothesis at all with at most the probability of that level, however the tests depend on
/// each other: the step-down method of Holm ("A simple sequentially rejective multiple test procedure",
/// Scandinavian Journal of Statistics 6, 1979, 65-70). In the order of the given ones. With the m values in
/// rising order, number i becomes the largest of min(1, (m - j + 1) p_j) over j <= i.
std::vector<double> holm(const std::vector<double>& p);

}  // namespace splitscape
