#pragma once

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

/// A group of like devices: what they run, along which path of places, and what they ask for.
struct Deployment {
  std::string name;  ///< of the group
  std::size_t count = 1;
  Hardware hardware{};
  std::string network;              ///< name of one of the scenario's networks
  std::vector<std::string> path{};  ///< link, server, link, server, ...; empty: the device alone
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

  friend bool operator==(const Deployment&, const Deployment&) = default;
};

}  // namespace splitscape
