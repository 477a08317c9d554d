#pragma once

#include <string>
#include <vector>

#include "sim/decision.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// The cuts after the named layers, one a hop. "exit 1" names the layer that has the first exit.
/// @throws std::invalid_argument where there are more or fewer names than hops, a name is no layer, or a
/// later cut
///         comes before an earlier one
CutPositions cuts_after(const std::vector<std::string>& layers, const PolicySetting& setting);

/// The position of the cut after one layer, named likewise. @throws std::invalid_argument
std::size_t position_after(const std::string& layer, const PolicySetting& setting);

/// Likewise, with the bottlenecks of those cuts that are written as results write them: "conv2+narrow". What
/// names none has none.
/// @throws std::invalid_argument also where a cut has no such bottleneck, or it cannot be used at that hop
Decision encoded_cuts_after(const std::vector<std::string>& layers, const PolicySetting& setting);

/// All cuts at one position.
CutPositions same_cut(std::size_t position, const PolicySetting& setting);

/// @throws std::invalid_argument that says by how much, where a place does not hold the layers it is to run
void require_fit(const CutPositions& cuts, const PolicySetting& setting, const Encodings& encodings = {});

}  // namespace splitscape
