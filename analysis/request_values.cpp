#include "analysis/request_values.hpp"

#include <cmath>

namespace splitscape {
namespace {

/// What an answer cost. Where the energy is not known it counts nothing.
double price_of(const RequestRecord& record, const Prices& prices, const GroupNames& names) {
  const double energy = names.knows_energy ? record.energy.total().value : 0.0;
  return prices.second * record.latency().value + prices.joule * energy;
}

}  // namespace

AnsweredValues answered_values(const RequestRecord& record, const Scenario& scenario,
                               const GroupNames& names) {
  const double cost = price_of(record, scenario.devices[record.group].prices, names);
  const bool offloaded = !record.hops.empty() && !std::isnan(record.hops.front().send_start.value);
  return {.accuracy = (record.correct == Correctness::right ? 1.0 : 0.0) + record.accuracy_change,
          .latency = record.latency().value,
          .energy = record.energy.total().value,
          .cost = cost,
          .reward = (std::isnan(record.confidence) ? 0.0 : record.confidence) - cost,
          .offloaded = offloaded ? 1.0 : 0.0,
          .uplink = record.uplink.value};
}

double missed(const RequestRecord& record, Seconds deadline) {
  return !answered(record.ending) || record.latency() > deadline ? 1.0 : 0.0;
}

}  // namespace splitscape
