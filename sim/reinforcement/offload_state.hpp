#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "models/units.hpp"
#include "sim/observation.hpp"

namespace splitscape {

/// What a device knows when it decides, as numbers of about 1 for a neural network:
/// - of each hop ln(rate / 1 Mbps) up and down, between -7 and 7, and the latency in seconds, up to 10;
/// - of each server ln(announced load); of the copies of the last one ln(1 + queue), mean and least, 0 where
///   they are not announced;
/// - ln(1 + requests at the device);
/// - what is left of the battery, as a share of what it had at the first decision; 1 on mains;
/// - deadline / (deadline + time of the whole network on the device); 1 without a deadline;
/// - the first features of the input; 0 where there are fewer.
class OffloadState {
 public:
  OffloadState(std::size_t hops, std::size_t features) : hops_(hops), features_(features) {}

  std::size_t size() const { return 4 * hops_ + 2 + 3 + features_; }
  /// @param state of size() numbers
  void write(const Observation& observation, std::span<double> state);

 private:
  std::size_t hops_;
  std::size_t features_;
  std::optional<Joules> full_battery_{};
};

}  // namespace splitscape
