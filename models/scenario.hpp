#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/adaptation.hpp"
#include "models/deployment.hpp"
#include "models/link.hpp"
#include "models/network.hpp"
#include "models/policy_choice.hpp"
#include "models/sample_trace.hpp"
#include "models/server.hpp"
#include "models/units.hpp"

namespace splitscape {

/// A network and how samples behave at its exits.
struct NetworkUse {
  std::string name;  ///< in this scenario
  NetworkProfile profile{};
  Adaptation adaptation{};  ///< what has been done to the profile
  std::optional<SampleTrace>
      samples{};           ///< absent: nothing is known of accuracy, and no exit can be looked at
  double calibration = 0;  ///< share of the samples that no request takes (models/sample_split.hpp)

  friend bool operator==(const NetworkUse&, const NetworkUse&) = default;
};

/// What happens to requests in flight when no more arrive.
enum class AtEnd {
  drain,  ///< they run to their end
  cut,    ///< the run stops; they are counted as unfinished
};

/// How simultaneous transfers share a link.
enum class NetworkModel {
  fluid,  ///< equal shares of the rate, latency after the last byte: transfer = bytes / share + latency
  tcp,    ///< SimGrid's LV08 model of TCP (Velho, Legrand 2009): latency x 13.01, rate x .97, window limits
};

/// All that a run depends on. It can be filled in plain C++; a run never changes it.
struct Scenario {
  std::string name;
  std::uint64_t seed = 1;                   ///< the experiment
  std::uint64_t run = 0;                    ///< the replication
  std::optional<Seconds> duration{};        ///< arrivals stop after this
  std::optional<std::uint64_t> requests{};  ///< arrivals stop after so many, over all devices
  Seconds warmup{};                         ///< requests that arrive before are not measured
  AtEnd at_end = AtEnd::drain;
  NetworkModel network_model = NetworkModel::fluid;
  std::vector<NetworkUse> networks{};
  std::vector<Link> links{};
  std::vector<Server> servers{};
  std::vector<Deployment> devices{};
  std::vector<PolicyChoice> policies{};

  friend bool operator==(const Scenario&, const Scenario&) = default;
};

/// The entry of this name. @throws std::out_of_range
const NetworkUse& network_of(const Scenario& scenario, const std::string& name);
const Link& link_of(const Scenario& scenario, const std::string& name);
const Server& server_of(const Scenario& scenario, const std::string& name);

}  // namespace splitscape
