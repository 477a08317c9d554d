#pragma once

#include <vector>

#include "models/units.hpp"
#include "sim/observation.hpp"

namespace splitscape {

/// What a request is expected to take when nothing waits anywhere and no exit is looked at.
struct Expectation {
  std::vector<Seconds> compute{};   ///< at each place, the announced server load in it
  std::vector<Seconds> transfer{};  ///< over each hop, latency included; 0 where nothing is sent
  Seconds answer{};                 ///< the way back
  Joules device{};                  ///< computing, sending and receiving of the device, without its idling

  Seconds total() const;
};

/// Expects what the decision's cuts, encoded like that, will take, by the estimates of the observation.
Expectation expect(const Observation& observation, const CutPositions& cuts, const Encodings& encodings = {});

/// The parts of an expectation, for those who search the cuts without building each.
/// @param first, last all that the place computes: the decoder before and the encoder behind are in it
Seconds expected_compute(const Observation& observation, std::size_t place, std::size_t first,
                         std::size_t last, EncodedEnds ends = {});
/// Up over a hop and the answer down again; 0 where nothing crosses.
Seconds expected_crossing(const Observation& observation, std::size_t hop, std::size_t position,
                          std::size_t encoding = 0);
/// Of the device's radio, for the first hop.
Joules expected_radio(const Observation& observation, std::size_t position, std::size_t encoding = 0);

}  // namespace splitscape
