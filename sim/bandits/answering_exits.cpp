#include "sim/bandits/answering_exits.hpp"

#include <fmt/format.h>

#include <bit>
#include <stdexcept>

#include "sim/placement.hpp"

namespace splitscape {

AnsweringExits::AnsweringExits(const Parameters& parameters, const PolicySetting& setting)
    : decisions_(setting.costs.network().exit_count()) {
  if (decisions_.size() == 1) {
    throw std::invalid_argument(
        fmt::format("network '{}' has no exits to choose from", setting.costs.network().profile().name));
  }
  const auto named = parameters.texts("cut");
  const CutPositions cuts =
      named.empty() ? same_cut(setting.costs.layers(), setting) : cuts_after(named, setting);
  require_fit(cuts, setting);
  for (std::size_t arm = 0; arm < decisions_.size(); ++arm) {
    decisions_[arm].cuts = cuts;
    if (arm + 1 < decisions_.size()) decisions_[arm].exits.insert(arm + 1);
  }
}

std::size_t AnsweringExits::of(const Decision& decision) const {
  const ExitSet exits = decision.exits;
  return exits.empty() ? size() - 1 : static_cast<std::size_t>(std::countr_zero(exits.bits()));
}

ParameterEntry answering_cut_parameter() {
  return {
      .name = "cut",
      .kind = ParameterKind::layers,
      .default_text = "the last layer",
      .meaning = "last layer on the device (\"exit 1\": the one with the first exit), one a hop of the path"};
}

}  // namespace splitscape
