#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/adaptation.hpp"
#include "models/hardware.hpp"
#include "models/network.hpp"
#include "models/units.hpp"

namespace splitscape {

/// What is left of the head of a network at a density: layers and the exit heads behind them.
struct SparsityPoint {
  double asked = 1;       ///< density that was asked for, of each junction that is pruned
  double density = 1;     ///< what they have together, by connections: only some densities exist
  double parameters = 0;  ///< of the head
  Bytes storage{};        ///< of the head's weights, indices included
  Macs macs{};            ///< of the head
  Seconds time{};         ///< of the head on the hardware, with what is known of its runtime
  Seconds ideal_time{};   ///< likewise, if its runtime did only the multiply-accumulates that are left
  std::optional<Joules> energy{};  ///< of the board; absent where its computing power is not known
  std::optional<Joules> ideal_energy{};
};

/// What a sweep over densities is made of.
struct SparsityStudy {
  NetworkProfile network{};  ///< dense
  std::size_t head = 0;      ///< position of the cut behind the head; the number of layers for all
  Hardware hardware{};
  SparsityChoice choice{};  ///< format, and numbers of it; what is kept is swept
  std::vector<std::string>
      layers{};  ///< names or patterns of what is pruned; none: all but the first and the last
  unsigned weight_bits = 32;
};

/// The head without pruning.
/// @throws std::invalid_argument where its time is neither measured nor can be estimated
SparsityPoint dense_point(const SparsityStudy& study);
/// The head at a density, or at the nearest that exists.
/// @throws std::invalid_argument likewise, and where nothing can be pruned
SparsityPoint point_at(const SparsityStudy& study, double density);

/// The largest densities below which pruning pays, to .1 %; absent where it does at none.
struct BreakEven {
  std::optional<double> storage{};     ///< fewer bytes than dense
  std::optional<double> time{};        ///< less time than dense, with what is known of the runtime
  std::optional<double> ideal_time{};  ///< likewise with an ideal one
};
BreakEven break_even(const SparsityStudy& study);

}  // namespace splitscape
