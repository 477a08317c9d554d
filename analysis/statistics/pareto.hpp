#pragma once

#include <cstddef>
#include <vector>

namespace splitscape {

/// What an alternative costs by each of several measures; less is better in all of them (what should be large
/// stands with the other sign).
using Costs = std::vector<double>;

/// Whether one alternative is better than another by some measure and worse by none.
bool dominates(const Costs& one, const Costs& other);

/// The alternatives that nothing dominates, in their order. Those that cost the same are all among them.
std::vector<std::size_t> pareto_front(const std::vector<Costs>& all);

/// For each alternative those of the front that dominate it; none for the front itself.
std::vector<std::vector<std::size_t>> dominated_by(const std::vector<Costs>& all);

/// Volume of what the alternatives dominate up to a reference, exact, in the product of the units: the
/// S-metric of Zitzler and Thiele, "Multiobjective evolutionary algorithms: a comparative case study and the
/// strength Pareto approach", IEEE Trans. Evolutionary Computation 1999. An alternative that is not better
/// than the reference by every measure adds nothing.
/// @param reference at least as bad as whatever is to count, by one, two or three measures
/// @throws std::invalid_argument for another number of measures
double hypervolume(const std::vector<Costs>& all, const Costs& reference);

}  // namespace splitscape
