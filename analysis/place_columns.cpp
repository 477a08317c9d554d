#include <fmt/format.h>

#include "analysis/column_text.hpp"
#include "analysis/columns.hpp"

namespace splitscape {
namespace {

using column::append;
using column::run_columns;
using column::text;

std::uint64_t completed(const DeviceReport& device) {
  std::uint64_t count = 0;
  for (std::size_t ending = 0; ending < ending_count; ++ending) {
    if (answered(static_cast<Ending>(ending))) count += device.endings[ending];
  }
  return count;
}

std::uint64_t ended(const DeviceReport& device, Ending ending) {
  return device.endings[static_cast<std::size_t>(ending)];
}

bool knows_request_energy(const DeviceRow& row) {
  return row.report.groups[row.device.group].knows_request_energy;
}

bool knows_power(const DeviceRow& row) {
  return row.report.groups[row.device.group].knows_power;
}

std::vector<Column<DeviceRow>> make_device_columns() {
  using Row = DeviceRow;
  auto columns = run_columns<Row>();
  append<Row>(
      columns,
      {{"group", "group of the device", "",
        [](const Row& r) { return r.report.groups[r.device.group].name; }},
       {"device", "number of the device in its group, from 0", "",
        [](const Row& r) { return text(std::uint64_t{r.device.number}); }},
       {"requests", "requests that arrived, warm-up included", "",
        [](const Row& r) {
          std::uint64_t sum = 0;
          for (const auto count : r.device.endings) sum += count;
          return text(sum);
        }},
       {"completed", "of these, answered", "", [](const Row& r) { return text(completed(r.device)); }},
       {"dropped", "turned away by a full queue", "",
        [](const Row& r) { return text(ended(r.device, Ending::dropped)); }},
       {"lost", "lost because its energy ran out", "",
        [](const Row& r) { return text(ended(r.device, Ending::lost)); }},
       {"unfinished", "in flight when the run stopped", "",
        [](const Row& r) { return text(ended(r.device, Ending::unfinished)); }},
       {"utilisation", "share of the time in which its processor computed", "computing time / end",
        [](const Row& r) { return r.report.end.value > 0 ? text(r.device.computing / r.report.end) : ""; }},
       {"idle_energy_j", "energy of idling", "idle power x time not computing, radio idle included",
        [](const Row& r) { return knows_power(r) ? text(r.device.energy.idle) : ""; }},
       {"head_energy_j", "energy of computing layers", "sum(E_head)",
        [](const Row& r) { return knows_request_energy(r) ? text(r.device.energy.requests.head) : ""; }},
       {"exit_energy_j", "energy of computing exit heads", "sum(E_exit)",
        [](const Row& r) { return knows_request_energy(r) ? text(r.device.energy.requests.exits) : ""; }},
       {"transmit_energy_j", "energy of sending", "sum(E_tx)",
        [](const Row& r) { return knows_request_energy(r) ? text(r.device.energy.requests.transmit) : ""; }},
       {"receive_energy_j", "energy of receiving", "sum(E_rx)",
        [](const Row& r) { return knows_request_energy(r) ? text(r.device.energy.requests.receive) : ""; }},
       {"energy_j", "all energy, from 0 to the end of the run", "idle + head + exit + transmit + receive",
        [](const Row& r) { return knows_power(r) ? text(r.device.energy.total()) : ""; }},
       {"power_mean_w", "mean power", "energy_j / end",
        [](const Row& r) {
          return knows_power(r) && r.report.end.value > 0 ? text(r.device.energy.total() / r.report.end) : "";
        }},
       {"lifetime_s", "when its battery was empty; empty where it was not", "",
        [](const Row& r) { return text(r.device.lifetime); }},
       {"battery_left_j", "left in its battery at the end; empty on mains", "battery - energy_j",
        [](const Row& r) { return text(r.device.battery_left); }},
       {"sent_bytes", "bytes it sent", "", [](const Row& r) { return text(r.device.sent); }},
       {"received_bytes", "bytes it received", "", [](const Row& r) { return text(r.device.received); }}});
  return columns;
}

std::vector<Column<LinkRow>> make_link_columns() {
  using Row = LinkRow;
  auto columns = run_columns<Row>();
  append<Row>(
      columns,
      {{"link", "name of the link", "", [](const Row& r) { return r.link.name; }},
       {"direction", "up or down", "", [](const Row& r) { return std::string(r.link.up ? "up" : "down"); }},
       {"media", "media of the link: its cells, or one a device", "",
        [](const Row& r) { return text(r.link.media); }},
       {"transfers", "transfers begun", "", [](const Row& r) { return text(r.link.transfers); }},
       {"sent_bytes", "bytes of the transfers begun", "", [](const Row& r) { return text(r.link.sent); }},
       {"delivered_bytes", "bytes of the transfers that arrived", "",
        [](const Row& r) { return text(r.link.delivered); }},
       {"lost_bytes", "bytes of the transfers that never arrived", "sent - delivered",
        [](const Row& r) { return text(r.link.lost); }},
       {"busy", "share of the time in which something was in the air, mean over the media",
        "busy time / (media x end)",
        [](const Row& r) {
          const double time = static_cast<double>(r.link.media) * r.report.end.value;
          return time > 0 ? text(r.link.busy.value / time) : "";
        }},
       {"goodput_bps", "delivered bits a second, over all media", "8 x delivered_bytes / end",
        [](const Row& r) { return r.report.end.value > 0 ? text(r.link.delivered / r.report.end) : ""; }}});
  return columns;
}

std::vector<Column<ServerRow>> make_server_columns() {
  using Row = ServerRow;
  auto columns = run_columns<Row>();
  append<Row>(
      columns,
      {{"server", "name of the server", "", [](const Row& r) { return r.server.name; }},
       {"copies", "copies of the server", "", [](const Row& r) { return text(r.server.copies); }},
       {"slots", "slots of one copy", "", [](const Row& r) { return text(r.server.slots); }},
       {"arrived", "requests that reached it", "", [](const Row& r) { return text(r.server.arrived); }},
       {"turned_away", "requests that found its queue full", "",
        [](const Row& r) { return text(r.server.turned_away); }},
       {"served", "requests it finished", "", [](const Row& r) { return text(r.server.served); }},
       {"batches", "batches it began; requests where nothing is batched", "",
        [](const Row& r) { return text(r.server.batches); }},
       {"utilisation", "share of its slots that were taken, mean over time and copies",
        "slot time / (copies x slots x end)",
        [](const Row& r) {
          const double time = static_cast<double>(r.server.copies * r.server.slots) * r.report.end.value;
          return time > 0 ? text(r.server.slot_time.value / time) : "";
        }},
       {"utilisation_max", "of the copy that was used most", "",
        [](const Row& r) { return text(r.server.highest_utilisation); }},
       {"waiting_mean", "requests waiting, mean over time, over all copies",
        "integral of the number waiting / end",
        [](const Row& r) {
          return r.report.end.value > 0 ? text(r.server.waiting_integral / r.report.end.value) : "";
        }},
       {"wait_mean_s", "time from reaching the server to its service", "sum(B - D) / served",
        [](const Row& r) {
          return r.server.served > 0 ? text(r.server.waited / static_cast<double>(r.server.served)) : "";
        }},
       {"stay_mean_s", "time from reaching the server to the end of its service", "sum(F - D) / served",
        [](const Row& r) {
          return r.server.served > 0 ? text(r.server.stayed / static_cast<double>(r.server.served)) : "";
        }},
       {"energy_j", "energy of all copies, from 0 to the end of the run; empty where a power is not known",
        "copies x idle power x end + (computing - idle power) / slots x slot time",
        [](const Row& r) { return text(r.server.energy); }},
       {"cost", "what its use cost, from 0 to the end of the run; empty where it has no price",
        "price a request x served + price an hour x slot time / 3600",
        [](const Row& r) { return text(r.server.cost); }}});
  return columns;
}

}  // namespace

const std::vector<Column<DeviceRow>>& device_columns() {
  static const auto columns = make_device_columns();
  return columns;
}

const std::vector<Column<LinkRow>>& link_columns() {
  static const auto columns = make_link_columns();
  return columns;
}

const std::vector<Column<ServerRow>>& server_columns() {
  static const auto columns = make_server_columns();
  return columns;
}

}  // namespace splitscape
