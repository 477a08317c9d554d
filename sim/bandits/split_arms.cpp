#include "sim/bandits/split_arms.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/memory_fit.hpp"
#include "sim/exit_rules/exit_rule.hpp"
#include "sim/placement.hpp"

namespace splitscape {

ParameterEntry split_threshold_parameter() {
  return {.name = "threshold",
          .kind = ParameterKind::share,
          .default_text = "0.7",
          .meaning =
              "alpha: confidence from which a sample stops on the device (the paper's for IMDb; .75 and "
              ".85 for others)"};
}

double split_threshold_of(const Parameters& parameters) {
  return parameters.number("threshold", 0.7);
}

SplitArms::SplitArms(const PolicySetting& setting, Look look)
    : exit_count_(setting.costs.network().exit_count()) {
  const NetworkGraph& network = setting.costs.network();
  if (setting.hops() == 0) throw std::invalid_argument("there is no server on the path to offload to");
  if (exit_count_ == 1) {
    throw std::invalid_argument(
        fmt::format("network '{}' has no exits to choose from", network.profile().name));
  }
  require_confidences(setting);
  const MemoryFit fit(setting.costs);
  const std::size_t layers = setting.costs.layers();
  ExitSet before;
  for (std::size_t exit = 1; exit <= exit_count_; ++exit) {
    const std::size_t position = exit < exit_count_ ? network.exit_position(exit) : layers;
    Decision decision{.cuts = same_cut(position, setting)};
    if (look == Look::on_the_way) decision.exits = before;
    if (exit < exit_count_) {
      decision.exits.insert(exit);
      before.insert(exit);
    }
    if (!fit.holds(0, 0, position) || !fit.holds(setting.hops(), position, layers)) continue;
    exits_.push_back(exit);
    decisions_.push_back(decision);
  }
  if (exits_.empty()) {
    throw std::invalid_argument(
        fmt::format("the memories hold network '{}' cut at none of its exits", network.profile().name));
  }
}

std::optional<std::size_t> SplitArms::of_exit(std::size_t exit) const {
  const auto found = std::lower_bound(exits_.begin(), exits_.end(), exit);
  if (found == exits_.end() || *found != exit) return std::nullopt;
  return static_cast<std::size_t>(found - exits_.begin());
}

}  // namespace splitscape
