#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/decision.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// The position of the cut after a layer, or after "input". "exit 1" names the layer that has the first exit.
/// @throws std::invalid_argument where there is no such layer
std::size_t position_after(const std::string& layer, const NetworkGraph& network);

/// The names that cuts_after() understands.
std::vector<std::string> cut_names(const NetworkGraph& network);

/// The cuts after the named layers, one a hop. "exit 1" names the layer that has the first exit.
/// @throws std::invalid_argument where there are more or fewer names than hops, a name is no layer, or a
/// later cut
///         comes before an earlier one
CutPositions cuts_after(const std::vector<std::string>& layers, const PolicySetting& setting);

/// All cuts at one position.
CutPositions same_cut(std::size_t position, const PolicySetting& setting);

/// By how much the device or the server of a path of one hop lacks memory for all layers that it computes
/// where the work changes place again behind the cut, the most that one of them lacks; absent where both hold
/// them. The weights of all its visits lie there at once, activations are those of the visit that needs most.
std::optional<Bytes> shortfall(const CostTable& costs, const CutPositions& cuts, const CutPositions& returns);

/// @throws std::invalid_argument that says by how much, where a place does not hold the layers it is to run
void require_fit(const CutPositions& cuts, const PolicySetting& setting);

}  // namespace splitscape
