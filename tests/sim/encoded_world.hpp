#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "sim/plan.hpp"
#include "tests/sim/outlook.hpp"

namespace splitscape::test {

/// The small world with bottlenecks to choose from: after the input a crop; after a two widths of a slimmable
/// encoder, and plain values of 8 bits between them in the file; after b a student of both layers. All
/// figures are made up, times are those of the slow device.
inline NetworkProfile encoded_layers(const std::vector<std::string>& exits_after = {}) {
  const auto seconds = [](double time) { return ComputeCost{.macs = Macs{1e7 * time}, .weights = {1000}}; };
  NetworkProfile network = three_layers(exits_after);
  network.bottlenecks = {{.after = "input", .name = "crop", .ratio = 0.5, .accuracy_change = -0.01},
                         {.after = "a",
                          .name = "narrow",
                          .ratio = 0.1,
                          .encoder = seconds(0.01),
                          .decoder = seconds(0.02),
                          .accuracy_change = -0.05,
                          .width = 0.25},
                         {.after = "a", .name = "8bit", .ratio = 0.25},
                         {.after = "a",
                          .name = "wide",
                          .ratio = 0.4,
                          .encoder = seconds(0.03),
                          .decoder = seconds(0.04),
                          .accuracy_change = -0.02,
                          .width = 0.5},
                         {.after = "b",
                          .name = "student",
                          .ratio = 0.1,
                          .encoder = seconds(0.07),
                          .decoder = seconds(0.05),
                          .accuracy_change = -0.03,
                          .replaces_head = true}};
  return network;
}

inline Outlook encoded_outlook(std::size_t hops, const std::vector<std::string>& exits_after = {}) {
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  std::vector<const Hardware*> places(hops + 1, &server);
  places.front() = &device;
  return Outlook(CostTable(NetworkGraph(encoded_layers(exits_after)), places));
}

/// The encodings of a decision as plain numbers.
inline std::vector<int> numbers(const Encodings& encodings) {
  return {encodings.begin(), encodings.end()};
}

/// What a decision comes to on an idle path, by its plan.
struct Planned {
  double latency = 0;
  double energy = 0;
  double change = 0;
};

inline Planned planned(const Outlook& outlook, const Decision& decision) {
  const Plan plan = make_plan(outlook.costs, outlook.server_loads, decision);
  Planned sum;
  for (std::size_t place = 0; place < plan.visits.size(); ++place) {
    for (const Segment& segment : plan.visits[place].segments) {
      sum.latency += segment.time.value;
      if (place == 0) sum.energy += (segment.head_energy + segment.exit_energy).value;
    }
    sum.change = plan.visits[place].accuracy_change;
    if (place + 1 == plan.visits.size()) break;
    const LinkEstimate& link = outlook.links[place];
    const Bytes leaving = plan.visits[place].leaving;
    sum.latency += leaving.value * 8 / link.up.value + link.latency.value;
    if (place == 0) sum.energy += outlook.radio.sending(leaving, link.up).value;
    if (!outlook.answer) continue;
    sum.latency += outlook.answer->value * 8 / link.down.value + link.latency.value;
    if (place == 0) sum.energy += outlook.radio.receiving(*outlook.answer, link.down).value;
  }
  return sum;
}

/// All decisions that a path takes, found by trying every number at every hop.
inline std::vector<Decision> all_decisions(const CostTable& costs, std::size_t hops) {
  std::vector<Decision> found;
  Decision decision;
  decision.cuts.resize(hops);
  decision.encodings.resize(hops);
  const auto count = [](auto& digits, std::size_t base) {
    for (auto& digit : digits) {
      if (std::size_t{++digit} < base) return true;
      digit = 0;
    }
    return false;
  };
  constexpr std::size_t most_at_a_cut = 3;
  do {
    do {
      try {
        (void)make_plan(costs, std::vector<double>(hops, 1.0), decision);
        found.push_back(decision);
      } catch (const std::logic_error&) {  // no decision
      }
    } while (count(decision.encodings, most_at_a_cut + 1));
  } while (count(decision.cuts, costs.layers() + 1));
  return found;
}

}  // namespace splitscape::test
