#include "sim/search/bandwidth_state.hpp"

#include <cmath>
#include <limits>

namespace splitscape {
namespace {

// No rate at all, and no limit to it, are states of their own.
constexpr int dead = std::numeric_limits<int>::min();
constexpr int unlimited = std::numeric_limits<int>::max();

}  // namespace

int BandwidthState::state_of(BitRate rate) const {
  if (!(rate.value > 0)) return dead;
  if (std::isinf(rate.value)) return unlimited;
  return static_cast<int>(std::floor(std::log(rate.value) / std::log(width_)));
}

BitRate BandwidthState::middle(int state) const {
  if (state == dead) return {};
  if (state == unlimited) return {std::numeric_limits<double>::infinity()};
  return {std::pow(width_, state + 0.5)};
}

int BandwidthState::follow(BitRate rate) {
  const int state = state_of(rate);
  if (!present_) present_ = state;
  outside_ = state == *present_ ? 0 : outside_ + 1;
  if (outside_ >= confirm_) {
    present_ = state;
    outside_ = 0;
  }
  return *present_;
}

}  // namespace splitscape
