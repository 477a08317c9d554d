// A study from its file to its results, whatever happens in between.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "scenarios/loader/reading.hpp"
#include "tests/scenarios/sweep/study_place.hpp"
#include "tests/support/program.hpp"

using namespace splitscape;
using namespace splitscape::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

constexpr const char* twelve_runs =
    "scenario: base.yaml\n"
    "axes: {uplink: {key: links.wifi.up, values: [1 Mbps, 2 Mbps, 4 Mbps]}}\n"
    "replications: 2\n";

Ran in(const StudyPlace& place, const std::vector<std::string>& arguments, RunHow how = {}) {
  how.directory = place.path("");
  return run_splitscape(arguments, how);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

/// Every file below a directory with its content, but for the lock.
std::map<std::string, std::string> files_below(const std::string& directory) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    const std::string name = fs::relative(entry.path(), directory).string();
    if (entry.is_regular_file() && name != "lock") files[name] = content(entry.path().string());
  }
  return files;
}

/// When each finished run was made.
std::map<std::string, ino_t> runs_made(const std::string& directory) {
  std::map<std::string, ino_t> made;
  for (const std::string& id : names_in(directory + "/runs")) {
    if (id.starts_with('.')) continue;  // being made
    struct stat status {};
    if (stat((directory + "/runs/" + id + "/manifest.json").c_str(), &status) == 0) made[id] = status.st_ino;
  }
  return made;
}

void wait_for_runs(const std::string& directory, std::size_t runs) {
  const timespec moment{.tv_sec = 0, .tv_nsec = 2'000'000};
  for (int tries = 0; tries < 10'000 && runs_made(directory).size() < runs; ++tries)
    nanosleep(&moment, nullptr);
}

/// Runs that take some time, one more than another.
std::string slow_study(int runs) {
  std::string counts;
  for (int i = 0; i < runs; ++i) counts += (i == 0 ? "" : ", ") + std::to_string(3000 + i);
  return "scenario: base.yaml\naxes: {n: {key: requests, values: [" + counts +
         "]}}\nset: {policy: server_only}\n";
}

}  // namespace

TEST_CASE("sweep: a study's results are its axes and the lines of its runs, whatever runs at once") {
  const StudyPlace place;
  place.write("study.yaml", twelve_runs);
  const Ran ran = in(place, {"sweep", "study.yaml", "--out", "one", "-j", "1"});
  CHECK(ran.code == 0);
  CHECK(ran.err == "");
  CHECK(ran.out == "results: one/results.csv (and manifest.json; a directory a run in runs/)\n");
  CHECK(names_in(place.path("one")) ==
        std::vector<std::string>{"lock", "manifest.json", "results.csv", "runs", "study.json"});
  REQUIRE(in(place, {"sweep", "study.yaml", "--out", "many/deep", "-j", "5"}).code == 0);
  CHECK(files_below(place.path("one")) == files_below(place.path("many/deep")));

  const auto lines = lines_of(content(place.path("one/results.csv")));
  REQUIRE(lines.size() == 13);
  CHECK(lines[0].starts_with("uplink,scenario,policy,seed,run,group,"));
  CHECK(lines[1].starts_with("1 Mbps,base,server_only,1,0,phones,"));
  CHECK(lines[2].starts_with("1 Mbps,base,server_only,1,1,phones,"));
  CHECK(lines[3].starts_with("1 Mbps,base,alone,1,0,phones,"));
  CHECK(lines[12].starts_with("4 Mbps,base,alone,1,1,phones,"));

  const json manifest = json::parse(content(place.path("one/manifest.json")));
  CHECK(manifest.at("format") == "splitscape sweep manifest 1");
  CHECK(manifest.at("runs") == 12);
  CHECK(manifest.at("results").at("results.csv") == sha256(content(place.path("one/results.csv"))));
  CHECK(manifest.at("inputs").at(0).at("path") == "base.yaml");
  CHECK(manifest.at("inputs").at(0).at("sha256") == sha256(content(place.path("base.yaml"))));
}

TEST_CASE("sweep: a listed command line makes the run that the sweep makes, file by file") {
  const StudyPlace place;
  place.write("study.yaml", std::string(twelve_runs) + "tables: [requests]\nseeds: [9]\n");
  REQUIRE(in(place, {"sweep", "study.yaml", "--out", "all"}).code == 0);
  const Ran listed = in(place, {"sweep", "study.yaml", "--list"});
  CHECK(listed.code == 0);
  const auto lines = lines_of(listed.out);
  REQUIRE(lines.size() == 12);
  const json record = json::parse(content(place.path("all/study.json")));
  for (const std::size_t number : {std::size_t{1}, std::size_t{12}}) {
    const std::string& line = lines[number - 1];
    REQUIRE(line.starts_with("splitscape run base.yaml "));
    const std::string command = program_path() + line.substr(std::string("splitscape").size());
    REQUIRE(run_program("/bin/sh", {"-c", command}, {.directory = place.path("")}).code == 0);
    const std::string id = record.at("runs").at(number - 1).at("id");
    CHECK(files_below(place.path("run-" + std::to_string(number))) ==
          files_below(place.path("all/runs/" + id)));
  }
}

TEST_CASE("sweep: listed tasks and collect leave what the sweep leaves") {
  const StudyPlace place;
  place.write("study.yaml", twelve_runs);
  REQUIRE(in(place, {"sweep", "study.yaml", "--out", "all"}).code == 0);
  const auto lines = lines_of(in(place, {"sweep", "study.yaml", "--out", "tasks", "--list"}).out);
  REQUIRE(lines.size() == 12);
  CHECK(lines[4] == "splitscape sweep-task tasks --runs 5");
  CHECK(names_in(place.path("tasks")) == std::vector<std::string>{"lock", "runs", "study.json"});
  CHECK(in(place, {"sweep-task", "tasks", "--runs", "1-3,5", "-j", "2"}).out == "");

  const Ran part = in(place, {"collect", "tasks"});
  CHECK(part.code == 3);
  CHECK(part.err == "8 of 12 runs have not been made\n");
  CHECK(part.out == "results of the others: tasks/results.partial.csv\n");
  CHECK(lines_of(content(place.path("tasks/results.partial.csv"))).size() == 5);
  CHECK(lines_of(in(place, {"sweep", "study.yaml", "--out", "tasks", "--list"}).out).size() == 8);

  REQUIRE(in(place, {"sweep-task", "tasks", "--runs", "1-12"}).code == 0);
  CHECK(in(place, {"collect", "tasks"}).code == 0);
  CHECK(files_below(place.path("tasks")) == files_below(place.path("all")));
}

TEST_CASE("sweep: begun again it makes what is missing and touches nothing else") {
  const StudyPlace place;
  place.write("rates.csv", "0,5\n10,6\n");
  const auto study = [](const std::string& values) {
    return "scenario: base.yaml\naxes: {uplink: {key: links.wifi.up, values: [" + values +
           "]}}\nset: {policy: server_only}\n";
  };
  place.write("study.yaml", study("1 Mbps, {trace: rates.csv}"));
  const std::string out = place.path("out");
  REQUIRE(in(place, {"sweep", "study.yaml", "--out", "out"}).code == 0);
  const auto first = runs_made(out);
  const std::string results = content(out + "/results.csv");
  REQUIRE(first.size() == 2);

  CHECK(in(place, {"sweep", "study.yaml", "--out", "out"}).code == 0);
  CHECK(runs_made(out) == first);
  CHECK(content(out + "/results.csv") == results);

  // A longer axis: what both studies share is there.
  place.write("study.yaml", study("1 Mbps, 3 Mbps, {trace: rates.csv}"));
  const Ran longer = in(place, {"sweep", "study.yaml", "--out", "out"});
  CHECK(longer.out.starts_with("2 of 3 runs are there already\n"));
  const auto second = runs_made(out);
  CHECK(second.size() == 3);
  for (const auto& [id, made] : first) CHECK(second.at(id) == made);
  CHECK(lines_of(content(out + "/results.csv")).size() == 4);

  // A file that changes: the run that reads it is another one.
  place.write("rates.csv", "0,5\n10,7\n");
  CHECK(
      in(place, {"sweep", "study.yaml", "--out", "out"}).out.starts_with("2 of 3 runs are there already\n"));
  CHECK(runs_made(out).size() == 4);

  // A shorter axis: results are those of the present study, and no run is deleted.
  place.write("study.yaml", study("3 Mbps"));
  CHECK(in(place, {"sweep", "study.yaml", "--out", "out"}).code == 0);
  CHECK(lines_of(content(out + "/results.csv")).size() == 2);
  CHECK(runs_made(out).size() == 4);

  // A run whose files are damaged is none.
  const std::string id = json::parse(content(out + "/study.json")).at("runs").at(0).at("id");
  fs::resize_file(out + "/runs/" + id + "/summary.csv", 10);
  const Ran mended = in(place, {"sweep", "study.yaml", "--out", "out"});
  CHECK(mended.code == 0);
  CHECK(mended.err == "out/runs/" + id + ": the files are not those of its manifest; the run is made anew\n");
  CHECK(lines_of(content(out + "/results.csv")).size() == 2);
}

TEST_CASE("sweep: killed at any moment and begun again it loses nothing and repeats nothing") {
  const StudyPlace place;
  place.write("study.yaml", slow_study(12));
  const std::string out = place.path("out");
  std::size_t runs = 0;
  for (int kills = 0; kills < 3; ++kills) {
    const auto before = runs_made(out);
    const Ran ran =
        in(place, {"sweep", "study.yaml", "--out", "out", "-j", "3"}, {.meanwhile = [&](int process) {
             wait_for_runs(out, runs + 2);
             kill(process, SIGKILL);
           }});
    const auto after = runs_made(out);
    for (const auto& [id, made] : before) CHECK(after.at(id) == made);
    runs = after.size();
    CHECK(runs >= 2);
    if (ran.code == 0 || runs == 12) break;  // it was faster
    CHECK_FALSE(fs::exists(out + "/results.csv"));
    CHECK_FALSE(fs::exists(out + "/manifest.json"));
  }
  const auto before = runs_made(out);
  REQUIRE(in(place, {"sweep", "study.yaml", "--out", "out"}).code == 0);
  for (const auto& [id, made] : before) CHECK(runs_made(out).at(id) == made);
  REQUIRE(in(place, {"sweep", "study.yaml", "--out", "undisturbed"}).code == 0);
  CHECK(files_below(out) == files_below(place.path("undisturbed")));  // no leftovers either
}

TEST_CASE("sweep: interrupted it says how to go on and keeps what is finished") {
  const StudyPlace place;
  place.write("study.yaml", slow_study(300));
  const std::string out = place.path("out");
  for (const int signal : {SIGINT, SIGTERM}) {
    const std::size_t before = runs_made(out).size();
    const Ran ran =
        in(place, {"sweep", "study.yaml", "--out", "out", "-j", "2"}, {.meanwhile = [&](int process) {
             wait_for_runs(out, before + 2);
             kill(process, signal);
           }});
    CHECK(ran.code == 128 + signal);
    const std::size_t made = runs_made(out).size();
    CHECK(made >= before + 2);
    CHECK(ran.err == "splitscape: interrupted; " + std::to_string(made) +
                         " of 300 runs are finished and stay in out: the same command makes the others\n");
    CHECK_FALSE(fs::exists(out + "/failed"));
    CHECK_FALSE(fs::exists(out + "/failures.csv"));
    // What has been put together is the beginning of the results.
    CHECK(content(out + "/results.partial.csv").starts_with("n,scenario,policy,"));
    for (const std::string& name : names_in(out + "/runs")) CHECK_FALSE(name.starts_with('.'));
  }
}

TEST_CASE("sweep: a second one in the same directory is refused while the first is at work") {
  const StudyPlace place;
  place.write("study.yaml", slow_study(300));
  const std::string refusal =
      "out: another sweep is at work in this directory; wait for its end, or choose another\n";
  (void)in(place, {"sweep", "study.yaml", "--out", "out", "-j", "1"}, {.meanwhile = [&](int process) {
             wait_for_runs(place.path("out"), 1);
             for (const auto& command : {std::vector<std::string>{"sweep", "study.yaml", "--out", "out"},
                                         std::vector<std::string>{"sweep-task", "out", "--runs", "300"},
                                         std::vector<std::string>{"collect", "out"}}) {
               const Ran second = in(place, command);
               CHECK(second.code == 2);
               CHECK(second.err == refusal);
             }
             kill(process, SIGTERM);
           }});
}

TEST_CASE("sweep: a run that fails stops no other, is listed with its command line and tried again") {
  const StudyPlace place;
  place.write("study.yaml",
              "scenario: base.yaml\n"
              "axes: {n: {key: requests, values: [30, 5000, 40]}}\n"
              "set: {policy: server_only}\n"
              "tables: [requests]\n");
  // A limit on the size of files stands for a disk that is full.
  const Ran ran = in(place, {"sweep", "study.yaml", "--out", "out", "-j", "2"}, {.in_child = [] {
                       const rlimit limit{.rlim_cur = 100'000, .rlim_max = 100'000};
                       setrlimit(RLIMIT_FSIZE, &limit);
                       std::signal(SIGXFSZ, SIG_IGN);
                     }});
  CHECK(ran.code == 1);
  const std::string command =
      "splitscape run base.yaml --set requests=5000 --policy server_only --seed 1 --run 0 --requests --out "
      "run-2";
  CHECK(ran.err.starts_with("run 2 failed: cannot write "));
  CHECK(ran.err.find("File too large\n  " + command + "\n") != std::string::npos);
  CHECK(ran.err.ends_with("1 of 3 runs failed, all of them in out/failures.csv\n"));
  CHECK(ran.out == "results of the others: out/results.partial.csv\n");
  CHECK(names_in(place.path("out")) == std::vector<std::string>{"failed", "failures.csv", "lock",
                                                                "results.partial.csv", "runs", "study.json"});
  const auto lines = lines_of(content(place.path("out/results.partial.csv")));
  REQUIRE(lines.size() == 3);
  CHECK(lines[1].starts_with("30,base,"));
  CHECK(lines[2].starts_with("40,base,"));
  const auto failures = lines_of(content(place.path("out/failures.csv")));
  REQUIRE(failures.size() == 2);
  CHECK(failures[0] == "number,id,command,message");
  CHECK(failures[1].starts_with("2,"));
  CHECK(failures[1].find(command) != std::string::npos);

  REQUIRE(in(place, {"sweep", "study.yaml", "--out", "out"}).code == 0);
  CHECK(names_in(place.path("out")) ==
        std::vector<std::string>{"lock", "manifest.json", "results.csv", "runs", "study.json"});
  CHECK(lines_of(content(place.path("out/results.csv"))).size() == 4);
}

TEST_CASE("sweep: a task refuses runs whose scenario has changed since and numbers that there are not") {
  const StudyPlace place;
  place.write("study.yaml", twelve_runs);
  REQUIRE(in(place, {"sweep", "study.yaml", "--out", "out", "--list"}).code == 0);
  const auto refused = [&](const std::string& runs) {
    const Ran ran = in(place, {"sweep-task", "out", "--runs", runs});
    CHECK(ran.code == 2);
    return ran.err;
  };
  CHECK(refused("13") == "--runs 13: there is no run 13; they are 1 to 12\n");
  CHECK(refused("0-3") == "--runs 0-3: there is no run 0; they are 1 to 12\n");
  CHECK(refused("3-x") == "--runs 3-x: expected numbers of runs, as 17, 5-20 or 1-8,11\n");
  CHECK(refused("1,,2") == "--runs 1,,2: expected numbers of runs, as 17, 5-20 or 1-8,11\n");
  place.write("base.yaml", content(place.path("base.yaml")) + "warmup: 1 s\n");
  const Ran changed = in(place, {"sweep-task", "out", "--runs", "4"});
  CHECK(changed.code == 1);
  CHECK(changed.err ==
        "run 4 failed: the scenario, a file that it refers to, or the program has changed since study.json "
        "was written: "
        "call splitscape sweep again\n");
  const Ran collected = in(place, {"collect", "out"});
  CHECK(collected.code == 3);
  CHECK(collected.err.ends_with("11 of 12 runs have not been made\n"));
}

TEST_CASE("sweep: what cannot be run is refused before anything is written") {
  const StudyPlace place;
  place.write("study.yaml", "scenario: base.yaml\naxes: {n: {key: requests, values: [10, 0]}}\n");
  const Ran ran = in(place, {"sweep", "study.yaml", "--out", "out"});
  CHECK(ran.code == 2);
  CHECK(ran.err.starts_with("study.yaml:2:40: expected a whole number from 1"));
  CHECK_FALSE(fs::exists(place.path("out")));
  CHECK(in(place, {"sweep", "study.yaml"}).code == 2);
  CHECK(in(place, {"sweep", "study.yaml"}).err.find("--out is required") != std::string::npos);
  CHECK(in(place, {"sweep", "none.yaml", "--out", "out"}).err ==
        "none.yaml: cannot read the file: No such file or directory\n");
  CHECK(in(place, {"collect", "out"}).err ==
        "out: there is no study.json here; splitscape sweep STUDY --out out makes one\n");
}

TEST_CASE("sweep: a directory with other results, or of another study, is left as it is") {
  const StudyPlace place;
  place.write("study.yaml", std::string(twelve_runs) + "name: one\n");
  REQUIRE(in(place, {"run", "base.yaml", "--out", "run"}).code == 0);
  const Ran onto_run = in(place, {"sweep", "study.yaml", "--out", "run"});
  CHECK(onto_run.code == 2);
  CHECK(onto_run.err ==
        "--out run: the directory holds results that are no sweep (manifest.json); choose another\n");
  const Ran onto_file = in(place, {"sweep", "study.yaml", "--out", "base.yaml"});
  CHECK(onto_file.code == 2);
  CHECK(onto_file.err == "--out base.yaml: this is a file, not a directory\n");
  CHECK(in(place, {"sweep", "study.yaml", "--out", "base.yaml/x"})
            .err.starts_with("--out base.yaml/x: cannot make the directory: "));
  REQUIRE(in(place, {"sweep", "study.yaml", "--out", "out", "--list"}).code == 0);
  place.write("study.yaml", std::string(twelve_runs) + "name: other\n");
  const Ran other = in(place, {"sweep", "study.yaml", "--out", "out/"});
  CHECK(other.code == 2);
  CHECK(other.err == "--out out: the directory holds the study 'one', not 'other'; choose another\n");
}
