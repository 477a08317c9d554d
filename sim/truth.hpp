#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/link.hpp"
#include "models/sample_trace.hpp"
#include "models/units.hpp"
#include "sim/observation.hpp"

namespace splitscape {

/// A hop as it really is at an instant, nothing in the air. Where nothing gets through then, the rate is the
/// next one above zero, and the wait for it is in the latency.
struct LinkTruth {
  BitRate up{};
  BitRate down{};
  Seconds up_latency{};
  Seconds down_latency{};

  friend bool operator==(const LinkTruth&, const LinkTruth&) = default;
};

/// What no device knows when a request arrives: the world as it is. Only bounds are told
/// (PolicyEntry::knows_truth).
struct Truth {
  const std::vector<LinkTruth>& links;  ///< one a hop of the first path
  std::size_t sample = 0;               ///< row of this request; 0 where there are no samples
};

/// What no device knows when it is made: the world as it will be. Only bounds are told.
struct WorldTruth {
  std::vector<const Link*> links{};       ///< one a hop of the first path, with their rates over time
  std::vector<double> server_loads{};     ///< one a server of it
  std::optional<RadioCost> radio{};       ///< absent: the energy of a request is not known
  std::optional<Bytes> answer{};          ///< sent back; absent: the answer stays where it is found
  std::optional<Seconds> duration{};      ///< of the arrivals; absent: not known
  const SampleTrace* samples = nullptr;   ///< of all requests; null: none
  std::span<const std::uint32_t> rows{};  ///< of them, that requests take; empty: all
};

/// A hop at an instant.
LinkTruth truth_of(const Link& link, Seconds now);

}  // namespace splitscape
