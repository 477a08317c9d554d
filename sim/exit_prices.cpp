#include "sim/exit_prices.hpp"

#include "sim/expectation.hpp"

namespace splitscape {
namespace {

/// Time and energy of the exit heads up to an exit, on the device.
struct Heads {
  Seconds time{};
  Joules energy{};
};

double price(Seconds time, Joules energy, const Prices& prices) {
  return prices.second * time.value + prices.joule * energy.value;
}

double price_at(const Observation& observation, std::size_t position, const Heads& heads,
                const Prices& prices) {
  CutPositions cuts(observation.links.size(), static_cast<std::uint16_t>(position));
  const Expectation rest = expect(observation, cuts);
  return price(rest.total() + heads.time, rest.device + heads.energy, prices);
}

}  // namespace

ExitPrices exit_prices(const Observation& observation, const Prices& prices) {
  const CostTable& costs = observation.costs;
  const std::size_t branches = costs.network().exit_count() - 1;
  ExitPrices found;
  Heads heads;
  for (std::size_t exit = 1; exit <= branches; ++exit) {
    const std::size_t position = costs.network().exit_position(exit);
    heads.time += costs.exit_time(0, exit);
    heads.energy += costs.exit_energy(0, exit);
    found.stop.push_back(
        price(costs.time(0, 0, position) + heads.time, costs.energy(0, 0, position) + heads.energy, prices));
    found.offload.push_back(price_at(observation, position, heads, prices));
  }
  found.stop.push_back(price_at(observation, costs.layers(), heads, prices));
  found.offload.push_back(found.stop.back());
  return found;
}

double price_of(const Feedback& feedback, const Prices& prices) {
  return price(feedback.delay, feedback.energy.value_or(Joules{}), prices);
}

}  // namespace splitscape
