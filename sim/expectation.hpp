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

/// Expects what the decision's cuts will take, by the estimates of the observation.
Expectation expect(const Observation& observation, const CutPositions& cuts);

/// Likewise on a path of one hop where the work changes place again behind the cut (Decision::returns): the
/// sums over all visits of a place and all crossings, those that lead down as data included.
Expectation expect_returning(const Observation& observation, const CutPositions& cuts,
                             const CutPositions& returns);

/// The parts of an expectation, for those who search the cuts without building each.
/// @param first, last all that the place computes: the decoder before and the encoder behind are in it
Seconds expected_compute(const Observation& observation, std::size_t place, std::size_t first,
                         std::size_t last);
/// Up over a hop and the answer down again; 0 where nothing crosses.
Seconds expected_crossing(const Observation& observation, std::size_t hop, std::size_t position);
/// Of the device's radio, for the first hop.
Joules expected_radio(const Observation& observation, std::size_t position);
/// What crosses at a position alone, no answer, over the first hop to the server or back.
Seconds expected_change(const Observation& observation, std::size_t position, bool up);
Joules expected_change_energy(const Observation& observation, std::size_t position, bool up);
/// The answer alone, over the first hop; 0 where it stays where it is found.
Seconds expected_answer(const Observation& observation);
Joules expected_answer_energy(const Observation& observation);

}  // namespace splitscape
