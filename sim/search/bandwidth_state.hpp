#pragma once

#include <cstddef>
#include <optional>

#include "models/units.hpp"

namespace splitscape {

/// The states of a link's rate, each as wide as the others on a logarithmic scale, and which one it is in:
/// another one is entered when so many estimates in a row have not been in the present one.
class BandwidthState {
 public:
  /// @param width highest rate of a state over its lowest, > 1
  /// @param confirm estimates in a row, >= 1
  BandwidthState(double width, std::size_t confirm) : width_(width), confirm_(confirm) {}

  /// Told of the next estimate. @return the state, from the first estimate on that of some estimate
  int follow(BitRate rate);
  /// The geometric mean of the rates of a state.
  BitRate middle(int state) const;

 private:
  int state_of(BitRate rate) const;

  double width_;
  std::size_t confirm_;
  std::optional<int> present_{};
  std::size_t outside_ = 0;  ///< estimates in a row
};

}  // namespace splitscape
