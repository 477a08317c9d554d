#pragma once

#include <optional>

#include "models/hardware.hpp"
#include "models/radio.hpp"
#include "models/units.hpp"
#include "sim/observation.hpp"
#include "sim/request.hpp"

namespace splitscape {

/// The powers of a device that the meter needs. What is not known counts as zero there and is left out of
/// results.
struct DevicePowers {
  Watts idle{};        ///< of the board
  Watts radio_idle{};  ///< on top of that, while nothing is in the air
  RadioCost radio{};   ///< in place of the radio's idle power, while something is
  bool knows_idle = false;
  bool knows_radio = false;

  static DevicePowers of(const PowerModel& board, const std::optional<RadioModel>& radio);
};

/// Where the joules of a device went. Every one belongs to a request and a state, or to idling.
struct EnergyLedger {
  Joules idle{};
  RequestEnergy requests{};

  Joules total() const { return idle + requests.total(); }
};

/// Keeps the energy ledger of one device, and the integral of its power over time beside it, which must come
/// out the same. The board draws its idle power or that of the segment it computes; the radio, on top of
/// that, its constant part while it sends or receives (once, the larger, where it does both, shared by both),
/// and slope x bytes when a transfer ends.
class EnergyMeter {
 public:
  explicit EnergyMeter(const DevicePowers& powers) : powers_(powers) {}

  void compute_begins(Seconds now, Watts power);
  /// @param head, exits what belongs to the request by the plan
  void compute_ends(Seconds now, Joules head, Joules exits);
  void transmit_begins(Seconds now);
  /// @return what belongs to the transfer
  Joules transmit_ends(Seconds now, Bytes sent);
  void receive_begins(Seconds now);
  Joules receive_ends(Seconds now, Bytes received);

  /// Brings ledger and integral up to an instant.
  void advance(Seconds now);
  /// Nothing is drawn any more.
  void switch_off(Seconds now);

  const EnergyLedger& ledger() const { return ledger_; }
  Joules integral() const { return integral_; }
  /// What the integral may be off because the clock is a floating-point number: the power times its
  /// resolution, summed over all intervals.
  Joules rounding() const { return rounding_; }
  /// Drawn now, without what depends on rates.
  Watts power() const;
  Seconds computing() const { return computing_time_; }

 private:
  /// One direction of the radio.
  struct Air {
    bool active = false;
    Joules spent{};  ///< by the constant part of the power, on the transfer in progress
  };

  Watts radio_constant() const;
  void begins(Seconds now, Air& air);
  /// @param of_rate what depends on the bytes @param ledger where it is entered
  Joules ends(Seconds now, Air& air, Joules of_rate, Joules& ledger);

  DevicePowers powers_;
  EnergyLedger ledger_{};
  Joules integral_{};
  Joules rounding_{};
  Seconds at_{};
  Seconds computing_time_{};
  Watts compute_{};
  bool computing_ = false;
  bool off_ = false;
  Air transmit_{};
  Air receive_{};
};

}  // namespace splitscape
