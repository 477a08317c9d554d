#include <fmt/format.h>

#include "analysis/column_text.hpp"
#include "analysis/columns.hpp"

namespace splitscape {
namespace {

using column::append;
using column::run_columns;
using column::text;

/// A mean and the half-width of its interval, as two neighbouring columns.
std::vector<Column<SummaryRow>> estimate_columns(const std::string& name, const std::string& unit,
                                                 const std::string& meaning, const std::string& expression,
                                                 Estimate GroupSummary::*member) {
  return {{name + unit, meaning, expression,
           [member](const SummaryRow& r) { return text((r.group.*member).mean); }},
          {name + "_ci95" + unit, "half the width of the 95 % confidence interval of " + name + unit,
           "batch means (docs/metrics.md)",
           [member](const SummaryRow& r) { return text((r.group.*member).half_width); }}};
}

std::string exit_shares(const GroupSummary& group) {
  std::string shares;
  for (std::size_t k = 0; k < group.exit_shares.size(); ++k) {
    if (group.exit_shares[k] == 0) continue;
    if (!shares.empty()) shares += ';';
    shares += fmt::format("{}:{}", k + 1, group.exit_shares[k]);
  }
  return shares;
}

std::string named_shares(const std::vector<std::pair<std::string, double>>& named) {
  std::string shares;
  for (const auto& [name, share] : named) {
    shares += fmt::format("{}{}:{}", shares.empty() ? "" : ";", name, share);
  }
  return shares;
}

std::vector<Column<SummaryRow>> make_summary_columns() {
  using Row = SummaryRow;
  auto columns = run_columns<Row>();
  append<Row>(
      columns,
      {{"group", "group of devices", "", [](const Row& r) { return r.group.group; }},
       {"devices", "devices of the group", "", [](const Row& r) { return text(r.group.devices); }},
       {"requests", "requests measured", "N: arrivals with A >= warmup",
        [](const Row& r) { return text(r.group.requests); }},
       {"completed", "of these, answered", "C: endings exited, finished_on_device, finished_on_server",
        [](const Row& r) { return text(r.group.completed); }},
       {"dropped", "turned away by a full queue", "ending dropped",
        [](const Row& r) { return text(r.group.dropped); }},
       {"lost", "their device ran out of energy", "ending lost",
        [](const Row& r) { return text(r.group.lost); }},
       {"unfinished", "in flight when the run stopped", "ending unfinished",
        [](const Row& r) { return text(r.group.unfinished); }}});
  append(columns, estimate_columns(
                      "accuracy", "", "share of right answers; empty where not every answer can be judged",
                      "(right + sum(accuracy_change)) / C, within 0 and 1", &GroupSummary::accuracy));
  append(columns, estimate_columns("latency_mean", "_s", "from arrival to answer", "sum(Z - A) / C",
                                   &GroupSummary::latency));
  append<Row>(columns, {{"latency_p50_s", "median latency",
                         "smallest latency that 50 % of the C requests do not exceed",
                         [](const Row& r) { return text(r.group.latency_p50); }},
                        {"latency_p95_s", "95th percentile of the latency", "likewise 95 %",
                         [](const Row& r) { return text(r.group.latency_p95); }},
                        {"latency_p99_s", "99th percentile of the latency", "likewise 99 %",
                         [](const Row& r) { return text(r.group.latency_p99); }}});
  append(columns,
         estimate_columns("deadline_miss_rate", "",
                          "share of requests answered late or never; empty without a deadline",
                          "(Z - A > deadline, or not completed) / N", &GroupSummary::deadline_miss_rate));
  append(columns, estimate_columns("device_energy_mean", "_j",
                                   "energy of the device that belongs to a request: computing, sending, "
                                   "receiving; empty where a power is not known",
                                   "sum(E_head + E_exit + E_tx + E_rx) / C", &GroupSummary::device_energy));
  append(columns,
         estimate_columns("device_power_mean", "_w",
                          "mean power of a device, idling included; empty where a power is not known",
                          "energy drawn from warmup to end / (devices x (end - warmup))",
                          &GroupSummary::device_power));
  append(columns,
         estimate_columns("cost", "",
                          "what an answer cost, in units of confidence, by the prices of its device's "
                          "owner; an energy that is not known counts nothing",
                          "sum(second x (Z - A) + joule x E) / C", &GroupSummary::cost));
  append(columns, estimate_columns("reward", "",
                                   "confidence of an answer, where the samples tell it, minus what it cost",
                                   "sum(confidence - cost) / C", &GroupSummary::reward));
  append<Row>(
      columns,
      {{"regret",
        "what the best fixed arm would have earned more over all answers, unloaded (regret.csv); empty "
        "without answers",
        "sum(reward of the best arm - reward)", [](const Row& r) { return text(r.group.regret); }}});
  append(columns,
         estimate_columns("offload_rate", "", "share of answers whose request was sent over the first hop",
                          "(S1 exists) / C", &GroupSummary::offload_rate));
  append(columns, estimate_columns("uplink_bytes_mean", "", "bytes sent by the device for a request",
                                   "sum(uplink_bytes) / C", &GroupSummary::uplink_bytes));
  append(columns, estimate_columns("throughput", "_rps", "answers a second", "C / (end - warmup)",
                                   &GroupSummary::throughput));
  append<Row>(
      columns,
      {{"exit_shares", "share of answers of each exit that answered, the end of the network last",
        "1:share;2:share;...", [](const Row& r) { return exit_shares(r.group); }},
       {"cut_shares",
        "share of requests of each cut (last layer before it, one a hop, joined by |), most frequent first",
        "cut:share;...", [](const Row& r) { return named_shares(r.group.cut_shares); }},
       {"route_shares",
        "share of requests of each path, in the order of the scenario; empty where there is one",
        "path:share;...", [](const Row& r) { return named_shares(r.group.route_shares); }},
       {"device_weights_bytes",
        "weights that a device holds: of the layers and exit heads up to the deepest cut that was chosen",
        "max over cuts of the weights before the first",
        [](const Row& r) { return text(r.group.device_weights); }},
       {"server_utilisation_max", "highest utilisation of a server on the group's path",
        "max over copies of slot time / (slots x end)",
        [](const Row& r) { return text(r.group.server_utilisation_max); }},
       {"server_cost",
        "what the use of all servers on the group's paths cost, from 0 to the end of the run, that by other "
        "groups included; empty where none has a price",
        "sum(cost of servers.csv)", [](const Row& r) { return text(r.group.server_cost); }},
       {"verdict", "stable, backlogged or overloaded",
        "share of requests piled up or dropped: up to 1 %, up to 5 %, more",
        [](const Row& r) { return std::string(name(r.group.verdict)); }},
       {"mser5_warmup_s",
        "warm-up that MSER-5 finds in all latencies in the order of completion: `warmup` should not be "
        "shorter; empty where the run is too short to tell, or never comes to rest",
        "A of the first request of the first batch of five that is kept (docs/statistics.md)",
        [](const Row& r) { return text(r.group.mser5_warmup); }}});
  return columns;
}

}  // namespace

const std::vector<Column<SummaryRow>>& summary_columns() {
  static const auto columns = make_summary_columns();
  return columns;
}

}  // namespace splitscape
