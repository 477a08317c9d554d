#pragma once

#include <cstddef>
#include <functional>
#include <random>
#include <vector>

#include "models/network.hpp"
#include "models/placement_costs.hpp"

/// Made-up networks and costs, and every way there is to place them, to compare algorithms with.
namespace splitscape::test {

/// 1 to `most_layers` layers "l1", "l2", ..., each reading one to three of those before it, or the input.
/// Tensors of 0 to 999 bytes, 0 to 9 MAC a layer. Without dead ends the last layer reads all that nobody else
/// reads.
NetworkProfile random_network(std::mt19937_64& random, std::size_t most_layers, bool dead_ends);

/// The same network with its layers in another topological order, the last one left where it is.
NetworkProfile in_another_order(const NetworkProfile& profile, std::mt19937_64& random);

/// Costs of a kind that is drawn too: small whole numbers with many zeros and ties, or fractions.
PlacementCosts random_costs(std::mt19937_64& random, std::size_t layers, std::size_t places);

/// The numbers of the layers that a layer reads, 0 for the input, k for the k-th layer, as the names say it.
std::vector<std::size_t> sources_of(const NetworkProfile& profile, std::size_t layer);

/// Every assignment of layers to places, whether or not it runs forward.
void for_every_assignment(std::size_t layers, std::size_t places,
                          const std::function<void(const std::vector<std::size_t>&)>& take);

/// Whether nothing is read from a later place and nothing runs behind the last layer, by looking at each.
bool forward_by_hand(const NetworkProfile& profile, const std::vector<std::size_t>& place);

/// What an assignment costs, added up tensor by tensor and hop by hop.
double cost_by_hand(const NetworkProfile& profile, const PlacementCosts& costs,
                    const std::vector<std::size_t>& place);

}  // namespace splitscape::test
