#include <stdexcept>

#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

class ServerOnly final : public OffloadPolicy {
 public:
  explicit ServerOnly(const PolicySetting& setting) : decision_{.cuts = same_cut(0, setting)} {
    if (setting.hops() == 0) throw std::invalid_argument("there is no server on the path");
    require_fit(decision_.cuts, setting);
  }

  Decision decide(const Observation&) override { return decision_; }

 private:
  Decision decision_;
};

}  // namespace

PolicyEntry server_only_policy() {
  return {.name = "server_only",
          .summary = "Sends the input and computes every layer on the last server of the path.",
          .source = "Baseline of the field (\"cloud-only\" of Kang et al., ASPLOS 2017)",
          .parameters = {},
          .only_cuts = true,
          .make = [](const Parameters&, const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<ServerOnly>(setting);
          }};
}

}  // namespace splitscape
