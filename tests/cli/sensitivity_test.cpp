#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>

#include "analysis/csv.hpp"
#include "analysis/statistics/sobol.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A camera that sends each picture to a server, and has it answered before the next: 12,288 bytes at the
/// cut, 100 bytes back. What each axis does to its latency follows from the keys.
constexpr const char* scenario = R"(name: one camera
requests: 2
networks:
  classifier: {profile: b-alexnet}
devices:
  cameras: {hardware: raspberry-pi-3, network: classifier, path: [wifi, edge], arrivals: {periodic: 10 s, phase: 0 s}, answer: 100 B}
links:
  wifi: {up: 1 Mbps, down: 1 Mbps, latency: 1 ms, radio: wifi-2012}
servers:
  edge: {hardware: jetson-nano}
policy: [server_only, device_only]
)";

/// A sweep in a directory of its own.
class Swept {
 public:
  /// @param design and further keys of the study
  explicit Swept(const std::string& more) {
    directory_.write("base.yaml", scenario);
    const std::string study = directory_.write("study.yaml", "scenario: base.yaml\n" + more);
    const Ran ran = run_splitscape({"sweep", study, "--out", path()});
    REQUIRE(ran.err == "");
    REQUIRE(ran.code == 0);
  }

  std::string path() const { return directory_.path() + "/out"; }
  std::string results_path() const { return path() + "/results.csv"; }
  CsvTable results() const { return CsvTable(content(results_path()), "results.csv", true); }

  /// Puts other values into a column of results.csv.
  void change(const std::string& column,
              const std::function<std::string(const CsvTable&, std::size_t)>& value) {
    const CsvTable table = results();
    CsvWriter file(results_path());
    file.line(table.header());
    for (std::size_t row = 0; row < table.rows(); ++row) {
      std::vector<std::string> fields;
      for (std::size_t i = 0; i < table.columns(); ++i) fields.emplace_back(table.text(row, i));
      fields[table.column(column)] = value(table, row);
      file.line(fields);
    }
    file.close();
  }

  Ran sensitivity(const std::vector<std::string>& arguments = {}) const {
    std::vector<std::string> all{"sensitivity", path()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_splitscape(all);
  }
  /// Of --csv.
  CsvTable indices(std::vector<std::string> arguments = {}) const {
    arguments.emplace_back("--csv");
    const Ran ran = sensitivity(arguments);
    REQUIRE(ran.err == "");
    REQUIRE(ran.code == 0);
    return CsvTable(ran.out, "sensitivity", true);
  }

 private:
  TemporaryDirectory directory_{};
};

constexpr const char* three_axes = R"(axes:
  delay: {key: links.wifi.latency, from: 1 ms, to: 101 ms}
  answer: {key: devices.cameras.answer, from: 0 B, to: 12500 B}
  load: {key: servers.edge.load, from: 1, to: 3}
)";

double number(const CsvTable& table, std::size_t row, const char* column) {
  return table.number(row, table.column(column));
}

std::string text(const CsvTable& table, std::size_t row, const char* column) {
  return std::string(table.text(row, table.column(column)));
}

/// The value of an axis in its unit.
double axis(const CsvTable& table, std::size_t row, const char* name) {
  return std::stod(text(table, row, name));
}

}  // namespace

TEST_CASE("Morris effects of a swept study are what the axes do to an unloaded latency") {
  const Swept swept(std::string(three_axes) + "design: {morris: 4}\n");
  const CsvTable table = swept.indices();
  REQUIRE(table.rows() == 6);  // three axes of two policies
  CHECK(text(table, 0, "policy") == "server_only");
  CHECK(text(table, 0, "axis") == "delay");
  CHECK(text(table, 0, "range") == "1 ms .. 101 ms");
  CHECK(text(table, 0, "metric") == "latency_mean_s");
  // 100 ms there and 100 ms back.
  CHECK(number(table, 0, "mu") == doctest::Approx(0.2).epsilon(1e-9));
  CHECK(number(table, 0, "mu_star") == doctest::Approx(0.2).epsilon(1e-9));
  CHECK(number(table, 0, "sigma") < 1e-9);
  CHECK(number(table, 0, "mu_half_width") < 1e-9);
  // 12,500 bytes at 1 Mbps; an answer has whole bytes, and one of them more is 8 us of a move over 2/3 of the
  // axis.
  CHECK(std::abs(number(table, 1, "mu") - 0.1) < 8e-6 / (2.0 / 3));
  // Twice the service time on top of it.
  CHECK(number(table, 2, "mu") > 0);
  CHECK(number(table, 2, "sigma") < 1e-9);
  // What stays on the device meets none of them.
  for (std::size_t row = 3; row < 6; ++row) {
    CHECK(text(table, row, "policy") == "device_only");
    CHECK(number(table, row, "mu_star") == 0);
  }
  const CsvTable one =
      swept.indices({"--policy", "server_only", "--group", "cameras", "--metric", "device_energy_mean_j"});
  CHECK(one.rows() == 3);
  CHECK(number(one, 0, "mu_star") == 0);  // nobody pays for waiting
  const Ran shown = swept.sensitivity();
  CHECK(shown.out.find("mu* (latency ms)") != std::string::npos);
  CHECK(shown.out.find("4 walks, 16 points") != std::string::npos);
  CHECK(shown.out.find("cameras") == std::string::npos);  // there is one group
}

TEST_CASE("Sobol indices of a swept study are those of its outcomes in the order of the design") {
  Swept swept(std::string(three_axes) + "design: {sobol: 32}\nset: {requests: 1, policy: server_only}\n");
  // Another outcome of the same points: (x - 51) (1 + z), x uniform on 1 .. 101 and z on 1 .. 3. Its variance
  // is 100^2/12 times the mean of (1 + z)^2, 3^2 + 1/3, of which x alone explains the square of the mean of 1
  // + z.
  swept.change("latency_mean_s", [](const CsvTable& table, std::size_t row) {
    return csv_number((axis(table, row, "delay") - 51) * (1 + axis(table, row, "load")));
  });
  const CsvTable table = swept.indices();
  REQUIRE(table.rows() == 3);
  const CsvTable results = swept.results();
  std::vector<double> outcomes;
  for (std::size_t row = 0; row < results.rows(); ++row) {
    outcomes.push_back(number(results, row, "latency_mean_s"));
  }
  REQUIRE(outcomes.size() == 32 * 5);
  const auto expected = *sobol_indices(outcomes, 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(number(table, i, "first") == expected[i].first.value);
    CHECK(number(table, i, "first_low") == expected[i].first.low);
    CHECK(number(table, i, "first_high") == expected[i].first.high);
    CHECK(number(table, i, "total") == expected[i].total.value);
    CHECK(number(table, i, "total_low") == expected[i].total.low);
    CHECK(number(table, i, "total_high") == expected[i].total.high);
  }
  CHECK(number(table, 1, "total") == 0);
  const double share_of_delay = 9 / (9 + 1.0 / 3);
  CHECK(number(table, 0, "first_low") < share_of_delay);
  CHECK(number(table, 0, "first_high") > share_of_delay);
  CHECK(number(table, 2, "total_low") < 1 - share_of_delay);
  CHECK(number(table, 2, "total_high") > 1 - share_of_delay);
  CHECK(swept.sensitivity().out.find("32 rows, 160 points: shares of the variance of latency ms") !=
        std::string::npos);
  // What does not vary has no shares.
  swept.change("latency_mean_s", [](const CsvTable&, std::size_t) { return std::string("1"); });
  CHECK(text(swept.indices(), 0, "first").empty());
  CHECK(swept.sensitivity().out.find(" - ") != std::string::npos);
}

TEST_CASE("replications of a point are averaged, and policies may be an axis") {
  Swept swept(R"(axes:
  delay: {key: links.wifi.latency, from: 1 ms, to: 101 ms}
  policy: {policies: [server_only, device_only]}
design: {morris: 3}
replications: 2
)");
  swept.change("latency_mean_s", [](const CsvTable& table, std::size_t row) {
    const double noise = text(table, row, "run") == "0" ? 0.5 : -0.5;
    return csv_number(axis(table, row, "delay") + noise);
  });
  const CsvTable table = swept.indices();
  REQUIRE(table.rows() == 2);
  CHECK(text(table, 0, "policy").empty());
  CHECK(number(table, 0, "mu") == doctest::Approx(100).epsilon(1e-9));
  CHECK(text(table, 1, "axis") == "policy");
  CHECK(text(table, 1, "range") == "server_only .. device_only");
  CHECK(std::abs(number(table, 1, "mu")) < 1e-9);
  CHECK(swept.sensitivity({"--policy", "server_only"}).err ==
        "--policy: the policy is an axis of this study ('policy')\n");
}

TEST_CASE("what has no sensitivity is told in one message") {
  Swept swept(std::string(three_axes) + "design: {morris: 2}\n");
  const auto refused = [&](const std::vector<std::string>& arguments) {
    const Ran ran = swept.sensitivity(arguments);
    CHECK(ran.code == 2);
    CHECK(ran.out == "");
    return ran.err;
  };
  CHECK(refused({"--metric", "latncy_mean_s"}) ==
        "--metric: no metric is called 'latncy_mean_s'; did you mean 'latency_mean_s'?\n");
  CHECK(refused({"--policy", "server_onl"}) ==
        "--policy: no policy is called 'server_onl'; did you mean 'server_only'?\n");
  CHECK(refused({"--group", "camera"}) ==
        "--group: no group of devices is called 'camera'; did you mean 'cameras'?\n");
  swept.change("accuracy", [](const CsvTable&, std::size_t) { return std::string(); });
  CHECK(refused({"--metric", "accuracy"}) ==
        swept.results_path() +
            ": accuracy is not known for policy 'server_only' and group 'cameras' in run number 1: choose "
            "another --metric\n");
  // Its last line, of the last run, is gone.
  std::string results = content(swept.results_path());
  results.resize(results.rfind('\n', results.size() - 2) + 1);
  std::ofstream(swept.results_path()) << results;
  CHECK(refused({}) ==
        swept.results_path() +
            ": run number 16 has no line (has it failed? see failures.csv): indices need every "
            "point of the design\n");
  const Swept grid("axes:\n  delay: {key: links.wifi.latency, values: [1 ms, 2 ms]}\n");
  const Ran ran = grid.sensitivity();
  CHECK(ran.code == 2);
  CHECK(ran.err.starts_with(grid.path() + ": the study has no 'design': its runs are a grid"));
}
