#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// The arms of SplitEE: an arm an exit, the end of the network last. An arm runs the network on the device up
/// to its exit and, where that is not confident, the rest on the last server of the path; the last arm runs
/// all of it on the device. Arms that the memories do not hold are left out.
class SplitArms {
 public:
  enum class Look {
    at_the_split,  ///< only the exit of the arm is computed
    on_the_way,    ///< all exits up to it
  };

  /// @throws std::invalid_argument, in words for the user, where there is no server, no side branch, no
  ///         confidence to look at, or no arm that fits
  SplitArms(const PolicySetting& setting, Look look);

  std::size_t size() const { return exits_.size(); }
  /// 1 .. number of exits, rising.
  std::size_t exit(std::size_t arm) const { return exits_[arm]; }
  const Decision& decision(std::size_t arm) const { return decisions_[arm]; }
  /// Whether the arm runs the whole network on the device.
  bool stays(std::size_t arm) const { return exits_[arm] == exit_count_; }
  /// The arm of an exit, where there is one.
  std::optional<std::size_t> of_exit(std::size_t exit) const;
  /// The end of the network included.
  std::size_t exit_count() const { return exit_count_; }

 private:
  std::size_t exit_count_;
  std::vector<std::size_t> exits_{};
  std::vector<Decision> decisions_{};
};

/// SplitEE's alpha, "threshold": the confidence from which a sample stops on the device.
ParameterEntry split_threshold_parameter();
double split_threshold_of(const Parameters& parameters);

}  // namespace splitscape
