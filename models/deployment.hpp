#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/hardware.hpp"
#include "models/prices.hpp"
#include "models/units.hpp"
#include "models/variation.hpp"
#include "models/workload.hpp"

namespace splitscape {

/// One of several paths that a group's requests can take.
struct Route {
  std::string name;
  std::vector<std::string> path{};  ///< link, server, link, server, ...

  std::size_t hops() const { return path.size() / 2; }
  const std::string& link(std::size_t hop) const { return path.at(2 * hop); }
  const std::string& server(std::size_t hop) const { return path.at(2 * hop + 1); }

  friend bool operator==(const Route&, const Route&) = default;
};

/// A group of like devices: what they run, along which path of places, and what they ask for.
struct Deployment {
  std::string name;  ///< of the group
  std::size_t count = 1;
  Hardware hardware{};
  std::string network;              ///< name of one of the scenario's networks
  std::vector<std::string> path{};  ///< link, server, link, server, ...; empty: the device alone
  std::vector<Route> routes{};      ///< all paths where there are several, the first being `path`; or empty
  Workload workload{};
  std::optional<std::size_t> queue{};  ///< requests that may wait for the device; absent: any number
  std::optional<Joules> battery{};     ///< at the start; absent: mains
  std::optional<Bytes> answer{
      Bytes{}};           ///< sent back to the device; absent: the answer stays where it is found
  Variation variation{};  ///< of the device's computing times
  /// An exit that stops a sample answers at once, while the input runs on to the end of the place.
  bool early_release = false;
  Prices prices{};  ///< what latency and energy are worth to its owner, in confidence

  std::size_t hops() const { return path.size() / 2; }
  const std::string& link(std::size_t hop) const { return path.at(2 * hop); }
  const std::string& server(std::size_t hop) const { return path.at(2 * hop + 1); }
  /// The routes, or `path` alone, without a name.
  std::vector<Route> all_routes() const {
    return routes.empty() ? std::vector<Route>{{.name = "", .path = path}} : routes;
  }
  /// Hops of the longest path.
  std::size_t most_hops() const {
    std::size_t most = hops();
    for (const Route& route : routes) most = std::max(most, route.hops());
    return most;
  }

  friend bool operator==(const Deployment&, const Deployment&) = default;
};

}  // namespace splitscape
