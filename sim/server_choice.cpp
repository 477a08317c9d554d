#include "sim/server_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "sim/placement.hpp"

namespace splitscape {
namespace {

std::string shown(const ServerOffer& offer) {
  return offer.name.empty() ? "the server" : fmt::format("server '{}'", offer.name);
}

}  // namespace

ParameterEntry cut_for_any_server() {
  return {.name = "cut",
          .kind = ParameterKind::layers,
          .default_text = "input",
          .meaning = "the layer after which the network is cut; the chosen server computes the rest"};
}

ServerChoice::ServerChoice(const Parameters& parameters, const PolicySetting& setting) {
  if (setting.hops() == 0) throw std::invalid_argument("there is no server on the path");
  const std::vector<std::string> layers = parameters.texts("cut");
  if (layers.size() > 1) throw std::invalid_argument("'cut' is one layer, after which every path is cut");
  if (!layers.empty()) position_ = position_after(layers.front(), setting.costs.network());
  if (position_ == setting.costs.layers()) {
    throw std::invalid_argument(fmt::format("the cut after '{}' leaves nothing to a server", layers.front()));
  }
  std::vector<const CostTable*> routes = setting.routes;
  if (routes.empty()) routes.push_back(&setting.costs);
  offers_ = setting.offers;
  offers_.resize(routes.size());
  for (std::size_t route = 0; route < routes.size(); ++route) {
    const PolicySetting of_route{.costs = *routes[route]};
    require_fit(same_cut(position_, of_route), of_route);
    hops_.push_back(of_route.hops());
    const std::size_t copies = offers_[route].copies;
    if (copies > as_dealt_out) {
      throw std::invalid_argument(fmt::format("{} has {} copies; a policy can choose among {}",
                                              shown(offers_[route]), copies, as_dealt_out));
    }
    for (std::size_t copy = 0; copy < copies; ++copy) {
      targets_.push_back({static_cast<std::uint8_t>(route), static_cast<std::uint16_t>(copy)});
    }
  }
}

void ServerChoice::require_queues() const {
  for (const ServerOffer& offer : offers_) {
    if (offer.announces_queue) continue;
    throw std::invalid_argument(
        fmt::format("{} does not announce its queue: write 'announces_queue: true'", shown(offer)));
  }
}

void ServerChoice::require_loads() const {
  for (const ServerOffer& offer : offers_) {
    if (offer.announces_load) continue;
    throw std::invalid_argument(
        fmt::format("{} does not announce its load: leave 'announces_load: false' out", shown(offer)));
  }
}

Decision ServerChoice::decision(const ServerTarget& target) const {
  return {.cuts = CutPositions(hops_[target.route], static_cast<std::uint16_t>(position_)),
          .route = target.route,
          .copy = target.copy};
}

Observation along(const Observation& observation, std::size_t route) {
  if (observation.routes.empty()) return observation;
  const RouteView& view = observation.routes[route];
  return {.now = observation.now,
          .costs = view.costs,
          .links = view.links,
          .server_loads = view.server_loads,
          .radio = observation.radio,
          .waiting = observation.waiting,
          .battery = observation.battery,
          .deadline = observation.deadline,
          .answer = observation.answer,
          .request = observation.request,
          .features = observation.features,
          .routes = observation.routes};
}

void LeastOf::show(std::size_t index, double value) {
  if (equals_ == 0 || value < least_) {
    index_ = index;
    least_ = value;
    equals_ = 1;
  } else if (value == least_) {
    ++equals_;
    if (draw_below(equals_, random_) == 0) index_ = index;
  }
}

std::size_t draw_below(std::size_t below, RandomStream& random) {
  const auto drawn = static_cast<std::size_t>(random.uniform() * static_cast<double>(below));
  return std::min(drawn, below - 1);
}

}  // namespace splitscape
