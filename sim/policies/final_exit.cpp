#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

class FinalExit final : public OffloadPolicy {
 public:
  FinalExit(const Parameters& parameters, const PolicySetting& setting) {
    const auto cut = parameters.texts("cut");
    decision_.cuts = cut.empty() ? same_cut(setting.costs.layers(), setting) : cuts_after(cut, setting);
    require_fit(decision_.cuts, setting);
  }

  Decision decide(const Observation&) override { return decision_; }

 private:
  Decision decision_{};
};

}  // namespace

PolicyEntry final_exit_policy() {
  return {.name = "final_exit",
          .summary = "Always runs to the end of the network and looks at no exit.",
          .source =
              "Baseline of SplitEE (Bajpai et al., arXiv 2309.09195), which charges it every exit head; "
              "here it computes none",
          .parameters = {{.name = "cut",
                          .kind = ParameterKind::layers,
                          .default_text = "the last layer",
                          .meaning = "last layer on the device, one a hop of the path"}},
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<FinalExit>(parameters, setting); }};
}

}  // namespace splitscape
