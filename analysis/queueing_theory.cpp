#include "analysis/queueing_theory.hpp"

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

double mg1_sharing_stay(double arrivals, double service) {
  return service / (1.0 - arrivals * service);
}

}  // namespace splitscape::theory
