#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

class DeviceOnly final : public OffloadPolicy {
 public:
  explicit DeviceOnly(const PolicySetting& setting)
      : decision_{.cuts = same_cut(setting.costs.layers(), setting)} {
    require_fit(decision_.cuts, setting);
  }

  Decision decide(const Observation&) override { return decision_; }

 private:
  Decision decision_;
};

}  // namespace

PolicyEntry device_only_policy() {
  return {.name = "device_only",
          .summary = "Computes every layer on the device and sends nothing.",
          .source = "Baseline of the field (\"mobile-only\" of Kang et al., ASPLOS 2017)",
          .parameters = {},
          .only_cuts = true,
          .make = [](const Parameters&, const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<DeviceOnly>(setting);
          }};
}

}  // namespace splitscape
