#include "sim/variation_factor.hpp"

#include <cmath>

namespace splitscape {

double variation_factor(const Variation& variation, RandomStream& stream) {
  switch (variation.law) {
    case Variation::Law::none:
      return 1.0;
    case Variation::Law::exponential:
      return stream.exponential(1.0);
    case Variation::Law::lognormal: {
      // exp(N(-s^2/2, s^2)) has mean 1 and squared coefficient of variation exp(s^2) - 1.
      const double variance = std::log1p(variation.coefficient * variation.coefficient);
      return std::exp(std::sqrt(variance) * stream.normal() - variance / 2.0);
    }
  }
  return 1.0;
}

}  // namespace splitscape
