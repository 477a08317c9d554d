#include <fmt/format.h>

#include <functional>
#include <numeric>
#include <stdexcept>

#include "sim/exit_rules/cut_choice.hpp"
#include "sim/exit_rules/exit_rule.hpp"
#include "sim/exit_rules/recalibration.hpp"

namespace splitscape {
namespace {

using Recalibrated = std::function<double(double)>;

/// What the confidences of each exit are turned into, the end last.
std::vector<Recalibrated> recalibrations(const std::string& scaling, const PolicySetting& setting) {
  const std::size_t exits = setting.costs.network().exit_count();
  if (scaling == "none")
    return std::vector<Recalibrated>(exits, [](double confidence) { return confidence; });
  const SampleTrace& samples = calibration_of(setting);
  if (scaling != "isotonic" && setting.classes != 2) {
    throw std::invalid_argument(fmt::format(
        "a temperature needs all logits, and samples tell the largest probability: it follows for 2 classes, "
        "and these have {}; write 'scaling: isotonic', or 'scaling: none' with confidences that are scaled "
        "already",
        setting.classes == 0 ? "an unknown number" : fmt::format("{}", setting.classes)));
  }
  std::vector<std::size_t> all(exits);
  std::iota(all.begin(), all.end(), std::size_t{1});
  std::vector<Recalibrated> each;
  const auto scaled = [](double temperature) {
    return [temperature](double confidence) { return scaled_confidence(confidence, temperature); };
  };
  if (scaling == "global") return std::vector<Recalibrated>(exits, scaled(binary_temperature(samples, all)));
  for (const std::size_t exit : all) {
    if (scaling == "isotonic") {
      each.emplace_back(isotonic_map(samples, exit));
    } else {
      each.emplace_back(scaled(binary_temperature(samples, {exit})));
    }
  }
  return each;
}

std::size_t behind_last_exit(const PolicySetting& setting) {
  const std::size_t branches = side_branches(setting);
  return branches == 0 ? setting.costs.layers() : setting.costs.network().exit_position(branches);
}

/// Looks at the exits on the device. A sample that none of them is sure of goes to the end of the network,
/// and where that is not sure either, the most confident of them all answers.
class CalibratedExit final : public OffloadPolicy {
 public:
  CalibratedExit(const Parameters& parameters, const PolicySetting& setting)
      : cut_(parameters, setting, behind_last_exit(setting)), target_(parameters.number("target", 1)) {
    require_confidences(setting);
    if (side_branches(setting) > 0) confidence_ = recalibrations(parameters.text("scaling", "none"), setting);
  }

  Decision decide(const Observation& observation) override {
    Decision decision = cut_.decide(observation);
    const NetworkGraph& network = observation.costs.network();
    const std::size_t on_device = decision.cuts.empty() ? observation.costs.layers() : decision.cuts.front();
    for (std::size_t exit = 1; exit < network.exit_count() && network.exit_position(exit) <= on_device;
         ++exit)
      decision.exits.insert(exit);
    return decision;
  }

  ExitAction at_exit(const ExitView& view) override {
    return of(view) >= target_ ? ExitAction::stop : ExitAction::go_on;
  }

  std::size_t at_end(const ExitView& end) override {
    if (end.before.empty() || of(end) >= target_) return end.exit;
    std::size_t best = end.exit;
    double confidence = of(end);
    for (const ExitSeen& seen : end.before) {
      const double other = confidence_[seen.exit - 1](seen.confidence);
      if (other <= confidence) continue;
      best = seen.exit;
      confidence = other;
    }
    return best;
  }

  void learn(const Feedback& feedback) override { cut_.learn(feedback); }
  std::vector<double> learned() const override { return cut_.learned(); }

 private:
  double of(const ExitView& view) const { return confidence_[view.exit - 1](view.confidence); }

  CutChoice cut_;
  double target_;
  std::vector<Recalibrated> confidence_{};  ///< one an exit, the end last
};

}  // namespace

PolicyEntry calibrated_exit_policy() {
  return {
      .name = "calibrated_exit",
      .summary =
          "Stops at the first exit on the device whose calibrated confidence reaches a target, else goes on "
          "behind the cut to the end; where that does not reach it either, the most confident exit answers.",
      .source =
          "Pacheco, Couto, Simeone, \"Calibration-Aided Edge Inference Offloading via Adaptive Model "
          "Partitioning\", arXiv 2010.16335; temperatures of two classes, isotonic maps of more are ours",
      .parameters = {{.name = "target",
                      .kind = ParameterKind::share,
                      .default_text = std::nullopt,
                      .meaning = "calibrated confidence from which a sample stops"},
                     {.name = "scaling",
                      .kind = ParameterKind::choice,
                      .default_text = "none",
                      .meaning = "how confidences are calibrated: as they are, by one temperature for all "
                                 "exits or one an exit (two classes), or by how often they were right",
                      .choices = {"none", "global", "per_branch", "isotonic"}},
                     cut_parameter("the layer of the last exit before the end")},
      .make = [](const Parameters& parameters,
                 const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
        return std::make_unique<CalibratedExit>(parameters, setting);
      }};
}

}  // namespace splitscape
