#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace splitscape {

/// Ridge regression that learns a pair at a time, as LinUCB keeps it (Li et al., "A contextual-bandit
/// approach to personalized news article recommendation", WWW 2010): A = ridge I + sum x x', b = sum x y,
/// estimate x' A^-1 b, doubt sqrt(x' A^-1 x). A^-1 is kept itself (Sherman and Morrison), so that asking
/// costs size^2 multiplications and learning as many.
/// With a discount below 1 what was learned counts less with every pair that follows: A and b are multiplied
/// by it first, and the ridge is kept up (D-LinUCB: Russac, Vernade, Cappe, arXiv 1909.09146). Learning then
/// costs size^3.
class LinearEstimate {
 public:
  /// @param size numbers of x
  /// @param ridge > 0; 1 in the publication
  /// @param discount above 0, up to 1
  LinearEstimate(std::size_t size, double ridge, double discount = 1);

  std::size_t size() const { return weights_.size(); }
  double estimate(std::span<const double> x) const;
  double doubt(std::span<const double> x) const;
  void learn(std::span<const double> x, double y);

 private:
  double ridge_;
  double discount_;
  std::vector<double> matrix_;   ///< A, size x size; kept only where there is a discount
  std::vector<double> inverse_;  ///< A^-1
  std::vector<double> sums_;     ///< b
  std::vector<double> weights_;  ///< A^-1 b
  std::vector<double> scratch_;
};

}  // namespace splitscape
