#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// Who decides where an exit rule cuts: its parameter `cut` names the layers, one a hop, or a policy of the
/// catalogue that only cuts (PolicyEntry::only_cuts) and needs no parameters. A layer is meant rather than a
/// policy where both have the name.
class CutChoice {
 public:
  /// @param otherwise where it cuts at every hop when the parameter is not given
  /// @throws std::invalid_argument where the name is none of either, or layers do not fit their places
  CutChoice(const Parameters& parameters, const PolicySetting& setting, std::size_t otherwise);

  /// Looks at no exits.
  Decision decide(const Observation& observation);
  void learn(const Feedback& feedback);
  std::vector<double> learned() const;

 private:
  Decision fixed_{};
  std::unique_ptr<OffloadPolicy> policy_{};  ///< null: the cut is fixed
};

/// The entry of that parameter. @param otherwise what holds when it is not given, in words
ParameterEntry cut_parameter(std::string_view otherwise = "the last layer");

}  // namespace splitscape
