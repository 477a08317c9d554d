#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "models/cost_table.hpp"
#include "models/units.hpp"
#include "sim/decision.hpp"
#include "sim/observation.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// A way to place the layers along a path and to compress what crosses.
struct EncodedWay {
  CutPositions cuts{};
  Encodings encodings{};       ///< one a hop; empty: nothing is chosen at any
  double accuracy_change = 0;  ///< of an answer of the end of the network

  Decision decision() const { return {.cuts = cuts, .encodings = encodings}; }
  std::size_t encoding(std::size_t hop) const { return hop < encodings.size() ? encodings[hop] : 0; }

  friend bool operator==(const EncodedWay&, const EncodedWay&) = default;
};

/// All encodings that a decision with these cuts may have, the one that chooses nothing first.
std::vector<Encodings> ways_to_encode(const CostTable& costs, const CutPositions& cuts);

/// Of an answer of the end of the network.
double accuracy_change(const CostTable& costs, const CutPositions& cuts, const Encodings& encodings);

/// What some place lacks in memory; absent where all hold what they run.
std::optional<Bytes> missing_memory(const CostTable& costs, const CutPositions& cuts,
                                    const Encodings& encodings);

/// More than a policy can look through for each request.
inline constexpr std::size_t most_ways = 100000;

/// All ways along the path that fit the memories and that `allowed` takes, by rising cuts and encodings.
/// @param layers the cuts, one a hop, as ParameterKind::layers; empty: all
/// @throws std::invalid_argument where the cuts are none of the network's or there are too many ways
std::vector<EncodedWay> encoded_ways(const PolicySetting& setting, const std::vector<std::string>& layers,
                                     const std::function<bool(const EncodedWay&)>& allowed);

/// As expect(), without what leads there.
Seconds expected_latency(const Observation& observation, const EncodedWay& way);
Joules expected_energy(const Observation& observation, const EncodedWay& way);

}  // namespace splitscape
