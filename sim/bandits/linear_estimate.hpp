#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace splitscape {

/// Ridge regression that learns a pair at a time, as LinUCB keeps it (Li et al., "A contextual-bandit
/// approach to personalized news article recommendation", WWW 2010): A = ridge I + sum x x', b = sum x y,
/// estimate x' A^-1 b, doubt sqrt(x' A^-1 x). A^-1 is kept itself (Sherman and Morrison), so that asking
/// costs size^2 multiplications and learning as many.
class LinearEstimate {
 public:
  /// @param size numbers of x
  /// @param ridge > 0; 1 in the publication
  LinearEstimate(std::size_t size, double ridge);

  std::size_t size() const { return weights_.size(); }
  double estimate(std::span<const double> x) const;
  double doubt(std::span<const double> x) const;
  void learn(std::span<const double> x, double y);

 private:
  std::vector<double> inverse_;  ///< A^-1, size x size
  std::vector<double> sums_;     ///< b
  std::vector<double> weights_;  ///< A^-1 b
  std::vector<double> scratch_;
};

}  // namespace splitscape
