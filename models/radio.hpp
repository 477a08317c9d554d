#pragma once

#include <optional>
#include <string>

#include "models/figure.hpp"
#include "models/units.hpp"

namespace splitscape {

/// What a radio draws on top of its board: idle while nothing is in the air, else constant + slope x rate
/// (the form of Huang et al., MobiSys 2012: alpha x rate + beta). While it sends and receives at once the
/// constant part is drawn once, the larger of the two. Connection promotion and tail are not modelled.
struct RadioModel {
  std::string name;
  std::string title{};
  Figure<Watts> idle{};
  Figure<Watts> transmit{};  ///< constant part while sending
  Figure<Watts> receive{};   ///< constant part while receiving
  Figure<WattsPerBitRate> transmit_slope{};
  Figure<WattsPerBitRate> receive_slope{};

  friend bool operator==(const RadioModel&, const RadioModel&) = default;
};

}  // namespace splitscape
