#include "sim/measurement.hpp"

namespace splitscape {

Measurement::Measurement(World& world)
    : world_(world),
      arrivals_(world.groups()),
      in_flight_(world.groups()),
      in_flight_after_warmup_(world.groups()),
      in_flight_at_end_(world.groups()),
      at_warmup_(world.groups()),
      at_window_(world.groups()) {}

Measurement::Totals Measurement::totals(std::size_t group) {
  Totals totals{.arrivals = arrivals_[group]};
  for (Device& device : world_.devices(group)) {
    totals.energy += device.metered().integral();
    totals.completed += device.completed();
  }
  return totals;
}

void Measurement::begin(Seconds now) {
  measuring_ = true;
  window_start_ = now;
  in_flight_after_warmup_ = in_flight_;
  for (std::size_t group = 0; group < world_.groups(); ++group) {
    at_warmup_[group] = totals(group);
    at_window_[group] = at_warmup_[group];
  }
}

void Measurement::close_window(Seconds now) {
  if (!(now > window_start_)) return;
  Window window{.from = window_start_, .until = now};
  for (std::size_t group = 0; group < world_.groups(); ++group) {
    const Totals reached = totals(group);
    window.groups.push_back({.arrived = reached.arrivals - at_window_[group].arrivals,
                             .completed = reached.completed - at_window_[group].completed,
                             .energy = reached.energy - at_window_[group].energy});
    at_window_[group] = reached;
  }
  windows_.push_back(std::move(window));
  window_start_ = now;
}

void Measurement::arrivals_over() {
  in_flight_at_end_ = in_flight_;
}

GroupReport Measurement::report(std::size_t group) {
  const Totals reached = totals(group);
  GroupReport report{.name = world_.group(group).deployment.name,
                     .devices = world_.devices(group).size(),
                     .arrived = arrivals_[group],
                     .knows_request_energy = world_.group(group).power.of_requests,
                     .knows_power = world_.group(group).power.of_idling,
                     .in_flight_after_warmup = in_flight_after_warmup_[group],
                     .in_flight_at_end = in_flight_at_end_[group],
                     .energy_after_warmup = reached.energy - at_warmup_[group].energy};
  return report;
}

}  // namespace splitscape
