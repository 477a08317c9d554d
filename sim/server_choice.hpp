#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/random_stream.hpp"
#include "sim/observation.hpp"
#include "sim/parameters.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// The parameter that all policies have which choose a server and not a cut.
ParameterEntry cut_for_any_server();

/// A server that a request can go to: a copy of the last server of a route.
struct ServerTarget {
  std::uint8_t route = 0;
  std::uint16_t copy = 0;

  friend bool operator==(const ServerTarget&, const ServerTarget&) = default;
};

/// What the policies have in common that choose a server and not a cut: they cut each route at one position,
/// the same on every hop, so that the device computes what is before it and the last server the rest.
class ServerChoice {
 public:
  /// @throws std::invalid_argument where there is no server, the cut leaves nothing to it, or a memory does
  /// not hold its part
  ServerChoice(const Parameters& parameters, const PolicySetting& setting);

  /// @throws std::invalid_argument where a server that can be chosen does not announce it
  void require_queues() const;
  void require_loads() const;

  /// All that can be chosen: route by route, copy by copy. Never empty.
  const std::vector<ServerTarget>& targets() const { return targets_; }
  const ServerOffer& offer(const ServerTarget& target) const { return offers_[target.route]; }
  const std::vector<ServerOffer>& offers() const { return offers_; }
  std::size_t position() const { return position_; }
  Decision decision(const ServerTarget& target) const;

 private:
  std::size_t position_ = 0;
  std::vector<ServerOffer> offers_{};  ///< by route
  std::vector<std::size_t> hops_{};    ///< by route
  std::vector<ServerTarget> targets_{};
};

/// Requests that are at a target, as it announces.
inline std::size_t queue_at(const Observation& observation, const ServerTarget& target) {
  return observation.routes[target.route].queues[target.copy];
}

/// The observation with one of its routes in place of the first.
Observation along(const Observation& observation, std::size_t route);

/// Finds the least of the values that it is shown, and draws among equals, each with the same probability.
class LeastOf {
 public:
  explicit LeastOf(RandomStream& random) : random_(random) {}

  void show(std::size_t index, double value);
  std::size_t index() const { return index_; }

 private:
  RandomStream& random_;
  std::size_t index_ = 0;
  std::size_t equals_ = 0;  ///< shown so far that are as small as the least
  double least_ = 0;
};

/// A whole number from 0 to below - 1, each with the same probability.
std::size_t draw_below(std::size_t below, RandomStream& random);

}  // namespace splitscape
