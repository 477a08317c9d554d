#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "sim/exit_rules/cut_choice.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// A policy that looks at every exit on the way, wherever it runs, and lets a sample leave at the first one
/// that its rule says; where it cuts is a matter of its own.
class ExitRule : public OffloadPolicy {
 public:
  ExitRule(const Parameters& parameters, const PolicySetting& setting);

  Decision decide(const Observation& observation) override;
  ExitAction at_exit(const ExitView& view) final {
    return leaves(view) ? ExitAction::stop : ExitAction::go_on;
  }
  void learn(const Feedback& feedback) override { cut_.learn(feedback); }
  std::vector<double> learned() const override { return cut_.learned(); }

 private:
  virtual bool leaves(const ExitView& view) const = 0;

  CutChoice cut_;
  ExitSet exits_{};
};

/// Side branches of the network.
std::size_t side_branches(const PolicySetting& setting);

/// One value a side branch, from one for all or one each.
/// @param what in the plural, for the message
/// @throws std::invalid_argument where there are neither one nor as many as side branches
std::vector<double> for_each_exit(std::vector<double> values, const PolicySetting& setting,
                                  std::string_view what);

/// What an exit rule can look at. A network without side branches needs none of it.
/// @throws std::invalid_argument where the samples do not tell it, in words for the user
void require_confidences(const PolicySetting& setting);
void require_entropies(const PolicySetting& setting);
void require_predictions(const PolicySetting& setting);
void require_classes(const PolicySetting& setting);
/// The samples that were set apart. @throws std::invalid_argument where none were
const SampleTrace& calibration_of(const PolicySetting& setting);

}  // namespace splitscape
