#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

class FixedCut final : public OffloadPolicy {
 public:
  FixedCut(const Parameters& parameters, const PolicySetting& setting)
      : decision_{.cuts = cuts_after(parameters.texts("cut"), setting)} {
    require_fit(decision_.cuts, setting);
  }

  Decision decide(const Observation&) override { return decision_; }

 private:
  Decision decision_;
};

}  // namespace

PolicyEntry fixed_cut_policy() {
  return {.name = "fixed_cut",
          .summary = "Cuts every request after the same layer.",
          .source = "Static split computing (survey: Matsubara, Levorato, Restuccia, arXiv 2103.04505)",
          .parameters = {{.name = "cut",
                          .kind = ParameterKind::layers,
                          .default_text = std::nullopt,
                          .meaning = "last layer of the head (\"input\": no head; \"exit 1\": the layer with "
                                     "the first exit), one a hop of the path"}},
          .only_cuts = true,
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<FixedCut>(parameters, setting); }};
}

}  // namespace splitscape
