#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<std::string> tables{"devices.csv", "links.csv",   "manifest.json",
                                      "regret.csv",  "servers.csv", "summary.csv"};

ResultTable table(const std::string& path) {
  return ResultTable(CsvTable(content(path), path, true));
}

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

}  // namespace

TEST_CASE("run writes its tables and a manifest and says where they are") {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/new/results";
  const Ran ran = run_splitscape({"run", "scenarios/quickstart.yaml", "--out", out});
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK(ran.out.find("neurosurgeon") != std::string::npos);
  CHECK(ran.out.find("results: " + out + "/summary.csv") != std::string::npos);
  CHECK(names_in(out) == tables);
  CHECK(names_in(directory.path()) == std::vector<std::string>{"new"});
  // A line a policy and group.
  CHECK(lines(content(out + "/summary.csv")) == 1 + 3 * 5);
}

TEST_CASE("a batch of scenarios and policies is one table in which each line says whose it is") {
  const TemporaryDirectory directory;
  const Ran ran =
      run_splitscape({"run", "scenarios/quickstart.yaml", "scenarios/branchynet.yaml", "--out",
                      directory.path(), "--policy", "device_only", "--policy", "confidence_exit"});
  // The quickstart's network has no samples, so confidence_exit cannot run there.
  CHECK(ran.code == 2);
  const Ran both = run_splitscape({"run", "scenarios/quickstart.yaml", "scenarios/branchynet.yaml", "--out",
                                   directory.path(), "--policy", "device_only"});
  CHECK(both.code == 0);
  const ResultTable summary = table(directory.path() + "/summary.csv");
  CHECK(summary.rows() == 7);
  CHECK(summary.text(0, "scenario") == "quickstart");
  CHECK(summary.text(6, "scenario") == "branchynet");
}

TEST_CASE("--policy takes the parameters of the scenario's policy of that name") {
  const TemporaryDirectory directory;
  const Ran ran = run_splitscape({"run", "scenarios/camera-fleet.yaml", "--out", directory.path(), "--policy",
                                  "fixed_cut", "--set", "duration=2 min"});
  CHECK(ran.code == 0);
  CHECK(table(directory.path() + "/summary.csv").text(0, "cut_shares") == "max5:1");
}

TEST_CASE("--set overrides any key and --seed and --run are in every line") {
  const TemporaryDirectory directory;
  const Ran ran =
      run_splitscape({"run", "scenarios/camera-fleet.yaml", "--out", directory.path(), "--policy",
                      "device_only", "--set", "devices.cameras.count=3", "--set", "duration=3 min", "--set",
                      "links.wifi.latency=40 ms", "--seed", "7", "--run", "3"});
  CHECK(ran.code == 0);
  const ResultTable summary = table(directory.path() + "/summary.csv");
  CHECK(summary.number(0, "devices") == 3);
  CHECK(summary.text(0, "seed") == "7");
  CHECK(summary.text(0, "run") == "3");
}

TEST_CASE("--requests adds a line a request") {
  const TemporaryDirectory directory;
  const Ran ran = run_splitscape({"run", "scenarios/quickstart.yaml", "--out", directory.path(), "--requests",
                                  "--policy", "server_only"});
  CHECK(ran.code == 0);
  const ResultTable requests = table(directory.path() + "/requests.csv");
  CHECK(requests.rows() == 500);
  CHECK(requests.text(0, "cut") == "input");
}

TEST_CASE("a directory with other results is refused unless --force and other files in it are left alone") {
  const TemporaryDirectory directory;
  const std::vector<std::string> first{
      "run", "scenarios/quickstart.yaml", "--out", directory.path(), "--policy", "device_only", "--requests"};
  REQUIRE(run_splitscape(first).code == 0);
  const std::string before = content(directory.path() + "/summary.csv");
  (void)directory.write("notes.txt", "mine");

  const std::vector<std::string> second{
      "run", "scenarios/quickstart.yaml", "--out", directory.path(), "--policy", "server_only"};
  const Ran refused = run_splitscape(second);
  CHECK(refused.code == 2);
  CHECK(refused.err.find("holds other results (summary.csv)") != std::string::npos);
  CHECK(refused.err.find("--force") != std::string::npos);
  CHECK(content(directory.path() + "/summary.csv") == before);

  std::vector<std::string> forced = second;
  forced.emplace_back("--force");
  CHECK(run_splitscape(forced).code == 0);
  CHECK(content(directory.path() + "/summary.csv") != before);
  CHECK(content(directory.path() + "/notes.txt") == "mine");
  // The requests of the first run do not belong to the second.
  std::vector<std::string> expected = tables;
  expected.insert(std::find(expected.begin(), expected.end(), "regret.csv"), "notes.txt");
  CHECK(names_in(directory.path()) == expected);
}

TEST_CASE("the same scenario gives the same bytes twice and with any number of jobs") {
  const TemporaryDirectory directory;
  const auto results = [&directory](const std::string& name, const std::string& jobs) {
    const std::string out = directory.path() + "/" + name;
    const Ran ran = run_splitscape({"run", "scenarios/camera-fleet.yaml", "scenarios/device-edge-cloud.yaml",
                                    "--out", out, "--set", "duration=2 min", "--requests", "-j", jobs});
    REQUIRE(ran.code == 0);
    std::string all;
    for (const auto& file : names_in(out)) all += file + "\n" + content(out + "/" + file);
    return all;
  };
  const std::string one = results("one", "1");
  CHECK(results("again", "1") == one);
  CHECK(results("four", "4") == one);
  CHECK(results("many", "64") == one);
}

TEST_CASE("a manifest runs again and gives the same bytes") {
  const TemporaryDirectory directory;
  const std::string first = directory.path() + "/first";
  const std::string second = directory.path() + "/second";
  REQUIRE(run_splitscape({"run", "scenarios/device-edge-cloud.yaml", "scenarios/quickstart.yaml", "--out",
                          first, "--set", "seed=11", "--requests", "--policy", "neurosurgeon"})
              .code == 0);
  const Ran again = run_splitscape({"run", first + "/manifest.json", "--out", second, "--requests"});
  CHECK(again.err == "");
  CHECK(again.code == 0);
  REQUIRE(names_in(second) == names_in(first));
  for (const auto& file : names_in(first)) {
    CAPTURE(file);
    CHECK(content(second + "/" + file) == content(first + "/" + file));
  }
}

TEST_CASE("a manifest is refused when a file it was made from has changed") {
  const TemporaryDirectory directory;
  const std::string scenario =
      directory.write("s.yaml", content(project_file("scenarios/device-edge-cloud.yaml")));
  (void)directory.write("traces/made-up-wifi.csv",
                        content(project_file("scenarios/traces/made-up-wifi.csv")));
  const std::string out = directory.path() + "/out";
  REQUIRE(run_splitscape({"run", scenario, "--out", out, "--policy", "server_only"}).code == 0);
  (void)directory.write("traces/made-up-wifi.csv", "time_s,rate_mbps\n0,5\n1,6\n");
  const Ran refused = run_splitscape({"run", out + "/manifest.json", "--out", out + "2"});
  CHECK(refused.code == 2);
  CHECK(refused.err.find("'traces/made-up-wifi.csv' has changed since the manifest was written") !=
        std::string::npos);
  CHECK(!std::filesystem::exists(out + "2"));
}

TEST_CASE("no progress bar is drawn where the output is no terminal") {
  const TemporaryDirectory directory;
  const Ran ran = run_splitscape({"run", "scenarios/camera-fleet.yaml", "--out", directory.path()});
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
}

TEST_CASE("two scenarios of one name are refused since results could not tell them apart") {
  const TemporaryDirectory directory;
  const Ran ran = run_splitscape(
      {"run", "scenarios/quickstart.yaml", "scenarios/quickstart.yaml", "--out", directory.path() + "/x"});
  CHECK(ran.code == 2);
  CHECK(ran.err.find("two scenarios are called 'quickstart'") != std::string::npos);
}

TEST_CASE(
    "a scenario from the standard input has the results of its file and finds files from where one is") {
  const TemporaryDirectory directory;
  directory.write("one.yaml", content(project_file("scenarios/quickstart.yaml")));
  const auto run = [&](const std::string& command) {
    return run_program("/bin/sh", {"-c", "'" + program_path() + "' " + command},
                       {.directory = directory.path()});
  };
  CHECK(run("run one.yaml --out file --set requests=50").code == 0);
  CHECK(run("run - --out text --set requests=50 <one.yaml").code == 0);
  for (const auto& name : tables) {
    CAPTURE(name);
    CHECK(content(directory.path() + "/file/" + name) == content(directory.path() + "/text/" + name));
  }
  const Ran wrong = run("compare - <<end\nname: a\nnetwork: {}\nend");
  CHECK(wrong.code == 2);
  CHECK(wrong.err.starts_with("standard input:2:1: unknown key 'network'"));
  CHECK(run("explain - <one.yaml").out == run("explain one.yaml").out);
}
