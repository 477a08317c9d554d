#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "scenarios/loader/csv_table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A run with requests.csv, gone with the object.
class Results {
 public:
  explicit Results(const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"run", "--out", path(), "--requests"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Ran ran = run_splitscape(all);
    REQUIRE(ran.err == "");
    REQUIRE(ran.code == 0);
  }

  std::string path() const { return directory_.path() + "/out"; }
  CsvTable requests() const { return CsvTable(content(path() + "/requests.csv"), "requests.csv", true); }

  Ran why(const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{"why", "--in", path()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_splitscape(all);
  }

 private:
  TemporaryDirectory directory_{};
};

const std::vector<std::string> two_hops{"scenarios/device-edge-cloud.yaml", "--set", "duration=20 s", "--set",
                                        "warmup=1 s"};

/// The lines of --csv of one unit by part: value, mean and median of the group.
std::map<std::string, std::vector<double>> parts(const std::string& csv, const std::string& unit) {
  const CsvTable table(csv, "why", true);
  std::map<std::string, std::vector<double>> lines;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.text(row, table.column("unit")) != unit) continue;
    lines[std::string(table.text(row, table.column("part")))] = {
        table.number(row, table.column("value")), table.number(row, table.column("group_mean")),
        table.number(row, table.column("group_median"))};
  }
  return lines;
}

double sum_of_parts(const std::map<std::string, std::vector<double>>& lines, std::size_t column) {
  double sum = 0;
  for (const auto& [part, values] : lines) sum += part == "total" ? 0 : values[column];
  return sum;
}

bool same(double value, double expected) {
  return std::abs(value - expected) <= 1e-12 * std::max(1.0, std::abs(expected));
}

}  // namespace

TEST_CASE("the parts of a request's time add up to its latency, and those of its energy to its joules") {
  const Results results(two_hops);
  const CsvTable table = results.requests();
  const auto number = [&](std::size_t row, const char* column) {
    return table.number(row, table.column(column));
  };
  for (std::size_t row = 0; row < table.rows(); row += 29) {
    const std::string request(table.text(row, table.column("request")));
    CAPTURE(request);
    const Ran ran =
        results.why({request, "--policy", std::string(table.text(row, table.column("policy"))), "--csv"});
    REQUIRE(ran.code == 0);
    const auto times = parts(ran.out, "seconds");
    CHECK(same(times.at("total")[0], number(row, "latency_s")));
    CHECK(same(sum_of_parts(times, 0), number(row, "latency_s")));
    CHECK(same(sum_of_parts(times, 1), times.at("total")[1]));
    CHECK(same(times.at("way back of the answer")[0], number(row, "end_s") - number(row, "answer_s")));
    const auto joules = parts(ran.out, "joules");
    CHECK(joules.at("computing layers")[0] == number(row, "head_energy_j"));
    CHECK(joules.at("computing exits")[0] == number(row, "exit_energy_j"));
    CHECK(joules.at("sending")[0] == number(row, "transmit_energy_j"));
    CHECK(joules.at("receiving")[0] == number(row, "receive_energy_j"));
    CHECK(same(joules.at("total")[0], sum_of_parts(joules, 0)));
  }
}

TEST_CASE("the group of a request is told as the summary tells it") {
  const Results results(two_hops);
  const CsvTable summary(content(results.path() + "/summary.csv"), "summary.csv", true);
  for (std::size_t row = 0; row < summary.rows(); ++row) {
    const std::string policy(summary.text(row, summary.column("policy")));
    CAPTURE(policy);
    const Ran ran = results.why({"3", "--policy", policy, "--csv"});
    const auto times = parts(ran.out, "seconds");
    CHECK(times.at("total")[1] ==
          doctest::Approx(summary.number(row, summary.column("latency_mean_s"))).epsilon(1e-12));
    CHECK(times.at("total")[2] == summary.number(row, summary.column("latency_p50_s")));
    CHECK(parts(ran.out, "joules").at("total")[1] ==
          doctest::Approx(summary.number(row, summary.column("device_energy_mean_j"))).epsilon(1e-12));
  }
}

TEST_CASE("what is printed names the places, the deadline and the verdict") {
  const Results results(two_hops);
  const Ran ran = results.why({"17", "--policy", "split_exit"});
  CHECK(ran.err == "");
  for (const char* text :
       {"request 17 of sensors", "under split_exit (scenario device-edge-cloud, seed 1, run 0)",
        "cut after conv2|fc3", "deadline of 300 ms", "head, with its exits", "air of wifi", "latency of wifi",
        "wait at edge", "service at edge", "way back of the answer", "computing exits", "group: the",
        "\nrun: stable; ", "most used: link wifi up"}) {
    CAPTURE(text);
    CHECK(ran.out.find(text) != std::string::npos);
  }
  const Ran markdown = results.why({"17", "--policy", "split_exit", "--markdown"});
  CHECK(markdown.out.find("| total |") != std::string::npos);
}

TEST_CASE("a deadline that was missed would have been met without the parts that are as long as the excess") {
  const Results results({"scenarios/device-edge-cloud.yaml", "--policy", "server_only", "--set",
                         "duration=60 s", "--set", "devices.sensors.deadline=50 ms"});
  const CsvTable table = results.requests();
  bool seen = false;
  for (std::size_t row = 0; row < table.rows() && !seen; ++row) {
    const double latency = table.number(row, table.column("latency_s"));
    const double air =
        table.number(row, table.column("hop1_sent_s")) - table.number(row, table.column("hop1_send_start_s"));
    const double wait =
        table.number(row, table.column("hop1_send_start_s")) - table.number(row, table.column("arrival_s"));
    // Only the air is as long as what was too much.
    if (latency <= 0.05 || air < latency - 0.05 || wait >= latency - 0.05 || latency < 0.08) continue;
    seen = true;
    const Ran ran = results.why({std::string(table.text(row, table.column("request")))});
    CHECK(ran.out.find("deadline of 50 ms missed by ") != std::string::npos);
    CHECK(ran.out.find(": it would have been met without the air of wifi (") != std::string::npos);
    CHECK(ran.out.find("or without") == std::string::npos);
  }
  CHECK(seen);
}

TEST_CASE("a request without an answer is told as far as it came") {
  const Results results({"scenarios/camera-fleet.yaml", "--policy", "device_only", "--set", "duration=30 s",
                         "--set", "warmup=0 s", "--set", "at_end=cut", "--set",
                         "devices.cameras.arrivals.poisson=2 /s"});
  const CsvTable table = results.requests();
  std::map<std::string, std::string> by_ending;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    by_ending[std::string(table.text(row, table.column("ending")))] =
        table.text(row, table.column("request"));
  }
  const Ran dropped = results.why({by_ending.at("dropped")});
  CHECK(dropped.out.find("dropped: a full queue turned it away") != std::string::npos);
  CHECK(dropped.out.find("deadline of 1500 ms missed: there was no answer") != std::string::npos);
  CHECK(dropped.out.find("time until it was last seen") != std::string::npos);
  CHECK(dropped.out.find("run: overloaded; ") != std::string::npos);
  CHECK(dropped.out.find("most used: device cameras") != std::string::npos);
  const Ran unfinished = results.why({by_ending.at("unfinished")});
  CHECK(unfinished.out.find("unfinished: the run stopped before its answer") != std::string::npos);
}

TEST_CASE("without a manifest the hops have numbers") {
  const Results results({"scenarios/device-edge-cloud.yaml", "--policy", "server_only", "--set",
                         "duration=5 s", "--set", "warmup=0 s"});
  std::filesystem::remove(results.path() + "/manifest.json");
  const Ran ran = results.why({"1"});
  CHECK(ran.code == 0);
  CHECK(ran.out.find("air of hop 1") != std::string::npos);
  CHECK(ran.out.find("deadline met") != std::string::npos);
}

TEST_CASE("what is not there cannot be explained") {
  const Results results({"scenarios/device-edge-cloud.yaml", "--set", "duration=5 s", "--set", "warmup=0 s",
                         "--policy", "server_only", "--policy", "neurosurgeon"});
  const auto refused = [&](const std::vector<std::string>& arguments) {
    const Ran ran = results.why(arguments);
    CHECK(ran.code == 2);
    CHECK(ran.out == "");
    return ran.err;
  };
  CHECK(refused({"1"}) == "--policy: the directory has several; say which: neurosurgeon, server_only\n");
  CHECK(refused({"1", "--policy", "neurosurgon"}) ==
        "--policy: no policy is called 'neurosurgon'; did you mean 'neurosurgeon'?\n");
  CHECK(refused({"1", "--policy", "server_only", "--scenario", "quick"})
            .starts_with("--scenario: no scenario is called 'quick'"));
  CHECK(refused({"many", "--policy", "server_only"}) ==
        "REQUEST many: expected the number of a request, from 0\n");
  const CsvTable table = results.requests();
  const std::string last = std::to_string(table.rows() / 2 - 1);
  CHECK(refused({"9999", "--policy", "server_only"}) ==
        results.path() + "/requests.csv: there is no request 9999: those of policy 'server_only' are 0 to " +
            last + "\n");
  std::filesystem::remove(results.path() + "/requests.csv");
  CHECK(refused({"1"}) ==
        "--in " + results.path() + ": there is no requests.csv; run again with --requests\n");
}
