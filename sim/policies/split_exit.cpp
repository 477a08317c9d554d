#include <fmt/format.h>
#include <fmt/ranges.h>

#include <stdexcept>

#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

/// The exit that sits right at a position of the network.
/// @throws std::invalid_argument that names the layers which have one
std::size_t exit_at(std::size_t position, const NetworkGraph& network) {
  std::vector<std::string> layers_with_exit;
  for (std::size_t exit = 1; exit < network.exit_count(); ++exit) {
    if (network.exit_position(exit) == position) return exit;
    layers_with_exit.push_back(network.exit_head(exit).after);
  }
  throw std::invalid_argument(fmt::format(
      "network '{}' has no exit after '{}'; it has one after: {}", network.profile().name,
      network.cuts()[position].name,
      layers_with_exit.empty() ? "no layer" : fmt::format("{}", fmt::join(layers_with_exit, ", "))));
}

class SplitExit final : public OffloadPolicy {
 public:
  SplitExit(const Parameters& parameters, const PolicySetting& setting)
      : threshold_(parameters.number("threshold", 1.0)) {
    decision_.cuts = cuts_after(parameters.texts("cut"), setting);
    if (decision_.cuts.empty()) throw std::invalid_argument("there is no server on the path to offload to");
    require_fit(decision_.cuts, setting);
    decision_.exits.insert(exit_at(decision_.cuts.front(), setting.costs.network()));
    if (!setting.has_confidences) {
      throw std::invalid_argument(fmt::format("network '{}' has no samples with confidences to look at",
                                              setting.costs.network().profile().name));
    }
  }

  Decision decide(const Observation&) override { return decision_; }

  ExitAction at_exit(const ExitView& view) override {
    return view.confidence >= threshold_ ? ExitAction::stop : ExitAction::go_on;
  }

 private:
  double threshold_;
  Decision decision_{};
};

}  // namespace

PolicyEntry split_exit_policy() {
  return {
      .name = "split_exit",
      .summary = "Runs to the cut, stops at the exit there if it is confident, else offloads the rest.",
      .source = "Fixed arm of SplitEE (Bajpai et al., arXiv 2309.09195)",
      .parameters =
          {{.name = "cut",
            .kind = ParameterKind::layers,
            .default_text = std::nullopt,
            .meaning =
                "last layer on the device, which has an exit (\"exit 1\": the first), one a hop of the path"},
           {.name = "threshold",
            .kind = ParameterKind::share,
            .default_text = std::nullopt,
            .meaning = "confidence from which a sample stops on the device"}},
      .make = [](const Parameters& parameters, const PolicySetting& setting)
          -> std::unique_ptr<OffloadPolicy> { return std::make_unique<SplitExit>(parameters, setting); }};
}

}  // namespace splitscape
