#pragma once

#include <string>

#include "models/consistency.hpp"
#include "tests/support/small_world.hpp"

namespace splitscape::test {

/// The contradictions of a scenario, a line each: where, a colon, what.
inline std::string contradictions_in(const Scenario& scenario) {
  std::string lines;
  for (const auto& [where, what] : contradictions(scenario)) {
    if (!lines.empty()) lines += "\n";
    lines += where + ": " + what;
  }
  return lines;
}

/// The idle scenario with a second link and a second server on the path.
inline Scenario two_hops() {
  Scenario scenario = idle_scenario();
  const RateTrace gigabit = RateTrace::constant({1e9});
  scenario.links.push_back({.name = "fibre", .up = gigabit, .down = gigabit});
  scenario.servers.push_back({.name = "cloud", .hardware = fast_server()});
  scenario.devices[0].path = {"air", "edge", "fibre", "cloud"};
  return scenario;
}

inline void limit_memory(Hardware& hardware, double bytes) {
  hardware.memory = Figure<Bytes>{{bytes}};
}

}  // namespace splitscape::test
