#include <fmt/format.h>

#include "analysis/column_text.hpp"
#include "analysis/columns.hpp"
#include "analysis/ending_name.hpp"

namespace splitscape {
namespace {

using column::append;
using column::run_columns;
using column::text;

std::string correctness(const RequestRecord& record) {
  if (record.correct == Correctness::unknown) return "";
  return record.correct == Correctness::right ? "1" : "0";
}

void append_hop(std::vector<Column<RequestRow>>& columns, std::size_t hop) {
  using Row = RequestRow;
  const auto instant = [hop](Seconds HopInstants::*member) {
    return [hop, member](const Row& r) {
      return hop < r.record.hops.size() ? text(r.record.hops[hop].*member) : "";
    };
  };
  const std::string prefix = fmt::format("hop{}_", hop + 1);
  const std::string k = fmt::format("{}", hop + 1);
  append<Row>(columns, {{prefix + "send_start_s", "its first byte leaves for place " + k, "S" + k,
                         instant(&HopInstants::send_start)},
                        {prefix + "sent_s", "its last byte has left", "T" + k, instant(&HopInstants::sent)},
                        {prefix + "delivered_s", "its last byte has arrived at place " + k, "D" + k,
                         instant(&HopInstants::delivered)},
                        {prefix + "service_start_s", "server " + k + " begins to compute it", "B" + k,
                         instant(&HopInstants::service_start)},
                        {prefix + "service_end_s", "server " + k + " is done with it", "F" + k,
                         instant(&HopInstants::service_end)}});
}

Column<RequestRow> energy_column(const std::string& name, const std::string& meaning,
                                 const std::string& symbol, Joules RequestEnergy::*member) {
  return {name, meaning, symbol, [member](const RequestRow& r) {
            return r.names.knows_energy ? text(r.record.energy.*member) : std::string();
          }};
}

}  // namespace

std::vector<Column<RequestRow>> request_columns(std::size_t hops) {
  using Row = RequestRow;
  auto columns = run_columns<Row>();
  append<Row>(
      columns,
      {{"request", "number of the request, in order of arrival, from 0", "",
        [](const Row& r) { return text(r.record.id); }},
       {"group", "group of its device", "", [](const Row& r) { return r.names.group; }},
       {"device", "number of its device in the group", "",
        [](const Row& r) { return text(std::uint64_t{r.record.device}); }},
       {"sample", "row of the sample trace", "", [](const Row& r) { return text(r.record.sample); }},
       {"measured", "1: it arrived after the warm-up", "A >= warmup",
        [](const Row& r) { return std::string(r.record.measured ? "1" : "0"); }},
       {"route", "path that was chosen; empty where its group has one", "",
        [](const Row& r) { return r.names.route(r.record.decision); }},
       {"copy", "copy of the last server that was chosen, from 0; empty: as dealt out", "",
        [](const Row& r) {
          const auto copy = r.record.decision.copy;
          return copy == as_dealt_out ? std::string() : text(std::uint64_t{copy});
        }},
       {"cut", "last layer before each cut, one a hop, joined by |; a bottleneck that was chosen follows a +",
        "", [](const Row& r) { return r.names.cut(r.record.decision.cuts, r.record.decision.encodings); }},
       {"ending", "exited, finished_on_device, finished_on_server, dropped, lost or unfinished", "",
        [](const Row& r) { return std::string(ending_name(r.record.ending)); }},
       {"exit", "exit that answered, from 1; the end of the network is the last; empty: none did", "",
        [](const Row& r) { return r.record.exit > 0 ? text(r.record.exit) : ""; }},
       {"place", "where it was answered: device or a server; empty: nowhere", "",
        [](const Row& r) {
          return r.record.exit > 0 ? r.names.place(r.record.decision, r.record.place) : "";
        }},
       {"correct", "1: the answer is right, 0: wrong; empty: not known", "",
        [](const Row& r) { return correctness(r.record); }},
       {"confidence", "of the answer; empty: not known", "",
        [](const Row& r) { return text(r.record.confidence); }},
       {"accuracy_change",
        "of the share of right answers, by the bottlenecks crossed before the answer; empty: no answer", "",
        [](const Row& r) { return r.record.exit > 0 ? text(r.record.accuracy_change) : std::string(); }},
       {"arrival_s", "it arrives at its device", "A", [](const Row& r) { return text(r.record.arrival); }},
       {"head_start_s", "the device begins to compute it", "H0",
        [](const Row& r) { return text(r.record.head_start); }},
       {"head_end_s", "the device is done with it", "H1",
        [](const Row& r) { return text(r.record.head_end); }}});
  for (std::size_t hop = 0; hop < hops; ++hop) append_hop(columns, hop);
  append<Row>(
      columns,
      {{"answer_s", "the answer is known, where it was found", "K",
        [](const Row& r) { return text(r.record.answer); }},
       {"end_s", "the answer has reached the device, or stays where it was found", "Z",
        [](const Row& r) { return text(r.record.end); }},
       {"latency_s", "from arrival to answer", "Z - A",
        [](const Row& r) { return text(r.record.latency()); }},
       {"deadline_missed", "1: late or never; empty without a deadline", "Z - A > deadline, or not completed",
        [](const Row& r) -> std::string {
          if (!r.names.deadline) return "";
          return answered(r.record.ending) && r.record.latency() <= *r.names.deadline ? "0" : "1";
        }},
       {"uplink_bytes", "bytes its device sent", "", [](const Row& r) { return text(r.record.uplink); }},
       {"downlink_bytes", "bytes its device received", "",
        [](const Row& r) { return text(r.record.downlink); }},
       energy_column("head_energy_j", "energy of its device for computing layers", "E_head",
                     &RequestEnergy::head),
       energy_column("exit_energy_j", "for computing exit heads", "E_exit", &RequestEnergy::exits),
       energy_column("transmit_energy_j", "for sending", "E_tx", &RequestEnergy::transmit),
       energy_column("receive_energy_j", "for receiving", "E_rx", &RequestEnergy::receive)});
  return columns;
}

}  // namespace splitscape
