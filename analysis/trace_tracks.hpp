#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/request_spans.hpp"
#include "models/scenario.hpp"
#include "sim/request.hpp"

namespace splitscape {

/// The tracks of a trace of one run, and on which one each part of a request lies: of every device what it
/// computes and what waits for it, of every medium of a link what is in the air, of every copy of a server
/// what is served and what waits. They are numbered from 0, devices first, then links, then servers.
class TraceTracks {
 public:
  explicit TraceTracks(const Scenario& scenario);

  std::uint64_t count() const { return count_; }
  std::uint64_t of(const RequestRecord& record, const RequestSpan& span) const;
  /// That of what the device of a request computes.
  std::uint64_t device(const RequestRecord& record) const;
  std::string name(std::uint64_t track) const;

  /// What is counted over time: requests that wait for the devices of a group, are in the air of a link, wait
  /// for or are in service at a server. Numbered from 0; none for a phase that is not counted.
  static constexpr std::size_t not_counted = static_cast<std::size_t>(-1);
  std::size_t counter_of(const RequestRecord& record, const RequestSpan& span) const;
  std::size_t counters() const;
  std::string counter_name(std::size_t counter) const;

 private:
  /// Neighbouring tracks of the places of one kind that bear a name.
  struct Block {
    std::size_t index = 0;        ///< of its group, link or server in the scenario
    std::uint64_t first = 0;      ///< track
    std::uint64_t places = 0;     ///< devices, media, copies
    std::uint64_t per_place = 0;  ///< tracks
  };
  std::size_t link_index(const RequestRecord& record, std::size_t hop) const;
  std::size_t server_index(const RequestRecord& record, std::size_t hop) const;
  std::uint64_t on_device(const RequestRecord& record, std::uint64_t which) const;
  std::uint64_t on_link(const RequestRecord& record, std::size_t hop, std::uint64_t which) const;
  std::uint64_t on_server(const RequestRecord& record, std::size_t hop, std::uint64_t which) const;
  std::string device_name(std::uint64_t device) const;
  std::string link_name(std::size_t link, std::uint64_t medium) const;
  std::string server_name(std::size_t server, std::uint64_t copy) const;
  Block add_block(std::size_t index, std::uint64_t places, std::uint64_t per_place);

  const Scenario& scenario_;
  std::uint64_t count_ = 0;
  std::vector<Block> groups_{};
  std::vector<Block> links_{};
  std::vector<Block> servers_{};
  std::vector<std::uint64_t> devices_before_{};                         ///< of each group, over all groups
  std::vector<std::vector<std::vector<std::size_t>>> route_links_{};    ///< [group][route][hop]
  std::vector<std::vector<std::vector<std::size_t>>> route_servers_{};  ///< likewise
};

}  // namespace splitscape
