#pragma once

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include "models/units.hpp"

namespace splitscape {

/// Requests at random: independent, exponential gaps.
struct PoissonArrivals {
  PerSecond rate{};  ///< of one device
  friend bool operator==(const PoissonArrivals&, const PoissonArrivals&) = default;
};

/// Requests at a fixed distance, as frames of a camera.
struct PeriodicArrivals {
  Seconds period{};
  std::optional<Seconds>
      phase{};  ///< of the first request; absent: a random part of the period for each device
  friend bool operator==(const PeriodicArrivals&, const PeriodicArrivals&) = default;
};

/// Requests at given instants, dealt out to the devices of the group in turn.
struct TimestampArrivals {
  std::vector<Seconds> times{};  ///< from the start of the simulation, not falling
  friend bool operator==(const TimestampArrivals&, const TimestampArrivals&) = default;
};

/// A device that waits for an answer, thinks, and asks again.
struct ClosedLoopArrivals {
  Seconds think{};
  bool exponential = false;  ///< whether the think time is exponential with that mean, or constant
  friend bool operator==(const ClosedLoopArrivals&, const ClosedLoopArrivals&) = default;
};

using Arrivals = std::variant<PoissonArrivals, PeriodicArrivals, TimestampArrivals, ClosedLoopArrivals>;

/// In which order the requests of a device go through the rows of the sample trace.
enum class SampleOrder {
  shuffled,  ///< each device in a random order of its own, anew each time it has seen them all
  file,      ///< as in the file; device i of n starts at row i * rows / n
};

/// What a group of devices asks for.
struct Workload {
  Arrivals arrivals{};
  std::optional<Seconds> deadline{};  ///< from arrival to answer
  SampleOrder order = SampleOrder::shuffled;

  friend bool operator==(const Workload&, const Workload&) = default;
};

}  // namespace splitscape
