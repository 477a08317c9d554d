#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>

#include "scenarios/loader/csv_table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/summary_file.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

SummaryLine line(const std::string& policy, const std::string& accuracy, const std::string& latency,
                 const std::string& energy, const std::string& group = "cameras") {
  return {{"scenario", "s"},
          {"policy", policy},
          {"seed", "1"},
          {"run", "0"},
          {"group", group},
          {"accuracy", accuracy},
          {"latency_mean_s", latency},
          {"device_energy_mean_j", energy},
          {"verdict", "stable"}};
}

/// Four policies: all but the last are on the front, which is worse than the second in everything.
std::vector<SummaryLine> four_policies() {
  return {line("exact", "0.9", "0.3", "3"), line("middle", "0.8", "0.2", "2"),
          line("quick", "0.6", "0.1", "2"), line("poor", "0.7", "0.2", "4")};
}

CsvTable csv(const Ran& ran) {
  REQUIRE(ran.err == "");
  REQUIRE(ran.code == 0);
  return CsvTable(ran.out, "pareto", true);
}

std::string text(const CsvTable& table, std::size_t row, const char* column) {
  return std::string(table.text(row, table.column(column)));
}

double number(const CsvTable& table, std::size_t row, const char* column) {
  return table.number(row, table.column(column));
}

bool near(double value, double expected) {
  return std::abs(value - expected) < 1e-12;
}

}  // namespace

TEST_CASE("pareto marks what is dominated, by whom, and gives the hypervolume to the worst seen") {
  const TemporaryDirectory run;
  run.write("summary.csv", summary_file(four_policies()));
  const CsvTable table = csv(run_splitscape({"pareto", run.path(), "--csv"}));
  const char* dominated_by[] = {"", "", "", "2"};
  for (std::size_t row = 0; row < 4; ++row) {
    CHECK(text(table, row, "number") == std::to_string(row + 1));
    CHECK(text(table, row, "front") == (row < 3 ? "1" : "0"));
    CHECK(text(table, row, "dominated_by") == dominated_by[row]);
    CHECK(text(table, row, "replications") == "1");
    // Worst seen: .6, .3 s, 4 J. Boxes to it, in accuracy x seconds x joules: exact has no time to it, quick
    // no accuracy, middle .2 x .1 x 2.
    CHECK(near(number(table, row, "hypervolume"), 0.04));
    // The box from the worst to the best of each: .3 x .2 x 2.
    CHECK(near(number(table, row, "hypervolume_share"), 1.0 / 3));
    CHECK(number(table, row, "accuracy_reference") == 0.6);
    CHECK(number(table, row, "latency_mean_s_reference") == 0.3);
    CHECK(number(table, row, "device_energy_mean_j_reference") == 4);
  }
  const Ran shown = run_splitscape({"pareto", run.path()});
  CHECK(shown.out.find("- (front)") != std::string::npos);
  CHECK(shown.out.find("accuracy %") != std::string::npos);
  CHECK(shown.out.find("cameras: hypervolume 0.04, 33.3 % of the box from the worst seen (accuracy 0.6, "
                       "latency_mean_s 0.3, device_energy_mean_j 4) to the best of each") !=
        std::string::npos);
  CHECK(run_splitscape({"pareto", run.path(), "--markdown"}).out.find("| # | policy |") != std::string::npos);
}

TEST_CASE("pareto takes a reference and two metrics") {
  const TemporaryDirectory run;
  run.write("summary.csv", summary_file(four_policies()));
  const CsvTable table = csv(run_splitscape(
      {"pareto", run.path(), "--metrics", "accuracy,latency_mean_s", "--reference", "0.5,0.4", "--csv"}));
  // From .5 and .4 s, in steps of latency: .1 s x (.6 - .5), .1 x (.8 - .5), .1 x (.9 - .5).
  CHECK(near(number(table, 0, "hypervolume"), 0.1 * (0.1 + 0.3 + 0.4)));
  CHECK(text(table, 3, "dominated_by") == "2");
  CHECK(
      run_splitscape({"pareto", run.path(), "--metrics", "accuracy,latency_mean_s", "--reference", "0.5,0.4"})
          .out.find("from the reference (") != std::string::npos);
}

TEST_CASE("groups of devices have fronts of their own") {
  const TemporaryDirectory run;
  auto lines = four_policies();
  lines.push_back(line("exact", "0.1", "9", "9", "bells"));
  lines.push_back(line("poor", "0.1", "9", "9.5", "bells"));
  run.write("summary.csv", summary_file(lines));
  const CsvTable table = csv(run_splitscape({"pareto", run.path(), "--csv"}));
  CHECK(text(table, 3, "dominated_by") == "2");
  CHECK(text(table, 4, "front") == "1");
  CHECK(text(table, 5, "dominated_by") == "5");
  CHECK(number(table, 4, "hypervolume") == 0);
}

TEST_CASE("in a sweep replications are averaged, with an interval, and an axis may have fronts of its own") {
  const TemporaryDirectory sweep;
  sweep.write("study.json", "{}");
  std::vector<SummaryLine> lines;
  const auto add = [&](const char* uplink, const char* policy, const char* latency, const char* energy,
                       const char* run) {
    lines.push_back(line(policy, "0.5", latency, energy));
    lines.back()["uplink"] = uplink;
    lines.back()["run"] = run;
  };
  for (const char* run : {"0", "1"}) {
    add("2 Mbps", "a", run[0] == '0' ? "1" : "3", "1", run);  // mean 2
    add("2 Mbps", "b", "1", "2", run);
    add("5 Mbps", "a", "0.5", "0.5", run);
    add("5 Mbps", "b", "0.75", "0.75", run);
  }
  sweep.write("results.csv", summary_file(lines, {"uplink"}));
  const std::vector<std::string> command{"pareto", sweep.path(), "--metrics",
                                         "latency_mean_s,device_energy_mean_j", "--csv"};
  const CsvTable all = csv(run_splitscape(command));
  REQUIRE(all.rows() == 4);
  CHECK(text(all, 0, "uplink") == "2 Mbps");
  CHECK(number(all, 0, "latency_mean_s") == 2);
  // 1 and 3: Student's t of one degree of freedom, tan(.475 pi), times the standard error 1.
  CHECK(number(all, 0, "latency_mean_s_half_width") ==
        doctest::Approx(std::tan(0.475 * std::acos(-1.0))).epsilon(1e-12));
  CHECK(number(all, 1, "latency_mean_s_half_width") == 0);
  CHECK(text(all, 0, "replications") == "2");
  CHECK(text(all, 0, "dominated_by") == "3");  // of the front: 4 beats it, too
  CHECK(text(all, 3, "dominated_by") == "3");
  auto by = command;
  by.insert(by.end(), {"--by", "uplink"});
  const CsvTable each = csv(run_splitscape(by));
  CHECK(text(each, 0, "front") == "1");
  CHECK(text(each, 1, "front") == "1");
  CHECK(text(each, 2, "front") == "1");
  CHECK(text(each, 3, "dominated_by") == "3");
  // Both are measured from the worst of all, 2 s and 2 J: (2 - .5)^2 at 5 Mbps, nothing at 2 Mbps.
  CHECK(number(each, 0, "hypervolume") == 0);
  CHECK(number(each, 2, "hypervolume") == 2.25);
  by.back() = "uplnk";
  CHECK(run_splitscape(by).err == "--by: no axis is called 'uplnk'; did you mean 'uplink'?\n");
}

TEST_CASE("pareto writes its table, and takes the place of no file unasked") {
  const TemporaryDirectory run;
  run.write("summary.csv", summary_file(four_policies()));
  const std::string file = run.path() + "/pareto.csv";
  CHECK(run_splitscape({"pareto", run.path(), "--out", file}).code == 0);
  CHECK(content(file) == run_splitscape({"pareto", run.path(), "--csv"}).out);
  const Ran again = run_splitscape({"pareto", run.path(), "--out", file});
  CHECK(again.code == 2);
  CHECK(again.err.find("the file is there") != std::string::npos);
  CHECK(run_splitscape({"pareto", run.path(), "--out", file, "--force"}).code == 0);
}

TEST_CASE("what is not stable is told") {
  const TemporaryDirectory run;
  auto lines = four_policies();
  lines[1]["verdict"] = "overloaded";
  const std::string path = run.write("summary.csv", summary_file(lines));
  CHECK(run_splitscape({"pareto", run.path()})
            .out.find("1 of 4 lines of " + path +
                      " are not stable: what they measured depends on the length") != std::string::npos);
}

TEST_CASE("pareto of real runs needs the metrics to be known") {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/out";
  REQUIRE(run_splitscape({"run", "scenarios/quickstart.yaml", "--set", "requests=50", "--out", out}).code ==
          0);
  // The quickstart's network has no samples.
  const Ran unknown = run_splitscape({"pareto", out});
  CHECK(unknown.code == 2);
  CHECK(unknown.err.find("accuracy is not known for policy '") != std::string::npos);
  CHECK(unknown.err.find("leave it out with --metrics latency_mean_s,device_energy_mean_j") !=
        std::string::npos);
  CHECK(csv(run_splitscape({"pareto", out, "--metrics", "latency_mean_s,device_energy_mean_j", "--csv"}))
            .rows() == 15);
}

TEST_CASE("what pareto cannot do is said in one message") {
  const TemporaryDirectory directory;
  const auto refused = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"pareto"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    const Ran ran = run_splitscape(all);
    CHECK(ran.code == 2);
    CHECK(ran.out == "");
    return ran.err;
  };
  const std::string path = directory.path();
  CHECK(refused({path + "/none"}) == path + "/none: there is no such directory\n");
  CHECK(refused({path}) ==
        path + ": neither the directory of a run (no summary.csv) nor of a sweep (no study.json)\n");
  directory.write("summary.csv", "a,b\n1,2\n");
  CHECK(refused({path}) == path + "/summary.csv: its columns are not those of summary.csv of this version\n");
  auto lines = four_policies();
  for (auto& each : lines) each["accuracy"] = each["latency_mean_s"] = "";
  directory.write("summary.csv", summary_file(lines));
  CHECK(refused({path}) == path +
                               "/summary.csv: accuracy is not known for policy 'exact' and group 'cameras': "
                               "choose others with --metrics\n");
  CHECK(refused({path, "--metrics", "accuracy,latency_man_s"}) ==
        "--metrics: no metric is called 'latency_man_s'; did you mean 'latency_mean_s'?\n");
  for (const char* metrics : {"accuracy", "accuracy,accuracy", "accuracy,cost,lost,dropped"}) {
    CHECK(refused({path, "--metrics", metrics}) == "--metrics: a front has two or three different metrics\n");
  }
  CHECK(refused({path, "--reference", "1,2"}) ==
        "--reference: 2 values for 3 metrics (accuracy,latency_mean_s,device_energy_mean_j)\n");
  directory.write("study.json", "{}");
  CHECK(refused({path}) ==
        path + ": the sweep is not complete (no results.csv): splitscape sweep goes on with it\n");
  directory.write("failures.csv", "number,id,command,message\n");
  CHECK(refused({path}) ==
        path +
            ": the sweep is not complete (no results.csv): failures.csv says which runs failed, and why\n");
}
