#include "sim/expectation.hpp"

namespace splitscape {
namespace {

Seconds up_time(const Observation& observation, std::size_t hop, std::size_t position) {
  if (position == observation.costs.layers()) return {};
  const LinkEstimate& link = observation.links[hop];
  return observation.costs.crossing(position) / link.up + link.latency;
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
                         std::size_t last) {
  const double load = place == 0 ? 1.0 : observation.server_loads[place - 1];
  return load * observation.costs.visit_time(place, first, last);
}

Seconds expected_crossing(const Observation& observation, std::size_t hop, std::size_t position) {
  return up_time(observation, hop, position) + down_time(observation, hop, position);
}

Joules expected_radio(const Observation& observation, std::size_t position) {
  if (position == observation.costs.layers()) return {};
  const LinkEstimate& link = observation.links.front();
  Joules energy = observation.radio.sending(observation.costs.crossing(position), link.up);
  if (observation.answer) energy += observation.radio.receiving(*observation.answer, link.down);
  return energy;
}

Seconds expected_change(const Observation& observation, std::size_t position, bool up) {
  const LinkEstimate& link = observation.links.front();
  return observation.costs.crossing(position) / (up ? link.up : link.down) + link.latency;
}

Joules expected_change_energy(const Observation& observation, std::size_t position, bool up) {
  const LinkEstimate& link = observation.links.front();
  const Bytes size = observation.costs.crossing(position);
  return up ? observation.radio.sending(size, link.up) : observation.radio.receiving(size, link.down);
}

Seconds expected_answer(const Observation& observation) {
  return down_time(observation, 0, 0);
}

Joules expected_answer_energy(const Observation& observation) {
  if (!observation.answer) return {};
  return observation.radio.receiving(*observation.answer, observation.links.front().down);
}

Expectation expect(const Observation& observation, const CutPositions& cuts) {
  Expectation expectation;
  std::size_t first = 0;
  for (std::size_t place = 0; place < observation.costs.places(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : observation.costs.layers();
    expectation.compute.push_back(expected_compute(observation, place, first, last));
    if (place < cuts.size()) {
      expectation.transfer.push_back(up_time(observation, place, last));
      expectation.answer += down_time(observation, place, last);
    }
    first = last;
  }
  const std::size_t head = cuts.empty() ? observation.costs.layers() : cuts.front();
  expectation.device = observation.costs.visit_energy(0, 0, head);
  if (!cuts.empty()) expectation.device += expected_radio(observation, head);
  return expectation;
}

Expectation expect_returning(const Observation& observation, const CutPositions& cuts,
                             const CutPositions& returns) {
  if (returns.empty()) return expect(observation, cuts);
  CutPositions changes = cuts;
  changes.insert(changes.end(), returns.begin(), returns.end());
  Expectation expectation{.compute = {{}, {}}, .transfer = {{}}};
  std::size_t first = 0;
  for (std::size_t visit = 0; visit <= changes.size(); ++visit) {
    const bool on_device = visit % 2 == 0;
    const std::size_t last = visit < changes.size() ? changes[visit] : observation.costs.layers();
    expectation.compute[visit % 2] += expected_compute(observation, visit % 2, first, last);
    if (on_device) expectation.device += observation.costs.visit_energy(0, first, last);
    if (visit < changes.size()) {
      expectation.transfer[0] += expected_change(observation, last, on_device);
      expectation.device += expected_change_energy(observation, last, on_device);
    } else if (!on_device) {
      expectation.answer = expected_answer(observation);
      expectation.device += expected_answer_energy(observation);
    }
    first = last;
  }
  return expectation;
}

}  // namespace splitscape
