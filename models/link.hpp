#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "models/radio.hpp"
#include "models/rate_trace.hpp"
#include "models/units.hpp"

namespace splitscape {

/// Who shares the air.
enum class Medium {
  own,     ///< every device has a link of its own
  shared,  ///< the transfers of all devices of a cell share its rate equally
};

enum class Duplex {
  full,  ///< up and down do not disturb each other
  half,  ///< up and down share one medium, which then has one rate
};

/// What lies between two neighbouring places of a path.
struct Link {
  std::string name;
  Medium medium = Medium::own;
  std::size_t cells = 1;  ///< copies of a shared medium; device i is in cell i mod cells
  Duplex duplex = Duplex::full;
  RateTrace up{};
  RateTrace down{};
  Seconds latency{};                  ///< one way, after the last byte has left
  std::optional<RadioModel> radio{};  ///< of the device's end; only on the first hop of a path

  friend bool operator==(const Link&, const Link&) = default;
};

}  // namespace splitscape
