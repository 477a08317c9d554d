#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
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
};

/// What is known at an exit that was computed.
struct ExitView {
  std::size_t exit = 0;         ///< 1 .. number of side branches
  std::size_t place = 0;        ///< 0: the device
  double confidence = 0;        ///< of the prediction; only with traces that have confidences
  std::int32_t prediction = 0;  ///< only with traces that have predictions
};

/// What a device learns when an answer has reached it.
struct Feedback {
  const Decision& decision;
  std::size_t exit = 0;  ///< that answered; the number of exits for the end of the network
  Seconds delay{};
  std::optional<Joules> energy{};  ///< of the device for this request; absent where powers are unknown
  std::optional<double> confidence{};
};

}  // namespace splitscape
