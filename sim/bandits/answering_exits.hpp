#pragma once

#include <cstddef>
#include <vector>

#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// Arms that are exits: the one that is chosen is the only one that is computed, and answers, wherever the
/// cut puts it. Arm a is exit a + 1; the end of the network is the last.
class AnsweringExits {
 public:
  /// Reads the parameter `cut`.
  /// @throws std::invalid_argument, in words for the user, where the cut does not fit or there are no exits
  AnsweringExits(const Parameters& parameters, const PolicySetting& setting);

  std::size_t size() const { return decisions_.size(); }
  const Decision& decision(std::size_t arm) const { return decisions_[arm]; }
  std::size_t of(const Decision& decision) const;

 private:
  std::vector<Decision> decisions_;
};

ParameterEntry answering_cut_parameter();

}  // namespace splitscape
