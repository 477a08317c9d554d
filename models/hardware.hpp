#pragma once

#include <map>
#include <optional>
#include <string>

#include "models/figure.hpp"
#include "models/speedup_curve.hpp"
#include "models/units.hpp"
#include "models/weight_format.hpp"

namespace splitscape {

/// What a board draws, by state. A state without a figure makes the energies that need it unknown, not zero.
struct PowerModel {
  std::optional<Figure<Watts>> idle{};      ///< whole board, nothing to do
  std::optional<Figure<Watts>> compute{};   ///< whole board while it computes
  std::optional<Figure<Watts>> transmit{};  ///< on top of that while it sends, where the link names no radio
  std::optional<Figure<Watts>> receive{};   ///< likewise while it receives

  friend bool operator==(const PowerModel&, const PowerModel&) = default;
};

/// What a device or a server can do, and what it draws.
/// A layer that nobody measured on it takes macs / rate + overhead.
struct Hardware {
  std::string name;
  std::string title{};
  std::string validity{};  ///< on what the estimate was fitted and how far off it is
  std::optional<Figure<MacRate>> rate{};
  Figure<Seconds> overhead{};  ///< per layer that has multiply-accumulates
  PowerModel power{};
  std::optional<Figure<Bytes>>
      memory{};  ///< for weights and activations; activations only where flash is given
  std::optional<Figure<Bytes>> flash{};  ///< for weights, on microcontrollers

  std::optional<Figure<BitRate>>
      memory_rate{};  ///< at which weights are read; the floor of what pruning can gain
  std::map<WeightFormat, SpeedupCurve>
      speedups{};  ///< of pruned junctions; a format without one gains nothing

  friend bool operator==(const Hardware&, const Hardware&) = default;
};

}  // namespace splitscape
