#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "scenarios/loader/csv_table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;
using Json = nlohmann::json;

namespace {

/// Part, number of the request, begin and end in nanoseconds.
using Slice = std::tuple<std::string, long long, long long, long long>;

long long nanoseconds(double value, double unit) {
  return std::llround(value * unit);
}

/// A run of the program with its records and its trace.
class Traced {
 public:
  explicit Traced(const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"run"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    for (const std::string& argument : {std::string("--out"), directory_.path() + "/out",
                                        std::string("--requests"), std::string("--trace"), path()}) {
      all.push_back(argument);
    }
    ran = run_splitscape(all);
    REQUIRE(ran.err == "");
    REQUIRE(ran.code == 0);
    text = content(path());
    events = Json::parse(text).at("traceEvents");
    for (const Json& event : events) {
      if (event.at("name") == "process_name")
        policies[policy_in(event.at("args").at("name"))] = event.at("pid");
      if (event.at("name") == "thread_name") {
        threads[{event.at("pid"), event.at("tid")}] = event.at("args").at("name");
      }
    }
  }

  std::string path() const { return directory_.path() + "/trace.json"; }
  std::string out() const { return directory_.path() + "/out"; }

  Ran ran{};
  std::string text{};
  Json events{};
  std::map<std::string, int> policies{};  ///< number of the process
  std::map<std::pair<int, long long>, std::string> threads{};

 private:
  /// Of "SCENARIO: POLICY (seed 1, run 0)".
  static std::string policy_in(const std::string& name) {
    const auto from = name.find(": ") + 2;
    return name.substr(from, name.rfind(" (seed") - from);
  }

  TemporaryDirectory directory_{};
};

/// What docs/metrics.md says of the instants in a line of requests.csv: each belongs to the one before that
/// came.
void add_expected(std::map<int, std::multiset<Slice>>& expected, const CsvTable& table, std::size_t row,
                  int process) {
  const long long request = table.integer(row, table.column("request"));
  const auto instant = [&](const std::string& name) { return table.number(row, table.column(name + "_s")); };
  const auto came = [&](const std::string& name) {
    return !table.text(row, table.column(name + "_s")).empty();
  };
  double last = instant("arrival");
  const auto add = [&](const std::string& part, double from, double until) {
    const long long begin = nanoseconds(from, 1e9);
    const long long end = nanoseconds(until, 1e9);
    if (end > begin) expected[process].insert({part, request, begin, end});
  };
  const auto reach = [&](const std::string& name, const std::string& part) {
    if (!came(name)) return;
    add(part, last, instant(name));
    last = instant(name);
  };
  reach("head_start", "device_wait");
  reach("head_end", "head");
  for (int hop = 1; table.has_column("hop" + std::to_string(hop) + "_sent_s"); ++hop) {
    const std::string prefix = "hop" + std::to_string(hop) + "_";
    reach(prefix + "send_start", "send_wait");
    reach(prefix + "sent", "air");
    reach(prefix + "delivered", "link_latency");
    reach(prefix + "service_start", "server_wait");
    reach(prefix + "service_end", "service");
  }
  if (!came("answer")) return;
  if (instant("answer") > last) add("later_changes", last, instant("answer"));
  if (came("end")) add("way_back", instant("answer"), instant("end"));
}

std::map<int, std::multiset<Slice>> slices_in_records(const Traced& traced) {
  const CsvTable table(content(traced.out() + "/requests.csv"), "requests.csv", true);
  std::map<int, std::multiset<Slice>> expected;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    add_expected(expected, table, row,
                 traced.policies.at(std::string(table.text(row, table.column("policy")))));
  }
  return expected;
}

std::map<int, std::multiset<Slice>> slices_in_trace(const Traced& traced) {
  std::map<int, std::multiset<Slice>> found;
  for (const Json& event : traced.events) {
    if (event.at("ph") != "X") continue;
    const long long begin = nanoseconds(event.at("ts"), 1e3);
    found[event.at("pid")].insert(
        {event.at("cat"), event.at("args").at("request"), begin, begin + nanoseconds(event.at("dur"), 1e3)});
  }
  return found;
}

/// Every slice is one of the records, and the other way round.
void check_against_records(const Traced& traced) {
  const auto expected = slices_in_records(traced);
  const auto found = slices_in_trace(traced);
  REQUIRE(found.size() == expected.size());
  for (const auto& [process, slices] : expected) {
    CAPTURE(process);
    CHECK(slices.size() > 50);
    CHECK(found.at(process) == slices);
  }
}

/// Instants do not fall within a process, and no two slices of a thread overlap.
void check_order(const Traced& traced) {
  std::map<int, double> last;
  std::map<std::pair<int, long long>, long long> busy_until;
  std::size_t overlaps = 0;
  std::size_t falls = 0;
  for (const Json& event : traced.events) {
    if (!event.contains("ts")) continue;
    const double at = event.at("ts");
    falls += at < last[event.at("pid")] ? 1U : 0U;
    last[event.at("pid")] = at;
    if (event.at("ph") != "X") continue;
    long long& until = busy_until[{event.at("pid"), event.at("tid")}];
    const long long begin = nanoseconds(at, 1e3);
    overlaps += begin < until ? 1U : 0U;
    until = begin + nanoseconds(event.at("dur"), 1e3);
  }
  CHECK(falls == 0);
  CHECK(overlaps == 0);
}

/// Each request of more than one slice has one flow, which begins, goes on and ends at its slices, in order.
void check_flows(const Traced& traced) {
  std::map<std::pair<int, long long>, std::vector<std::pair<long long, long long>>> slices;
  std::map<long long, std::vector<std::pair<long long, long long>>> stations;
  std::map<long long, std::string> kinds;
  std::map<long long, int> process_of;
  for (const Json& event : traced.events) {
    const auto kind = event.at("ph").get<std::string>();
    if (kind == "X") {
      slices[{event.at("pid"), event.at("args").at("request")}].emplace_back(nanoseconds(event.at("ts"), 1e3),
                                                                             event.at("tid"));
    } else if (kind == "s" || kind == "t" || kind == "f") {
      const long long id = event.at("id");
      stations[id].emplace_back(nanoseconds(event.at("ts"), 1e3), event.at("tid"));
      kinds[id] += kind;
      process_of[id] = event.at("pid");
    }
  }
  std::size_t flows = 0;
  for (const auto& [owner, at] : slices) {
    if (at.size() < 2) continue;
    ++flows;
    const long long id = (static_cast<long long>(owner.first) << 32) + owner.second;
    CHECK(stations[id] == at);
    CHECK(kinds[id] == "s" + std::string(at.size() - 2, 't') + "f");
    CHECK(process_of[id] == owner.first);
  }
  CHECK(flows == kinds.size());
  CHECK(flows > 10);
}

/// The counters of one name say at each instant how many slices of a kind lie on some threads.
void check_counter(const Traced& traced, const std::string& name, const std::string& part) {
  std::map<int, std::map<long long, int>> changes;
  std::map<int, std::map<long long, int>> counted;
  for (const Json& event : traced.events) {
    if (event.at("ph") == "C" && event.at("name") == name)
      counted[event.at("pid")][nanoseconds(event.at("ts"), 1e3)] = event.at("args").at("requests");
    if (event.at("ph") != "X" || event.at("cat") != part) continue;
    const std::string& thread = traced.threads.at({event.at("pid"), event.at("tid")});
    if (!thread.starts_with(name.substr(0, name.find(':')))) continue;
    const long long begin = nanoseconds(event.at("ts"), 1e3);
    ++changes[event.at("pid")][begin];
    --changes[event.at("pid")][begin + nanoseconds(event.at("dur"), 1e3)];
  }
  CHECK_FALSE(counted.empty());
  for (const auto& [process, steps] : changes) {
    int count = 0;
    std::map<long long, int> expected;
    for (const auto& [at, change] : steps) expected[at] = count += change;
    CHECK(counted[process] == expected);
    CHECK(count == 0);
  }
}

std::set<std::string> thread_names(const Traced& traced) {
  std::set<std::string> names;
  for (const auto& [key, name] : traced.threads) names.insert(name);
  return names;
}

}  // namespace

TEST_CASE("every slice of a trace is one of the records, with flows, in order and without overlaps") {
  // Two hops, a shared medium, batches, exits; five policies.
  const Traced traced({"scenarios/device-edge-cloud.yaml", "--set", "duration=25 s", "--set", "warmup=1 s"});
  CHECK(traced.policies.size() == 5);
  check_against_records(traced);
  check_order(traced);
  check_flows(traced);
  check_counter(traced, "wifi up: in the air", "air");
  check_counter(traced, "edge: in service", "service");
  check_counter(traced, "cloud: waiting", "server_wait");
  check_counter(traced, "sensors: waiting for their devices", "device_wait");
  const auto names = thread_names(traced);
  // A device computes one request at a time, and an edge server of one slot serves one.
  CHECK(names.contains("sensors 3"));
  CHECK_FALSE(names.contains("sensors 3 (2)"));
  CHECK(names.contains("edge"));
  CHECK_FALSE(names.contains("edge (2)"));
  // What shares a medium lies side by side.
  CHECK(names.contains("wifi up (2)"));
}

TEST_CASE("a trace of many servers tells which copy and which path a request took") {
  const Traced traced({"scenarios/many-servers.yaml", "--policy", "join_shortest_queue", "--set",
                       "duration=2 s", "--set", "warmup=0 s"});
  check_against_records(traced);
  check_order(traced);
  check_flows(traced);
  const auto names = thread_names(traced);
  for (const char* server : {"workshop 0", "workshop 2", "office 1", "wifi up, cell 5"}) {
    CHECK(names.contains(server));
  }
  CHECK_FALSE(names.contains("workshop 0 (2)"));  // of one slot
  for (const Json& event : traced.events) {
    if (event.at("ph") != "X" || event.at("cat") != "service") continue;
    const std::string& thread = traced.threads.at({event.at("pid"), event.at("tid")});
    CHECK(thread.starts_with(event.at("args").at("place").get<std::string>()));
  }
}

TEST_CASE("requests that got no answer are in the trace as far as they came, and marked") {
  const Traced traced({"scenarios/camera-fleet.yaml", "--policy", "device_only", "--set", "duration=30 s",
                       "--set", "warmup=0 s", "--set", "at_end=cut", "--set",
                       "devices.cameras.arrivals.poisson=2 /s"});
  check_against_records(traced);
  check_order(traced);
  std::map<std::string, int> marks;
  for (const Json& event : traced.events) {
    if (event.at("ph") == "i") ++marks[event.at("cat").get<std::string>()];
  }
  const std::string records = content(traced.out() + "/requests.csv");
  for (const char* ending : {"dropped", "unfinished"}) {
    const CsvTable table(records, "requests.csv", true);
    int expected = 0;
    for (std::size_t row = 0; row < table.rows(); ++row) {
      expected += table.text(row, table.column("ending")) == ending ? 1 : 0;
    }
    CHECK(expected > 0);
    CHECK(marks[ending] == expected);
  }
}

TEST_CASE("a trace is the same however many runs go on at once") {
  const TemporaryDirectory directory;
  std::vector<std::string> texts;
  for (const char* jobs : {"1", "4"}) {
    const std::string trace = directory.path() + "/" + jobs + ".json";
    const Ran ran = run_splitscape({"run", "scenarios/quickstart.yaml", "--set", "requests=50", "-j", jobs,
                                    "--out", directory.path() + "/out" + jobs, "--trace", trace});
    REQUIRE(ran.code == 0);
    CHECK(ran.out.find("trace: " + trace) != std::string::npos);
    texts.push_back(content(trace));
    // Nothing of it stays among the results.
    CHECK(names_in(directory.path() + "/out" + jobs) ==
          std::vector<std::string>{"devices.csv", "links.csv", "manifest.json", "regret.csv", "servers.csv",
                                   "summary.csv"});
  }
  CHECK(texts[0] == texts[1]);
}

TEST_CASE("--trace-requests takes some requests only, and a trace may lie among the results") {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/results";
  const Ran ran = run_splitscape({"run", "scenarios/quickstart.yaml", "--set", "requests=50", "--out", out,
                                  "--trace", out + "/trace.json", "--trace-requests", "10-12"});
  REQUIRE(ran.err == "");
  std::set<long long> requests;
  const Json trace = Json::parse(content(out + "/trace.json"));
  for (const Json& event : trace.at("traceEvents")) {
    CHECK(event.at("ph") != "C");
    if (event.at("ph") == "X") requests.insert(event.at("args").at("request").get<long long>());
  }
  CHECK(requests == std::set<long long>{10, 11, 12});
  const Ran one = run_splitscape({"run", "scenarios/quickstart.yaml", "--set", "requests=50", "--out", out,
                                  "--trace", out + "/trace.json", "--trace-requests", "7", "--force"});
  CHECK(one.code == 0);
  CHECK(content(out + "/trace.json").find("request 7") != std::string::npos);
  CHECK(content(out + "/trace.json").find("request 10") == std::string::npos);
}

TEST_CASE("a trace takes the place of no file unasked, and what cannot be asked for is refused") {
  const TemporaryDirectory directory;
  const std::string there = directory.write("trace.json", "mine");
  const std::string out = directory.path() + "/out";
  const auto refused = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"run", "scenarios/quickstart.yaml", "--out", out};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Ran ran = run_splitscape(all);
    CHECK(ran.code == 2);
    CHECK(names_in(directory.path()) == std::vector<std::string>{"trace.json"});
    return ran.err;
  };
  CHECK(refused({"--trace", there}) ==
        "--trace " + there + ": the file is there; choose another, or replace it with --force\n");
  CHECK(refused({"--trace", directory.path()}) ==
        "--trace " + directory.path() + ": this is a directory, not a file\n");
  CHECK(refused({"--trace", there + "/trace.json"}).starts_with("--trace " + there + "/trace.json: "));
  for (const char* range : {"x", "5-", "5-4", "-3", "1-2-3", ""}) {
    CHECK(refused({"--trace", out + ".json", "--trace-requests", range}) ==
          std::string("--trace-requests ") + range +
              ": expected the numbers of the first and the last request, as in 0-999\n");
  }
  CHECK(refused({"--trace-requests", "1-2"}).find("--trace-requests requires --trace") != std::string::npos);
  CHECK(content(there) == "mine");
}

TEST_CASE("a run that fails leaves no trace") {
  const TemporaryDirectory directory;
  // A limit on the size of files stands for a disk that is full.
  const Ran ran = run_splitscape({"run", "scenarios/quickstart.yaml", "--out", directory.path() + "/out",
                                  "--trace", directory.path() + "/trace.json"},
                                 {.in_child = [] {
                                   const rlimit limit{.rlim_cur = 20000, .rlim_max = 20000};
                                   setrlimit(RLIMIT_FSIZE, &limit);
                                   signal(SIGXFSZ, SIG_IGN);
                                 }});
  CHECK(ran.code == 1);
  CHECK(ran.err.find("cannot write") != std::string::npos);
  CHECK(names_in(directory.path()).empty());
}
