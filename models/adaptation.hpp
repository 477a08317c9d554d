#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/network.hpp"
#include "models/sparsity/pruned_junction.hpp"
#include "models/weight_format.hpp"

namespace splitscape {

/// How many connections of some junctions stay. Exactly one of the three is given.
struct SparsityRule {
  std::string layers;               ///< a layer's name, or a pattern: * any text, ? any letter; "exit 1"
                                    ///< for the head of the first side branch
  std::optional<double> density{};  ///< 0 < density <= 1
  std::optional<std::uint64_t> fan_in{};   ///< connections of each right neuron, or filter
  std::optional<std::uint64_t> fan_out{};  ///< of each left neuron, or input channel
  bool nearest = false;  ///< of the densities that exist, the nearest to that; else another one is refused

  friend bool operator==(const SparsityRule&, const SparsityRule&) = default;
};

/// What is pruned, and how (docs/models/sparsity.md).
struct SparsityChoice {
  WeightFormat format = WeightFormat::predefined;
  std::vector<SparsityRule> rules{};  ///< the first that fits a layer holds
  std::optional<double> density{};    ///< of all other junctions, the first and the last of the trunk spared
  std::uint64_t n = 2, m = 4;         ///< of format n_m: n of every m weights stay
  std::uint64_t block_rows = 4, block_columns = 4;  ///< of format block: weights of a block

  friend bool operator==(const SparsityChoice&, const SparsityChoice&) = default;
};

/// How a network is made smaller before it is deployed.
struct Adaptation {
  std::optional<SparsityChoice> sparsity{};
  unsigned weight_bits = 32;  ///< of a stored weight: 32, 16, 8 or 4

  friend bool operator==(const Adaptation&, const Adaptation&) = default;
};

/// The network with fewer and smaller weights: multiply-accumulates, parameters, bytes of weights (indices
/// included) and what was pruned follow everywhere. Tensors between layers stay.
/// @throws std::invalid_argument where a rule fits no layer with a junction, or no such density exists; then
/// it
///         names the two nearest
NetworkProfile adapted(NetworkProfile profile, const Adaptation& adaptation);

/// What the choice leaves of the junctions of each layer and exit head ("exit 1") that has some, by its name.
/// @throws std::invalid_argument as adapted() does
std::map<std::string, std::vector<PrunedJunction>> junctions_left(NetworkProfile profile,
                                                                  const SparsityChoice& choice);

}  // namespace splitscape
