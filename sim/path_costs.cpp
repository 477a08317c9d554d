#include "sim/path_costs.hpp"

#include <limits>
#include <stdexcept>

#include "models/tensor_flow.hpp"

namespace splitscape {
namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// One value a layer, of a run of one layer.
template <class Value>
std::vector<double> layer_by_layer(std::size_t layers, const Value& value) {
  std::vector<double> values;
  for (std::size_t layer = 0; layer < layers; ++layer) values.push_back(value(layer).value);
  return values;
}

/// Seconds or joules of sending or receiving something; a dead link takes for ever, unless there is nothing
/// to send.
template <class Value>
double over_link(Bytes size, BitRate rate, const Value& value) {
  if (size.value == 0) return 0;
  return rate.value > 0 ? value(size, rate).value : never;
}

Seconds air_time(Bytes size, BitRate rate) {
  return size / rate;
}

template <class Value>
std::vector<double> tensor_by_tensor(const NetworkGraph& network, BitRate rate, const Value& value) {
  std::vector<double> values;
  for (std::size_t tensor = 0; tensor <= network.layers().size(); ++tensor)
    values.push_back(over_link(sent_size(network, tensor), rate, value));
  return values;
}

}  // namespace

PlacementCosts latency_costs(const Observation& observation) {
  PlacementCosts costs;
  const std::size_t layers = observation.costs.layers();
  for (std::size_t place = 0; place < observation.costs.places(); ++place) {
    const double load = place == 0 ? 1.0 : observation.server_loads[place - 1];
    costs.compute.push_back(layer_by_layer(
        layers, [&](std::size_t layer) { return load * observation.costs.time(place, layer, layer + 1); }));
  }
  for (const LinkEstimate& link : observation.links) {
    costs.transfer.push_back(tensor_by_tensor(observation.costs.network(), link.up, air_time));
    double passage = link.latency.value;
    if (observation.answer)
      passage += over_link(*observation.answer, link.down, air_time) + link.latency.value;
    costs.passage.push_back(passage);
  }
  return costs;
}

PlacementCosts energy_costs(const Observation& observation) {
  if (!observation.costs.knows_energy(0)) {
    throw std::invalid_argument("the energy of computing on the device is not known");
  }
  const std::size_t layers = observation.costs.layers();
  PlacementCosts costs{.compute = {observation.costs.places(), std::vector<double>(layers, 0.0)}};
  costs.compute[0] = layer_by_layer(
      layers, [&](std::size_t layer) { return observation.costs.energy(0, layer, layer + 1); });
  const auto sending = [&](Bytes size, BitRate rate) { return observation.radio.sending(size, rate); };
  const auto receiving = [&](Bytes size, BitRate rate) { return observation.radio.receiving(size, rate); };
  for (std::size_t hop = 0; hop < observation.links.size(); ++hop) {
    const bool of_device = hop == 0;  // the radios behind it are not the device's
    const LinkEstimate& link = observation.links[hop];
    costs.transfer.push_back(of_device ? tensor_by_tensor(observation.costs.network(), link.up, sending)
                                       : std::vector<double>(layers + 1, 0.0));
    costs.passage.push_back(
        of_device && observation.answer ? over_link(*observation.answer, link.down, receiving) : 0.0);
  }
  return costs;
}

}  // namespace splitscape
