#include "sim/expectation.hpp"

namespace splitscape {
namespace {

Seconds up_time(const Observation& observation, std::size_t hop, std::size_t position, std::size_t encoding) {
  if (position == observation.costs.layers()) return {};
  const LinkEstimate& link = observation.links[hop];
  return observation.costs.crossing(position, encoding) / link.up + link.latency;
}

Seconds down_time(const Observation& observation, std::size_t hop, std::size_t position) {
  if (position == observation.costs.layers() || !observation.answer) return {};
  const LinkEstimate& link = observation.links[hop];
  return *observation.answer / link.down + link.latency;
}

}  // namespace

Seconds Expectation::total() const {
  Seconds sum = answer;
  for (const Seconds time : compute) sum += time;
  for (const Seconds time : transfer) sum += time;
  return sum;
}

Seconds expected_compute(const Observation& observation, std::size_t place, std::size_t first,
                         std::size_t last, EncodedEnds ends) {
  const double load = place == 0 ? 1.0 : observation.server_loads[place - 1];
  return load * observation.costs.visit_time(place, first, last, ends);
}

Seconds expected_crossing(const Observation& observation, std::size_t hop, std::size_t position,
                          std::size_t encoding) {
  return up_time(observation, hop, position, encoding) + down_time(observation, hop, position);
}

Joules expected_radio(const Observation& observation, std::size_t position, std::size_t encoding) {
  if (position == observation.costs.layers()) return {};
  const LinkEstimate& link = observation.links.front();
  Joules energy = observation.radio.sending(observation.costs.crossing(position, encoding), link.up);
  if (observation.answer) energy += observation.radio.receiving(*observation.answer, link.down);
  return energy;
}

Expectation expect(const Observation& observation, const CutPositions& cuts, const Encodings& encodings) {
  const auto encoding = [&encodings](std::size_t hop) -> std::size_t {
    return hop < encodings.size() ? encodings[hop] : 0;
  };
  Expectation expectation;
  std::size_t first = 0;
  for (std::size_t place = 0; place < observation.costs.places(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : observation.costs.layers();
    const EncodedEnds ends{.before = place > 0 ? encoding(place - 1) : 0, .behind = encoding(place)};
    expectation.compute.push_back(expected_compute(observation, place, first, last, ends));
    if (place < cuts.size()) {
      expectation.transfer.push_back(up_time(observation, place, last, encoding(place)));
      expectation.answer += down_time(observation, place, last);
    }
    first = last;
  }
  const std::size_t head = cuts.empty() ? observation.costs.layers() : cuts.front();
  expectation.device = observation.costs.visit_energy(0, 0, head, {.behind = encoding(0)});
  if (!cuts.empty()) expectation.device += expected_radio(observation, head, encoding(0));
  return expectation;
}

}  // namespace splitscape
