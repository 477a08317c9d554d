#include "analysis/columns.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <stdexcept>

using namespace splitscape;

namespace {

/// Every column of every file, as "file.column".
std::vector<std::pair<std::string, std::string>> all_columns() {
  std::vector<std::pair<std::string, std::string>> all;
  const auto add = [&all](const std::string& file, const auto& columns) {
    for (const auto& column : columns) all.emplace_back(file, column.name);
  };
  add("summary", summary_columns());
  add("devices", device_columns());
  add("links", link_columns());
  add("servers", server_columns());
  add("learned", learned_columns());
  add("requests", request_columns(3));
  return all;
}

template <class Row>
std::string value(const std::vector<Column<Row>>& columns, const std::string& name, const Row& row) {
  for (const auto& column : columns) {
    if (column.name == name) return column.value(row);
  }
  throw std::out_of_range("no column " + name);
}

template <class Row>
void check_words(const std::vector<Column<Row>>& columns) {
  for (const auto& column : columns) {
    CAPTURE(column.name);
    CHECK_FALSE(column.meaning.empty());
    CHECK(column.meaning.find('\n') == std::string::npos);
    CHECK(column.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
  }
}

const RunIdentity identity{.scenario = "idle", .policy = "fast", .seed = 7, .run = 8};

/// A run of 100 s whose powers are known.
RunReport known_report() {
  RunReport report;
  report.end = {100};
  report.groups.push_back({.name = "sensors", .knows_request_energy = true, .knows_power = true});
  return report;
}

}  // namespace

// ---- the tables

TEST_CASE("no file has two columns of one name") {
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& column : all_columns()) {
    CAPTURE(column.second);
    CHECK(seen.insert(column).second);
  }
}

TEST_CASE("the name of a column ends in its unit or is known to have none") {
  const std::set<std::string> without_unit{
      // names and numbers
      "scenario", "policy", "seed", "run", "group", "device", "link", "direction", "server", "request",
      "sample", "cut", "route", "copy", "ending", "exit", "place", "verdict", "index", "value",
      // counts
      "devices", "requests", "completed", "dropped", "lost", "unfinished", "media", "transfers", "copies",
      "slots", "arrived", "turned_away", "served", "batches", "waiting_mean",
      // money, of a currency without a name
      "cost", "server_cost",
      // units of confidence, in which "cost" of a summary is too
      "cost_ci95", "reward", "reward_ci95", "regret",
      // shares and yes or no
      "accuracy", "accuracy_ci95", "deadline_miss_rate", "deadline_miss_rate_ci95", "offload_rate",
      "offload_rate_ci95", "exit_shares", "cut_shares", "route_shares", "server_utilisation_max",
      "utilisation", "utilisation_max", "busy", "measured", "correct", "confidence", "accuracy_change",
      "deadline_missed"};
  const std::vector<std::string> units{"_s", "_j", "_w", "_bytes", "_bps", "_rps"};
  // The one whose unit stands in the middle: so it is called in the literature.
  const std::set<std::string> unit_inside{"uplink_bytes_mean", "uplink_bytes_mean_ci95"};
  for (const auto& [file, name] : all_columns()) {
    if (without_unit.contains(name) || unit_inside.contains(name)) continue;
    const bool has_unit = std::any_of(
        units.begin(), units.end(), [&name = name](const std::string& unit) { return name.ends_with(unit); });
    CAPTURE(file);
    CAPTURE(name);
    CHECK(has_unit);
  }
}

TEST_CASE("every column says what it means in one line") {
  check_words(summary_columns());
  check_words(device_columns());
  check_words(link_columns());
  check_words(server_columns());
  check_words(learned_columns());
  check_words(request_columns(2));
}

TEST_CASE("every file begins with the run that its lines belong to") {
  const auto begins = [](const auto& columns) {
    return columns.size() > 4 && columns[0].name == "scenario" && columns[1].name == "policy" &&
           columns[2].name == "seed" && columns[3].name == "run";
  };
  CHECK(begins(summary_columns()));
  CHECK(begins(device_columns()));
  CHECK(begins(link_columns()));
  CHECK(begins(server_columns()));
  CHECK(begins(learned_columns()));
  CHECK(begins(request_columns(0)));
  const GroupSummary group;
  const SummaryRow row{identity, group};
  CHECK(value(summary_columns(), "scenario", row) == "idle");
  CHECK(value(summary_columns(), "policy", row) == "fast");
  CHECK(value(summary_columns(), "seed", row) == "7");
  CHECK(value(summary_columns(), "run", row) == "8");
}

// ---- summary.csv

TEST_CASE("an estimate is two columns and empty where it is unknown") {
  GroupSummary group;
  group.latency = {0.25, std::nullopt};
  const SummaryRow row{identity, group};
  CHECK(value(summary_columns(), "latency_mean_s", row) == "0.25");
  CHECK(value(summary_columns(), "latency_mean_ci95_s", row) == "");
  CHECK(value(summary_columns(), "accuracy", row) == "");
  CHECK(value(summary_columns(), "latency_p95_s", row) == "");
}

TEST_CASE("the shares of exits and cuts are written as pairs and exits without answers left out") {
  GroupSummary group;
  group.exit_shares = {0.25, 0, 0.75};
  group.cut_shares = {{"a|b", 0.6}, {"input|c", 0.4}};
  const SummaryRow row{identity, group};
  CHECK(value(summary_columns(), "exit_shares", row) == "1:0.25;3:0.75");
  CHECK(value(summary_columns(), "cut_shares", row) == "a|b:0.6;input|c:0.4");
  CHECK(value(summary_columns(), "verdict", row) == "stable");
}

// ---- devices.csv

TEST_CASE("the columns of a device follow from its report") {
  const RunReport report = known_report();
  DeviceReport device{.number = 4};
  device.endings = {1, 2, 3, 4, 5, 6};  // exited, on device, on server, dropped, lost, unfinished
  device.computing = {25};
  device.energy.idle = {10};
  device.energy.requests = {.head = {1}, .exits = {2}, .transmit = {3}, .receive = {4}};
  device.lifetime = Seconds{80};
  device.battery_left = Joules{};
  device.sent = {1000};
  device.received = {50};
  const DeviceRow row{identity, report, device};
  const auto& columns = device_columns();
  CHECK(value(columns, "group", row) == "sensors");
  CHECK(value(columns, "device", row) == "4");
  CHECK(value(columns, "requests", row) == "21");
  CHECK(value(columns, "completed", row) == "6");
  CHECK(value(columns, "dropped", row) == "4");
  CHECK(value(columns, "lost", row) == "5");
  CHECK(value(columns, "unfinished", row) == "6");
  CHECK(value(columns, "utilisation", row) == "0.25");
  CHECK(value(columns, "idle_energy_j", row) == "10");
  CHECK(value(columns, "transmit_energy_j", row) == "3");
  CHECK(value(columns, "energy_j", row) == "20");
  CHECK(value(columns, "power_mean_w", row) == "0.2");
  CHECK(value(columns, "lifetime_s", row) == "80");
  CHECK(value(columns, "battery_left_j", row) == "0");
  CHECK(value(columns, "sent_bytes", row) == "1000");
  CHECK(value(columns, "received_bytes", row) == "50");
}

TEST_CASE("the energies of a device are empty where its powers are not known") {
  RunReport report = known_report();
  report.groups.front().knows_power = false;
  const DeviceReport device;
  const DeviceRow row{identity, report, device};
  const auto& columns = device_columns();
  CHECK(value(columns, "idle_energy_j", row) == "");
  CHECK(value(columns, "energy_j", row) == "");
  CHECK(value(columns, "power_mean_w", row) == "");
  CHECK(value(columns, "head_energy_j", row) == "0");
  report.groups.front().knows_request_energy = false;
  CHECK(value(columns, "head_energy_j", row) == "");
  CHECK(value(columns, "exit_energy_j", row) == "");
  CHECK(value(columns, "transmit_energy_j", row) == "");
  CHECK(value(columns, "receive_energy_j", row) == "");
  CHECK(value(columns, "lifetime_s", row) == "");
  CHECK(value(columns, "battery_left_j", row) == "");
}

TEST_CASE("a run that took no time has no shares of it") {
  RunReport report = known_report();
  report.end = {};
  const DeviceReport device;
  CHECK(value(device_columns(), "utilisation", DeviceRow{identity, report, device}) == "");
  const LinkReport link{.name = "air", .media = 1};
  CHECK(value(link_columns(), "busy", LinkRow{identity, report, link}) == "");
  CHECK(value(link_columns(), "goodput_bps", LinkRow{identity, report, link}) == "");
  const ServerReport server{.name = "edge", .copies = 1, .slots = 1};
  CHECK(value(server_columns(), "utilisation", ServerRow{identity, report, server}) == "");
  CHECK(value(server_columns(), "waiting_mean", ServerRow{identity, report, server}) == "");
}

// ---- links.csv and servers.csv

TEST_CASE("the columns of a link follow from its report") {
  const RunReport report = known_report();
  const LinkReport link{.name = "air",
                        .up = false,
                        .media = 4,
                        .transfers = 9,
                        .sent = {1000},
                        .delivered = {750},
                        .lost = {250},
                        .busy = {80}};
  const LinkRow row{identity, report, link};
  const auto& columns = link_columns();
  CHECK(value(columns, "link", row) == "air");
  CHECK(value(columns, "direction", row) == "down");
  CHECK(value(columns, "media", row) == "4");
  CHECK(value(columns, "transfers", row) == "9");
  CHECK(value(columns, "sent_bytes", row) == "1000");
  CHECK(value(columns, "delivered_bytes", row) == "750");
  CHECK(value(columns, "lost_bytes", row) == "250");
  CHECK(value(columns, "busy", row) == "0.2");        // 80 s of 4 x 100 s
  CHECK(value(columns, "goodput_bps", row) == "60");  // 6000 bits in 100 s
}

TEST_CASE("the columns of a server follow from its report") {
  const RunReport report = known_report();
  const ServerReport server{.name = "edge",
                            .copies = 2,
                            .slots = 4,
                            .arrived = 12,
                            .turned_away = 2,
                            .served = 10,
                            .batches = 5,
                            .slot_time = {200},
                            .waited = {30},
                            .stayed = {50},
                            .waiting_integral = 25,
                            .highest_utilisation = 0.5,
                            .energy = Joules{1234}};
  const ServerRow row{identity, report, server};
  const auto& columns = server_columns();
  CHECK(value(columns, "server", row) == "edge");
  CHECK(value(columns, "copies", row) == "2");
  CHECK(value(columns, "slots", row) == "4");
  CHECK(value(columns, "arrived", row) == "12");
  CHECK(value(columns, "turned_away", row) == "2");
  CHECK(value(columns, "served", row) == "10");
  CHECK(value(columns, "batches", row) == "5");
  CHECK(value(columns, "utilisation", row) == "0.25");  // 200 s of 2 x 4 x 100 s
  CHECK(value(columns, "utilisation_max", row) == "0.5");
  CHECK(value(columns, "waiting_mean", row) == "0.25");
  CHECK(value(columns, "wait_mean_s", row) == "3");
  CHECK(value(columns, "stay_mean_s", row) == "5");
  CHECK(value(columns, "energy_j", row) == "1234");
}

TEST_CASE("a server that served nobody has no mean times and one of unknown powers no energy") {
  const RunReport report = known_report();
  const ServerReport server{.name = "edge", .copies = 1, .slots = 1};
  const ServerRow row{identity, report, server};
  CHECK(value(server_columns(), "wait_mean_s", row) == "");
  CHECK(value(server_columns(), "stay_mean_s", row) == "");
  CHECK(value(server_columns(), "energy_j", row) == "");
  CHECK(value(server_columns(), "utilisation", row) == "0");
}

// ---- requests.csv

TEST_CASE("the columns of a request follow from its record") {
  const GroupNames names{.group = "sensors",
                         .cuts = {"input", "a", "b"},
                         .places = {"device", "edge"},
                         .deadline = Seconds{2},
                         .knows_energy = true};
  RequestRecord record{.id = 3, .device = 4, .sample = 5, .measured = true};
  record.decision.cuts = {1};
  record.ending = Ending::exited;
  record.exit = 2;
  record.place = 1;
  record.correct = Correctness::wrong;
  record.confidence = 0.75;
  record.accuracy_change = -0.25;
  record.arrival = {10};
  record.head_start = {10.5};
  record.head_end = {10.75};
  record.hops = {{.send_start = {11}, .sent = {11.25}, .delivered = {11.5}}};
  record.answer = {11.75};
  record.end = {12};
  record.uplink = {600};
  record.downlink = {60};
  record.energy = {.head = {1}, .exits = {2}, .transmit = {3}, .receive = {4}};
  const RequestRow row{identity, names, record};
  const auto columns = request_columns(1);
  const std::vector<std::pair<std::string, std::string>> expected{{"request", "3"},
                                                                  {"group", "sensors"},
                                                                  {"device", "4"},
                                                                  {"sample", "5"},
                                                                  {"measured", "1"},
                                                                  {"route", ""},
                                                                  {"copy", ""},
                                                                  {"cut", "a"},
                                                                  {"ending", "exited"},
                                                                  {"exit", "2"},
                                                                  {"place", "edge"},
                                                                  {"correct", "0"},
                                                                  {"confidence", "0.75"},
                                                                  {"accuracy_change", "-0.25"},
                                                                  {"arrival_s", "10"},
                                                                  {"head_start_s", "10.5"},
                                                                  {"head_end_s", "10.75"},
                                                                  {"hop1_send_start_s", "11"},
                                                                  {"hop1_sent_s", "11.25"},
                                                                  {"hop1_delivered_s", "11.5"},
                                                                  {"hop1_service_start_s", ""},
                                                                  {"hop1_service_end_s", ""},
                                                                  {"answer_s", "11.75"},
                                                                  {"end_s", "12"},
                                                                  {"latency_s", "2"},
                                                                  {"deadline_missed", "0"},
                                                                  {"uplink_bytes", "600"},
                                                                  {"downlink_bytes", "60"},
                                                                  {"head_energy_j", "1"},
                                                                  {"exit_energy_j", "2"},
                                                                  {"transmit_energy_j", "3"},
                                                                  {"receive_energy_j", "4"}};
  for (const auto& [name, text] : expected) {
    CAPTURE(name);
    CHECK(value(columns, name, row) == text);
  }
  CHECK(columns.size() == 4 + expected.size());
}

TEST_CASE("the path and the copy that were chosen are columns of a request") {
  const GroupNames names{.places = {"device", "edge"},
                         .routes = {{.name = "near", .places = {"device", "edge"}},
                                    {.name = "far", .places = {"device", "cloud"}}}};
  RequestRecord record{};
  record.decision.route = 1;
  record.decision.copy = 4;
  record.exit = 1;
  record.place = 1;
  const RequestRow row{identity, names, record};
  CHECK(value(request_columns(1), "route", row) == "far");
  CHECK(value(request_columns(1), "copy", row) == "4");
  CHECK(value(request_columns(1), "place", row) == "cloud");
}

TEST_CASE("a request without an answer has empty fields for it") {
  const GroupNames names{.group = "sensors", .cuts = {"input"}, .places = {"device"}, .deadline = Seconds{2}};
  RequestRecord record;
  record.ending = Ending::dropped;
  const RequestRow row{identity, names, record};
  const auto columns = request_columns(1);
  for (const std::string name : {"exit", "place", "correct", "confidence", "head_start_s", "hop1_sent_s",
                                 "answer_s", "end_s", "latency_s", "head_energy_j"}) {
    CAPTURE(name);
    CHECK(value(columns, name, row) == "");
  }
  CHECK(value(columns, "ending", row) == "dropped");
  CHECK(value(columns, "deadline_missed", row) == "1");
  CHECK(value(columns, "cut", row) == "");
}

TEST_CASE("every ending has a name") {
  const GroupNames names{};
  RequestRecord record;
  const std::pair<Ending, std::string> endings[] = {
      {Ending::exited, "exited"},   {Ending::finished_on_device, "finished_on_device"},
      {Ending::dropped, "dropped"}, {Ending::finished_on_server, "finished_on_server"},
      {Ending::lost, "lost"},       {Ending::unfinished, "unfinished"}};
  for (const auto& [ending, name] : endings) {
    record.ending = ending;
    CHECK(value(request_columns(0), "ending", RequestRow{identity, names, record}) == name);
  }
}

TEST_CASE("a deadline is missed after it and not at it") {
  GroupNames names{.deadline = Seconds{2}};
  RequestRecord record;
  record.ending = Ending::finished_on_device;
  const auto missed = [&](double end) {
    record.end = {end};
    return value(request_columns(0), "deadline_missed", RequestRow{identity, names, record});
  };
  CHECK(missed(2) == "0");
  CHECK(missed(2.5) == "1");
  names.deadline.reset();
  CHECK(missed(2.5) == "");
}

TEST_CASE("a request has the instants of as many hops as the longest path") {
  const GroupNames names{};
  RequestRecord record;
  record.hops = {{.sent = {1}}};
  const RequestRow row{identity, names, record};
  CHECK(request_columns(2).size() == request_columns(0).size() + 2 * 5);
  CHECK(value(request_columns(2), "hop1_sent_s", row) == "1");
  CHECK(value(request_columns(2), "hop2_sent_s", row) == "");  // its own path is shorter
}
