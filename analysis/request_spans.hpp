#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "sim/request.hpp"

namespace splitscape {

/// What a request waits for, or what is done with it, between two neighbouring instants of its record
/// (docs/metrics.md).
enum class Phase {
  device_wait,    ///< A to H0
  head,           ///< H0 to H1, with the exits looked at there
  send_wait,      ///< to S_k: for the radio of the device, or for a server to hand it over
  air,            ///< S_k to T_k
  link_latency,   ///< T_k to D_k
  server_wait,    ///< D_k to B_k
  service,        ///< B_k to F_k
  later_changes,  ///< from the last of these to K, where work changed places again (docs/policies: returns)
  way_back,       ///< K to Z
};

inline constexpr std::size_t phase_count = 9;
/// As the trace calls them: "device_wait".
std::string_view phase_name(Phase phase);

/// A part of the time of a request.
struct RequestSpan {
  Phase phase = Phase::device_wait;
  std::size_t hop = 0;  ///< from 1; 0: at the device
  Seconds from{};
  Seconds until{};

  Seconds length() const { return until - from; }
};

/// All that the instants of a record tell, in the order of the work, then the way back of the answer. Each
/// span begins where the one before ends, apart from the way back of an answer whose work ran on. A span
/// whose end never came is not there.
std::vector<RequestSpan> spans_of(const RequestRecord& record);

/// The parts that the latency of an answered request is made of, from A to Z without a gap: what ran on
/// behind the answer is left out, and the span that the answer fell into ends there. Of a request without an
/// answer, spans_of().
std::vector<RequestSpan> latency_spans(const RequestRecord& record);

}  // namespace splitscape
