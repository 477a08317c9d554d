#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "models/sample_trace.hpp"
#include "models/units.hpp"
#include "sim/decision.hpp"

namespace splitscape {

/// How a request ended.
enum class Ending : std::uint8_t {
  exited,              ///< a side branch answered
  finished_on_device,  ///< the end of the network answered, on the device
  finished_on_server,  ///< likewise, on a server
  dropped,             ///< a full queue turned it away
  lost,                ///< its device ran out of energy
  unfinished,          ///< the run stopped before its answer
};

constexpr bool answered(Ending ending) {
  return ending <= Ending::finished_on_server;
}

/// An instant that never came.
inline constexpr Seconds never{std::numeric_limits<double>::quiet_NaN()};

/// When a request crossed one hop of its path, and was served behind it.
struct HopInstants {
  Seconds send_start = never;     ///< first byte leaves
  Seconds sent = never;           ///< last byte has left
  Seconds delivered = never;      ///< last byte has arrived
  Seconds service_start = never;  ///< its batch or slot begins
  Seconds service_end = never;
};

/// Board energy of the device that belongs to one request.
struct RequestEnergy {
  Joules head{};   ///< computing layers
  Joules exits{};  ///< computing exit heads
  Joules transmit{};
  Joules receive{};

  Joules total() const { return head + exits + transmit + receive; }
};

/// What happened to a request. It stores instants; durations are computed from them (docs/metrics.md).
struct RequestRecord {
  std::uint64_t id = 0;      ///< from 0, in order of arrival
  std::uint32_t group = 0;   ///< index of the deployment in the scenario
  std::uint32_t device = 0;  ///< in its group
  std::size_t sample = 0;    ///< row of the trace; 0 where there is none
  bool measured = false;     ///< it arrived after the warm-up
  Decision decision{};
  Ending ending = Ending::unfinished;
  std::size_t exit = 0;   ///< that answered, the end of the network included; 0: nothing did
  std::size_t place = 0;  ///< where that was; 0: the device
  bool ran_on = false;    ///< its work went on after the answer was found: early release, or a fallback
  Correctness correct = Correctness::unknown;
  double confidence = std::numeric_limits<double>::quiet_NaN();
  double accuracy_change = 0;  ///< expected of the answer, by the bottlenecks that were crossed before it
  Seconds arrival{};
  Seconds head_start = never;  ///< the device begins to compute
  Seconds head_end = never;
  std::vector<HopInstants> hops{};  ///< of the first time it crosses each
  Seconds answer = never;           ///< the answer is known, where it is found
  Seconds end = never;              ///< it has reached the device, or stays where it was found
  Bytes uplink{};                   ///< sent by the device
  Bytes downlink{};                 ///< sent to the device
  RequestEnergy energy{};

  Seconds latency() const { return end - arrival; }
};

/// Whether its instants, those that never came left out, do not fall. Where its work ran on, those behind the
/// answer are one line, and the answer follows the start at the place that found it.
bool in_order(const RequestRecord& record);

}  // namespace splitscape
