#include "sim/world.hpp"

#include <algorithm>

#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

MediumSpec medium_spec(const Link& link) {
  return {
      .up = link.up, .down = link.down, .half_duplex = link.duplex == Duplex::half, .latency = link.latency};
}

bool uses(const Deployment& deployment, const Link& link) {
  const auto routes = deployment.all_routes();
  return std::any_of(routes.begin(), routes.end(), [&link](const Route& route) {
    for (std::size_t hop = 0; hop < route.hops(); ++hop) {
      if (route.link(hop) == link.name) return true;
    }
    return false;
  });
}

template <class Station>
std::vector<Station*> pointers(std::deque<Station>& stations) {
  std::vector<Station*> all;
  for (auto& station : stations) all.push_back(&station);
  return all;
}

}  // namespace

World::World(const Scenario& scenario, const PolicyChoice& policy, Engine& engine, Itinerary& itinerary)
    : scenario_(scenario), engine_(engine) {
  for (const auto& link : scenario.links) add_link(link);
  for (const auto& server : scenario.servers) add_server(server, itinerary);
  devices_.resize(scenario.devices.size());
  for (std::uint32_t i = 0; i < scenario.devices.size(); ++i) add_group(i, policy, itinerary);
}

void World::add_link(const Link& link) {
  LinkMedia& media = links_.emplace_back(LinkMedia{.link = link});
  media.own.resize(scenario_.devices.size());
  if (link.medium == Medium::shared) {
    for (std::size_t cell = 0; cell < link.cells; ++cell) {
      media.cells.emplace_back(engine_.add_medium(medium_spec(link)));
    }
    return;
  }
  for (std::size_t group = 0; group < scenario_.devices.size(); ++group) {
    const Deployment& deployment = scenario_.devices[group];
    if (!uses(deployment, link)) continue;
    for (std::size_t device = 0; device < deployment.count; ++device) {
      media.own[group].emplace_back(engine_.add_medium(medium_spec(link)));
    }
  }
}

void World::add_server(const Server& server, Itinerary& itinerary) {
  ServerCopies& copies = servers_.emplace_back(
      ServerCopies{.server = server, .present = std::vector<std::size_t>(server.count)});
  for (std::size_t copy = 0; copy < server.count; ++copy) {
    const StreamName stream{.seed = scenario_.seed,
                            .run = scenario_.run,
                            .purpose = Purpose::server_times,
                            .owner = server.name,
                            .index = copy};
    copies.copies.emplace_back(engine_, itinerary, server, RandomStream(stream), copies.present[copy]);
  }
}

void World::add_group(std::uint32_t index, const PolicyChoice& policy, Itinerary& itinerary) {
  Group& group = groups_.emplace_back(scenario_, index);
  const PolicyEntry* entry = find_policy(policy.name);
  group.tells_truth = entry != nullptr && entry->knows_truth;
  for (GroupRoute& route : group.routes) {
    if (route.offer.announces_queue) route.queues = copies_of(route.offer.name).present;
  }
  for (std::uint32_t number = 0; number < group.deployment.count; ++number) {
    devices_[index].emplace_back(engine_, itinerary, group, number,
                                 make_policy(policy, group.setting(number)));
  }
}

World::LinkMedia& World::media_of(const std::string& link) {
  return *std::find_if(links_.begin(), links_.end(),
                       [&link](const LinkMedia& m) { return m.link.name == link; });
}

World::ServerCopies& World::copies_of(const std::string& server) {
  return *std::find_if(servers_.begin(), servers_.end(),
                       [&server](const ServerCopies& c) { return c.server.name == server; });
}

std::vector<std::vector<std::vector<Hop>>> World::hops() {
  std::vector<std::vector<std::vector<Hop>>> hops;
  for (std::size_t group = 0; group < scenario_.devices.size(); ++group) {
    auto& of_group = hops.emplace_back();
    for (const GroupRoute& route : groups_[group].routes) {
      auto& of_route = of_group.emplace_back();
      for (std::size_t hop = 0; hop < route.route.hops(); ++hop) {
        LinkMedia& media = media_of(route.route.link(hop));
        of_route.push_back(
            {.links = pointers(media.link.medium == Medium::shared ? media.cells : media.own[group]),
             .servers = pointers(copies_of(route.route.server(hop)).copies)});
      }
    }
  }
  return hops;
}

std::vector<LinkReport> World::link_reports(Seconds end) const {
  std::vector<LinkReport> reports;
  for (const LinkMedia& media : links_) {
    for (const Direction direction : {Direction::up, Direction::down}) {
      LinkReport report{.name = media.link.name, .up = direction == Direction::up};
      for (const auto& station : media.cells) station.add_to(report, direction, end);
      for (const auto& group : media.own) {
        for (const auto& station : group) station.add_to(report, direction, end);
      }
      reports.push_back(report);
    }
  }
  return reports;
}

std::vector<ServerReport> World::server_reports(Seconds end) {
  std::vector<ServerReport> reports;
  for (ServerCopies& server : servers_) {
    ServerReport report{
        .name = server.server.name, .copies = server.copies.size(), .slots = server.server.slots};
    for (auto& copy : server.copies) copy.add_to(report, end);
    const PowerModel& power = server.server.hardware.power;
    if (power.idle && power.compute) {
      // Linear in the slots that are taken, between idle and computing.
      const double copies = static_cast<double>(server.copies.size());
      const Watts per_slot =
          (power.compute->value - power.idle->value) / static_cast<double>(server.server.slots);
      report.energy = copies * (power.idle->value * end) + per_slot * report.slot_time;
    }
    if (const auto& price = server.server.price) {
      report.cost =
          price->request * static_cast<double>(report.served) + price->hour * report.slot_time.value / 3600.0;
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

}  // namespace splitscape
