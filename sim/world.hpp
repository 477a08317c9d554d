#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "sim/device.hpp"
#include "sim/engine/engine.hpp"
#include "sim/group.hpp"
#include "sim/itinerary.hpp"
#include "sim/journey.hpp"
#include "sim/link_station.hpp"
#include "sim/report.hpp"
#include "sim/server_station.hpp"

namespace splitscape {

/// The simulated places of a scenario: its links with their media, its servers with their copies, its
/// devices.
class World {
 public:
  World(const Scenario& scenario, const PolicyChoice& policy, Engine& engine, Itinerary& itinerary);

  /// The hops of every group in the order of the scenario, by route.
  std::vector<std::vector<std::vector<Hop>>> hops();
  /// Devices of a group, in order.
  std::deque<Device>& devices(std::size_t group) { return devices_[group]; }
  std::size_t groups() const { return groups_.size(); }
  const Group& group(std::size_t index) const { return groups_[index]; }

  std::vector<LinkReport> link_reports(Seconds end) const;
  std::vector<ServerReport> server_reports(Seconds end);

 private:
  /// The media of one link: its cells, or one for each device of each group that uses it.
  struct LinkMedia {
    const Link& link;
    std::deque<LinkStation> cells{};
    std::vector<std::deque<LinkStation>> own{};  ///< [group][device]
  };
  struct ServerCopies {
    const Server& server;
    std::vector<std::size_t> present;  ///< requests at each copy
    std::deque<ServerStation> copies{};
  };

  void add_link(const Link& link);
  void add_server(const Server& server, Itinerary& itinerary);
  void add_group(std::uint32_t index, const PolicyChoice& policy, Itinerary& itinerary);
  LinkMedia& media_of(const std::string& link);
  ServerCopies& copies_of(const std::string& server);

  const Scenario& scenario_;
  Engine& engine_;
  std::deque<LinkMedia> links_{};
  std::deque<ServerCopies> servers_{};
  std::deque<Group> groups_{};
  std::vector<std::deque<Device>> devices_{};
};

}  // namespace splitscape
