#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/units.hpp"
#include "sim/energy_meter.hpp"
#include "sim/request.hpp"

namespace splitscape {

inline constexpr std::size_t ending_count = 6;
/// How many requests ended in each way, indexed by Ending.
using EndingCounts = std::array<std::uint64_t, ending_count>;

/// What a device left behind.
struct DeviceReport {
  std::uint32_t group = 0;
  std::uint32_t number = 0;  ///< in its group
  EndingCounts endings{};
  Seconds computing{};                ///< time its processor was busy
  EnergyLedger energy{};              ///< with zeros where powers are not known: see its group
  Joules integral{};                  ///< of its power over time
  Joules rounding{};                  ///< what the integral may be off, by the resolution of the clock
  std::optional<Seconds> lifetime{};  ///< when its battery was empty; absent: it was not
  std::optional<Joules> battery_left{};
  Bytes sent{};
  Bytes received{};
};

/// What went over a link, in one direction, over all its cells or devices.
struct LinkReport {
  std::string name;
  bool up = true;
  std::size_t media = 0;        ///< how many such media there were
  std::uint64_t transfers = 0;  ///< begun
  Bytes sent{};                 ///< of the transfers begun
  Bytes delivered{};
  Bytes lost{};    ///< of transfers that never arrived
  Seconds busy{};  ///< time with at least one transfer in the air, summed over the media
};

/// What a server did, over all its copies.
struct ServerReport {
  std::string name;
  std::size_t copies = 0;
  std::size_t slots = 0;      ///< of one copy
  std::uint64_t arrived = 0;  ///< requests
  std::uint64_t turned_away = 0;
  std::uint64_t served = 0;        ///< requests
  std::uint64_t batches = 0;       ///< began; equals the requests where nothing is batched
  Seconds slot_time{};             ///< sum over slots of the time they were taken
  Seconds waited{};                ///< sum over requests of the time from arrival to service
  Seconds stayed{};                ///< likewise to the end of service
  double waiting_integral = 0;     ///< number waiting, integrated over time (s)
  double highest_utilisation = 0;  ///< of the copies
  std::optional<Joules> energy{};  ///< absent where powers are unknown
  std::optional<double> cost{};    ///< in the currency of its price; absent where it has none
};

/// What a group did in one of the equal parts of the measured time.
struct GroupWindow {
  std::uint64_t arrived = 0;
  std::uint64_t completed = 0;
  Joules energy{};  ///< of all its devices
};

struct Window {
  Seconds from{};
  Seconds until{};
  std::vector<GroupWindow> groups{};
};

struct GroupReport {
  std::string name;
  std::size_t devices = 0;
  std::uint64_t arrived = 0;
  EndingCounts endings{};
  bool knows_request_energy = false;         ///< the energies of its requests are known
  bool knows_power = false;                  ///< and its idle power
  std::uint64_t in_flight_after_warmup = 0;  ///< when measuring began
  std::uint64_t in_flight_at_end = 0;        ///< when arrivals stopped
  Joules energy_after_warmup{};              ///< of its devices, drawn since measuring began
};

/// All that a run leaves, apart from the records, which are handed out while it runs.
struct RunReport {
  Seconds warmup{};
  Seconds arrivals_end{};  ///< when the last request arrived, or arrivals were stopped
  Seconds end{};
  std::vector<GroupReport> groups{};
  std::vector<DeviceReport> devices{};
  std::vector<LinkReport> links{};  ///< two a link: up, down
  std::vector<ServerReport> servers{};
  std::vector<Window> windows{};  ///< from the warm-up to the end of arrivals

  /// Requests in = records out; bytes sent = bytes delivered + lost; every joule of the ledgers = power
  /// integrated over time. @throws std::logic_error that says which of these does not hold
  void verify() const;
};

}  // namespace splitscape
