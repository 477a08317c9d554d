#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "models/cost_table.hpp"
#include "models/units.hpp"
#include "sim/decision.hpp"

namespace splitscape {

/// What a device believes of a hop of its path.
struct LinkEstimate {
  BitRate up{};
  BitRate down{};
  Seconds latency{};
};

/// What a device's radio is known to draw on top of the board while a transfer lasts: constant + slope x
/// rate.
struct RadioCost {
  Watts transmit{};
  Watts receive{};
  WattsPerBitRate transmit_slope{};
  WattsPerBitRate receive_slope{};

  Joules sending(Bytes size, BitRate rate) const { return transmit_slope * size + transmit * (size / rate); }
  Joules receiving(Bytes size, BitRate rate) const { return receive_slope * size + receive * (size / rate); }
};

/// One of the paths of a deployment, as far as the device knows it.
struct RouteView {
  const CostTable& costs;
  const std::vector<LinkEstimate>& links;
  const std::vector<double>& server_loads;
  /// Requests at each copy of the last server now, those in service included; what is on its way there is in
  /// none. Empty: it does not announce them.
  std::span<const std::size_t> queues{};
};

/// What a device can know when a request arrives, and nothing else: no label, no future, no true rate.
struct Observation {
  Seconds now{};
  const CostTable& costs;                   ///< network, cuts, and what they cost at each place when idle
  const std::vector<LinkEstimate>& links;   ///< one a hop
  const std::vector<double>& server_loads;  ///< announced load factor, one a server of the path
  const RadioCost& radio;
  std::size_t waiting = 0;            ///< requests at the device, the one being computed included
  std::optional<Joules> battery{};    ///< left; absent: mains
  std::optional<Seconds> deadline{};  ///< from arrival to answer
  std::optional<Bytes> answer{};      ///< sent back; absent: the answer stays where it is found
  std::uint64_t request = 0;          ///< tells the requests of a run apart
  /// What is known of the input before it is computed, as far as the sample trace tells: a noise level, say.
  std::span<const double> features{};
  /// All paths, the first being that of costs, links and server_loads. Empty: only that one, whose last
  /// server does not announce its queue.
  std::span<const RouteView> routes{};
};

/// What an exit that was looked at said.
struct ExitSeen {
  std::size_t exit = 0;   ///< 1 .. number of side branches
  std::size_t place = 0;  ///< 0: the device
  double confidence = std::numeric_limits<double>::quiet_NaN();
  double entropy = std::numeric_limits<double>::quiet_NaN();  ///< of all probabilities, nats
  std::int32_t prediction = 0;

  friend bool operator==(const ExitSeen&, const ExitSeen&) = default;
};

/// What is known at an exit that was computed.
struct ExitView {
  std::size_t exit = 0;         ///< 1 .. number of side branches; one more at the end of the network
  std::size_t place = 0;        ///< 0: the device
  double confidence = 0;        ///< of the prediction; only with traces that have confidences
  std::int32_t prediction = 0;  ///< only with traces that have predictions
  double entropy = std::numeric_limits<double>::quiet_NaN();  ///< nats; only with traces that have entropies
  std::uint64_t request = 0;                                  ///< as in the observation
  Seconds now{};
  Seconds arrival{};
  std::size_t waiting = 0;             ///< requests at the device now, this one included where it is there
  std::span<const ExitSeen> before{};  ///< the exits of this request that were looked at before this one
};

/// What a device learns when an answer has reached it; how late that is, is up to the world. Never the label.
struct Feedback {
  const Decision& decision;  ///< with the cut at which it was offloaded
  std::size_t exit = 0;      ///< that answered; the number of exits for the end of the network
  Seconds delay{};
  std::optional<Joules> energy{};      ///< of the device for this request; absent where powers are unknown
  std::optional<double> confidence{};  ///< of the answer
  std::optional<std::int32_t> prediction{};  ///< of the answer
  std::size_t place = 0;                     ///< where the answer was found; 0: the device
  std::uint64_t request = 0;                 ///< as in the observation
  Seconds now{};
  std::span<const ExitSeen> seen{};  ///< all exits that were looked at on the way to the answer
};

}  // namespace splitscape
