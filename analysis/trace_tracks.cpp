#include "analysis/trace_tracks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace splitscape {
namespace {

// Of a device, of a medium and of a copy of a server, in this order on the screen.
constexpr std::array<const char*, 4> device_tracks{"", ": wait for the device", ": wait for the radio",
                                                   ": way back"};
enum : std::uint64_t { computes, waits_for_device, waits_for_radio, goes_back };
constexpr std::array<const char*, 2> link_tracks{"", ": latency"};
enum : std::uint64_t { in_the_air, behind_the_last_byte };
constexpr std::array<const char*, 3> server_tracks{"", ": wait", ": wait to be handed over"};
enum : std::uint64_t { is_served, waits_for_slot, waits_for_link };

template <class Named>
std::size_t index_of(const std::vector<Named>& all, const std::string& name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const Named& one) { return one.name == name; });
  return static_cast<std::size_t>(found - all.begin());
}

}  // namespace

TraceTracks::TraceTracks(const Scenario& scenario) : scenario_(scenario) {
  std::uint64_t devices = 0;
  for (std::size_t i = 0; i < scenario.devices.size(); ++i) {
    devices_before_.push_back(devices);
    devices += scenario.devices[i].count;
    groups_.push_back(add_block(i, scenario.devices[i].count, device_tracks.size()));
    auto& links = route_links_.emplace_back();
    auto& servers = route_servers_.emplace_back();
    for (const Route& route : scenario.devices[i].all_routes()) {
      links.emplace_back();
      servers.emplace_back();
      for (std::size_t hop = 0; hop < route.hops(); ++hop) {
        links.back().push_back(index_of(scenario.links, route.link(hop)));
        servers.back().push_back(index_of(scenario.servers, route.server(hop)));
      }
    }
  }
  for (std::size_t i = 0; i < scenario.links.size(); ++i) {
    const Link& link = scenario.links[i];
    links_.push_back(add_block(i, link.medium == Medium::shared ? link.cells : devices, link_tracks.size()));
  }
  for (std::size_t i = 0; i < scenario.servers.size(); ++i) {
    servers_.push_back(add_block(i, scenario.servers[i].count, server_tracks.size()));
  }
}

TraceTracks::Block TraceTracks::add_block(std::size_t index, std::uint64_t places, std::uint64_t per_place) {
  const Block block{index, count_, places, per_place};
  count_ += places * per_place;
  return block;
}

std::size_t TraceTracks::link_index(const RequestRecord& record, std::size_t hop) const {
  return route_links_[record.group][record.decision.route].at(hop - 1);
}

std::size_t TraceTracks::server_index(const RequestRecord& record, std::size_t hop) const {
  return route_servers_[record.group][record.decision.route].at(hop - 1);
}

std::uint64_t TraceTracks::on_device(const RequestRecord& record, std::uint64_t which) const {
  const Block& block = groups_[record.group];
  return block.first + record.device * block.per_place + which;
}

std::uint64_t TraceTracks::on_link(const RequestRecord& record, std::size_t hop, std::uint64_t which) const {
  const std::size_t index = link_index(record, hop);
  const Block& block = links_[index];
  const std::uint64_t medium = scenario_.links[index].medium == Medium::shared
                                   ? record.device % block.places
                                   : devices_before_[record.group] + record.device;
  return block.first + medium * block.per_place + which;
}

std::uint64_t TraceTracks::on_server(const RequestRecord& record, std::size_t hop,
                                     std::uint64_t which) const {
  const Block& block = servers_[server_index(record, hop)];
  const bool last = hop == route_servers_[record.group][record.decision.route].size();
  const std::uint64_t copy =
      last && record.decision.copy != as_dealt_out ? record.decision.copy : record.device % block.places;
  return block.first + copy * block.per_place + which;
}

std::uint64_t TraceTracks::device(const RequestRecord& record) const {
  return on_device(record, computes);
}

std::uint64_t TraceTracks::of(const RequestRecord& record, const RequestSpan& span) const {
  switch (span.phase) {
    case Phase::device_wait:
      return on_device(record, waits_for_device);
    case Phase::head:
      return on_device(record, computes);
    case Phase::send_wait:
      return span.hop == 1 ? on_device(record, waits_for_radio)
                           : on_server(record, span.hop - 1, waits_for_link);
    case Phase::air:
      return on_link(record, span.hop, in_the_air);
    case Phase::link_latency:
      return on_link(record, span.hop, behind_the_last_byte);
    case Phase::server_wait:
      return on_server(record, span.hop, waits_for_slot);
    case Phase::service:
      return on_server(record, span.hop, is_served);
    case Phase::later_changes:
    case Phase::way_back:
      break;
  }
  return on_device(record, goes_back);
}

std::string TraceTracks::device_name(std::uint64_t device) const {
  std::size_t group = groups_.size() - 1;
  while (devices_before_[group] > device) --group;
  const Deployment& deployment = scenario_.devices[group];
  if (deployment.count == 1) return deployment.name;
  return fmt::format("{} {}", deployment.name, device - devices_before_[group]);
}

std::string TraceTracks::link_name(std::size_t index, std::uint64_t medium) const {
  const Link& link = scenario_.links[index];
  if (link.medium == Medium::own) return fmt::format("{} up, {}", link.name, device_name(medium));
  if (link.cells == 1) return link.name + " up";
  return fmt::format("{} up, cell {}", link.name, medium);
}

std::string TraceTracks::server_name(std::size_t index, std::uint64_t copy) const {
  const Server& server = scenario_.servers[index];
  return server.count == 1 ? server.name : fmt::format("{} {}", server.name, copy);
}

std::string TraceTracks::name(std::uint64_t track) const {
  const auto holds = [track](const Block& block) {
    return track >= block.first && track < block.first + block.places * block.per_place;
  };
  if (const auto block = std::find_if(groups_.begin(), groups_.end(), holds); block != groups_.end()) {
    const std::uint64_t inside = track - block->first;
    return device_name(devices_before_[block->index] + inside / block->per_place) +
           device_tracks.at(inside % block->per_place);
  }
  if (const auto block = std::find_if(links_.begin(), links_.end(), holds); block != links_.end()) {
    const std::uint64_t inside = track - block->first;
    return link_name(block->index, inside / block->per_place) + link_tracks.at(inside % block->per_place);
  }
  const auto block = std::find_if(servers_.begin(), servers_.end(), holds);
  const std::uint64_t inside = track - block->first;
  return server_name(block->index, inside / block->per_place) + server_tracks.at(inside % block->per_place);
}

// ---- counters: groups, then links, then servers (waiting and in service)

std::size_t TraceTracks::counters() const {
  return groups_.size() + links_.size() + 2 * servers_.size();
}

std::size_t TraceTracks::counter_of(const RequestRecord& record, const RequestSpan& span) const {
  const std::size_t first_server = groups_.size() + links_.size();
  switch (span.phase) {
    case Phase::device_wait:
      return record.group;
    case Phase::air:
      return groups_.size() + link_index(record, span.hop);
    case Phase::server_wait:
      return first_server + 2 * server_index(record, span.hop);
    case Phase::service:
      return first_server + 2 * server_index(record, span.hop) + 1;
    default:
      return not_counted;
  }
}

std::string TraceTracks::counter_name(std::size_t counter) const {
  if (counter < groups_.size()) return scenario_.devices[counter].name + ": waiting for their devices";
  counter -= groups_.size();
  if (counter < links_.size()) return scenario_.links[counter].name + " up: in the air";
  counter -= links_.size();
  return scenario_.servers[counter / 2].name + (counter % 2 == 0 ? ": waiting" : ": in service");
}

}  // namespace splitscape
