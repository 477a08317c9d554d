#pragma once

#include <cstdint>
#include <vector>

#include "sim/report.hpp"
#include "sim/world.hpp"

namespace splitscape {

/// Counts what the groups do, from the end of the warm-up on, in equal parts of the measured time, so that
/// the spread of throughput and power over time is known, and whether requests pile up.
class Measurement {
 public:
  explicit Measurement(World& world);

  void arrived(std::size_t group) {
    ++arrivals_[group];
    ++in_flight_[group];
  }
  void ended(std::size_t group) { --in_flight_[group]; }

  /// The warm-up is over.
  void begin(Seconds now);
  bool measuring() const { return measuring_; }
  /// A part of the measured time is over; nothing where it has no length.
  void close_window(Seconds now);
  /// No more arrivals.
  void arrivals_over();

  const std::vector<Window>& windows() const { return windows_; }
  GroupReport report(std::size_t group);

 private:
  struct Totals {
    std::uint64_t arrivals = 0;
    std::uint64_t completed = 0;
    Joules energy{};
  };
  Totals totals(std::size_t group);

  World& world_;
  bool measuring_ = false;
  std::vector<std::uint64_t> arrivals_;
  std::vector<std::uint64_t> in_flight_;
  std::vector<std::uint64_t> in_flight_after_warmup_;
  std::vector<std::uint64_t> in_flight_at_end_;
  std::vector<Totals> at_warmup_;
  std::vector<Totals> at_window_;  ///< when the present window began
  Seconds window_start_{};
  std::vector<Window> windows_{};
};

}  // namespace splitscape
