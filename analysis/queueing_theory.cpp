#include "analysis/queueing_theory.hpp"

#include <cmath>

namespace splitscape::theory {

double erlang_c(double arrivals, double service, std::size_t servers) {
  const double offered = arrivals * service;
  const double c = static_cast<double>(servers);
  // Erlang B by its recursion, which does not overflow, then C from B.
  double blocking = 1.0;
  for (std::size_t k = 1; k <= servers; ++k) {
    blocking = offered * blocking / (static_cast<double>(k) + offered * blocking);
  }
  const double utilisation = offered / c;
  return blocking / (1.0 - utilisation * (1.0 - blocking));
}

double mmc_wait(double arrivals, double service, std::size_t servers) {
  const double c = static_cast<double>(servers);
  return erlang_c(arrivals, service, servers) * service / (c - arrivals * service);
}

double mg1_wait(double arrivals, double service, double cv2) {
  const double utilisation = arrivals * service;
  return utilisation * service * (1.0 + cv2) / (2.0 * (1.0 - utilisation));
}

double erlang_m1_wait(double arrivals, std::size_t stages, double service) {
  const double rate = static_cast<double>(stages) * arrivals;  // of a stage
  // The right side is convex in x, below x between the root and 1, above it between 0 and the root.
  double low = 0;
  double high = 1;
  for (int halving = 0; halving < 100; ++halving) {
    const double x = (low + high) / 2;
    const double right = std::pow(rate / (rate + (1.0 - x) / service), static_cast<double>(stages));
    (right > x ? low : high) = x;
  }
  return service * low / (1.0 - low);
}

double supermarket_stay(double load, double service, std::size_t choices) {
  if (choices == 1) return service / (1.0 - load);
  const double d = static_cast<double>(choices);
  double sum = 0;
  double exponent = 0;  // (d^i - d) / (d - 1): 0, d, d + d^2, ...
  double power = d;
  for (double term = 1; term > 1e-18; term = std::pow(load, exponent)) {
    sum += term;
    exponent += power;
    power *= d;
  }
  return service * sum;
}

double mg1_sharing_stay(double arrivals, double service) {
  return service / (1.0 - arrivals * service);
}

}  // namespace splitscape::theory
