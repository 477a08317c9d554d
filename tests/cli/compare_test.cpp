#include <doctest/doctest.h>
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <optional>

#include "tests/support/program.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<std::string> base{"compare", "scenarios/quickstart.yaml", "--set", "requests=200",
                                    "--policies"};

Ran compared(const std::string& policies, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = base;
  arguments.push_back(policies);
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_splitscape(arguments);
}

}  // namespace

TEST_CASE("compare prints policies side by side, without escape codes where nobody sees them") {
  const Ran ran = compared("device_only,server_only,final_exit");
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  for (const char* word : {"accuracy %", "p95 ms", "energy J", "cost", "regret", "device_only", "final_exit"})
    CHECK(ran.out.find(word) != std::string::npos);
  CHECK(ran.out.find('\x1b') == std::string::npos);
}

TEST_CASE("compare marks the best of each column in Markdown") {
  const Ran ran = compared("device_only,server_only", {"--markdown"});
  CHECK(ran.code == 0);
  CHECK(ran.out.find("**") != std::string::npos);
}

TEST_CASE("compare leaves results where it is told, and prints all digits as CSV") {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/r";
  const Ran ran = compared("device_only,final_exit", {"--csv", "--out", out});
  CHECK(ran.code == 0);
  CHECK(names_in(out) == std::vector<std::string>{"comparisons.csv", "devices.csv", "links.csv",
                                                  "manifest.json", "regret.csv", "servers.csv",
                                                  "summary.csv"});
  const ResultTable table(CsvTable(ran.out, "compare", true));
  const ResultTable summary(CsvTable(content(out + "/summary.csv"), "summary", true));
  CHECK(table.rows() == summary.rows());
  // Common random numbers: two policies that do the same give the same.
  CHECK(table.text(0, "cost") == table.text(table.row_where("policy", "final_exit"), "cost"));
  CHECK(table.text(0, "cost") == summary.text(0, "cost"));
}

TEST_CASE("compare refuses a policy that is not there") {
  const Ran ran = compared("device_onli");
  CHECK(ran.code == 2);
  CHECK(ran.err.find("did you mean 'device_only'?") != std::string::npos);
}

// ---- with confidence

namespace {

/// Two cameras whose server takes exponential times: cheap, and random.
const char* const queue = R"(name: queue
requests: 2000
warmup: 100 s
networks:
  net: {profile: b-lenet}
devices:
  cameras: {count: 2, hardware: raspberry-pi-3, network: net, path: [wire, edge], arrivals: {poisson: 5 /s}}
links:
  wire: {up: 100 Mbps, down: 100 Mbps, latency: 1 ms}
servers:
  edge: {hardware: raspberry-pi-3, variation: exponential}
policy: [server_only, {name: server_only, label: twin}, device_only]
)";

/// A directory with that scenario.
struct QueuePlace {
  TemporaryDirectory directory{};
  std::string file = directory.write("queue.yaml", queue);
};

Ran compare_queue(const QueuePlace& place, const std::vector<std::string>& more, const RunHow& how = {}) {
  std::vector<std::string> arguments{"compare", place.file};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_splitscape(arguments, how);
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// What a program prints to a terminal; absent where there is none to be had.
std::optional<std::string> printed_to_terminal(const std::vector<std::string>& arguments) {
  const int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  if (terminal < 0) {
    MESSAGE("skipped: this system has no pseudo-terminals");
    return std::nullopt;
  }
  REQUIRE(grantpt(terminal) == 0);
  REQUIRE(unlockpt(terminal) == 0);
  const std::string name = ptsname(terminal);
  std::string text;
  RunHow how;
  how.in_child = [&name] { dup2(open(name.c_str(), O_WRONLY | O_NOCTTY), STDOUT_FILENO); };
  how.meanwhile = [&text, terminal](int) {
    char part[4096];
    // Reading fails where the other side has been closed, which it is with the program; before it has been
    // opened it fails as well.
    for (int tries = 0; tries < 3000;) {
      const ssize_t length = read(terminal, part, sizeof part);
      if (length > 0) {
        text.append(part, static_cast<std::size_t>(length));
      } else if (!text.empty()) {
        return;
      } else {
        ++tries;
        usleep(10000);
      }
    }
  };
  CHECK(run_splitscape(arguments, how).code == 0);
  close(terminal);
  return text;
}

}  // namespace

TEST_CASE("compare sets the best in bold on a terminal") {
  std::vector<std::string> arguments = base;
  arguments.emplace_back("device_only,server_only");
  const auto text = printed_to_terminal(arguments);
  if (!text) return;
  CHECK(contains(*text, "\x1b[1m"));
  CHECK(contains(*text, "\x1b[0m"));
}

TEST_CASE("compare tells what one run of each says of a difference, by batches of the same requests") {
  const QueuePlace place;
  const Ran ran = compare_queue(place, {});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "device_only is faster than server_only by "));
  CHECK(contains(ran.out, "twin and server_only have the same mean latency in all "));
  CHECK(contains(ran.out, "batches of the same requests in one run of each"));
}

TEST_CASE("compare pairs replications, keeps all of them and says what the differences are") {
  const QueuePlace place;
  const std::string out = place.directory.path() + "/r";
  const Ran ran = compare_queue(
      place, {"--replications", "5", "--out", out, "--metrics", "latency_mean_s,latency_p95_s"});
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "device_only is faster than server_only by "));
  CHECK(contains(ran.out, "device_only has a lower 95th percentile of the latency than server_only by "));
  CHECK(contains(ran.out, "95 % intervals over 5 replications on common random numbers"));
  CHECK(contains(ran.out, " +-"));
  const ResultTable summary(CsvTable(content(out + "/summary.csv"), "summary", true));
  REQUIRE(summary.rows() == 15);
  CHECK(summary.text(0, "run") == "0");
  CHECK(summary.text(14, "run") == "4");
  const ResultTable comparisons(CsvTable(content(out + "/comparisons.csv"), "comparisons", true));
  REQUIRE(comparisons.rows() == 4);
  const std::size_t row = comparisons.row_where("policy", "device_only");
  CHECK(comparisons.text(row, "metric") == "latency_mean_s");
  CHECK(comparisons.text(row, "pairs") == "replications");
  double difference = 0;
  for (std::size_t run = 0; run < 5; ++run) {
    difference +=
        (summary.number(3 * run + 2, "latency_mean_s") - summary.number(3 * run, "latency_mean_s")) / 5;
  }
  CHECK(comparisons.number(row, "difference") == doctest::Approx(difference));
  CHECK(contains(content(out + "/manifest.json"), "\"replications\": 5"));

  // What is there says the same.
  const Ran again = run_splitscape({"compare", out, "--metrics", "latency_mean_s,latency_p95_s"});
  CHECK(again.code == 0);
  CHECK(again.out == ran.out);
}

TEST_CASE("compare makes the same replications whatever the steps and however many run at once") {
  const QueuePlace place;
  const std::string steps = place.directory.path() + "/steps";
  const Ran until = compare_queue(
      place, {"--until", "0.1%", "--replications", "2", "--budget", "5", "--out", steps, "-j", "3"});
  CHECK(until.code == 0);
  CHECK(
      contains(until.out, "--until 0.1 %: NOT reached after 5 replications; the widest is mean latency of "));
  const std::string whole = place.directory.path() + "/whole";
  CHECK(compare_queue(place, {"--replications", "5", "--out", whole, "-j", "1"}).code == 0);
  for (const std::string& name : names_in(whole))
    CHECK(content(whole + "/" + name) == content(steps + "/" + name));
}

TEST_CASE("compare adds replications until the intervals are narrow enough") {
  const QueuePlace place;
  const Ran ran =
      compare_queue(place, {"--until", "50%", "--replications", "2", "--metrics", "latency_mean_s"});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "--until 50 %: reached after "));
}

TEST_CASE("compare finds a warm-up by pilot runs and takes it for all") {
  const QueuePlace place;
  const std::string out = place.directory.path() + "/r";
  const Ran ran = compare_queue(place, {"--warmup", "auto", "--out", out});
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "which MSER-5 asks for in group cameras under "));
  CHECK_FALSE(contains(content(out + "/manifest.json"), "100 s"));
  const Ran none = compare_queue(place, {"--warmup", "auto", "--set", "requests=30"});
  CHECK(none.code == 2);
  CHECK(none.err ==
        "--warmup auto: scenario 'queue': MSER-5 finds no rest in the 30 latencies of group 'cameras' under "
        "policy "
        "'server_only': make the run longer, or give a warm-up\n");
}

TEST_CASE("compare reads a sweep, each point of its axes for itself") {
  const TemporaryDirectory sweep;
  sweep.write(
      "study.json",
      R"({"document": {"axes": {"uplink": {"values": [1, 2]}, "policy": {"policies": ["a", "b"]}}}})");
  sweep.write("results.csv",
              "uplink,policy,scenario,policy,seed,run,group,latency_mean_s\n"
              "1,a,s,x,1,0,g,1\n1,a,s,x,1,1,g,2\n1,b,s,y,1,0,g,2\n1,b,s,y,1,1,g,3.1\n"
              "2,a,s,x,1,0,g,1\n2,a,s,x,1,1,g,2\n2,b,s,y,1,0,g,0\n2,b,s,y,1,1,g,1\n");
  const std::string out = sweep.path() + "/compared";
  const Ran ran = run_splitscape({"compare", sweep.path(), "--metrics", "latency_mean_s", "--out", out});
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  CHECK(contains(ran.out, "uplink=1: b is slower than a by 1050 +- 635 ms"));
  CHECK(contains(ran.out, "uplink=2: b is faster than a by 1000 ms in all 2 runs"));
  CHECK(names_in(out) == std::vector<std::string>{"comparisons.csv"});
  const ResultTable comparisons(CsvTable(content(out + "/comparisons.csv"), "comparisons", true));
  CHECK(comparisons.text(1, "uplink") == "2");
  CHECK(comparisons.number(1, "difference") == -1);
}

TEST_CASE("compare sets the values of an axis side by side in place of policies") {
  const TemporaryDirectory sweep;
  sweep.write("study.json", R"({"document": {"axes": {"uplink": {"values": [1, 2]}}}})");
  sweep.write("results.csv",
              "uplink,density,scenario,policy,seed,run,group,latency_mean_s\n"
              "1,20 %,s,x,1,0,g,1\n1,20 %,s,x,1,1,g,2\n1,5 %,s,x,1,0,g,2\n1,5 %,s,x,1,1,g,3.1\n"
              "2,20 %,s,x,1,0,g,1\n2,20 %,s,x,1,1,g,2\n2,5 %,s,x,1,0,g,0\n2,5 %,s,x,1,1,g,1\n");
  const auto compare = [&sweep](const std::vector<std::string>& more) {
    std::vector<std::string> arguments{"compare", sweep.path(), "--metrics", "latency_mean_s"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_splitscape(arguments);
  };
  const Ran ran = compare({"--over", "density"});
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  CHECK(ran.out.starts_with("uplink  policy  scenario  group  density"));
  CHECK(contains(ran.out, "\nuplink=1: 5 % is slower than 20 % by 1050 +- 635 ms\n"));
  CHECK(contains(ran.out, "\nuplink=2: 5 % is faster than 20 % by 1000 ms in all 2 runs\n"));
  CHECK(contains(compare({"--over", "density", "--baseline", "5 %"}).out,
                 "\nuplink=2: 20 % is slower than 5 % by 1000 ms in all 2 runs\n"));
  const Ran uplinks = compare({"--over", "uplink"});
  CHECK(contains(uplinks.out, "\ndensity=20 %: 2 and 1 have the same mean latency in all 2 runs\n"));
  CHECK(compare({"--over", "density", "--baseline", "6 %"}).err ==
        "--baseline 6 %: " + sweep.path() + " has no such density; did you mean '5 %'?\n");
  CHECK(compare({"--over", "densty"}).err ==
        "--over densty: the results in " + sweep.path() + " have no such axis; did you mean 'density'?\n");
  CHECK(compare({"--over", "density", "--policies", "x"}).err ==
        "--policies: what is compared are values of an axis (--over), not policies\n");
}

TEST_CASE("compare refuses what it cannot compare, in one line") {
  const QueuePlace place;
  const auto refused = [&place](const std::vector<std::string>& more, const std::string& message) {
    const Ran ran = compare_queue(place, more);
    CHECK(ran.code == 2);
    CHECK(ran.err == message + "\n");
    CHECK(ran.out == "");
  };
  refused({"--metrics", "latency_mean"},
          "--metrics latency_mean: this is no number of summary.csv that policies differ by; did you mean "
          "'latency_mean_s'?");
  refused({"--baseline", "twinn"},
          "--baseline twinn: scenario 'queue' has no such policy; did you mean 'twin'?");
  refused({"--budget", "5"}, "--budget: it limits what --until adds, which is not given");
  refused({"--until", "0"}, "--until 0: it must be above 0");
  refused({"--until", "2%", "--budget", "5"}, "--budget 5: 10 replications are made before --until is asked");
  refused({"--over", "uplink"}, "--over is for the directory of a sweep, which has axes");
  refused({place.directory.path()}, place.directory.path() + ": a directory of results is compared alone");
}

TEST_CASE("compare refuses directories that hold nothing to compare, in one line") {
  const TemporaryDirectory directory;
  const auto refused = [&directory](const std::vector<std::string>& more, const std::string& message) {
    std::vector<std::string> arguments{"compare", directory.path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const Ran ran = run_splitscape(arguments);
    CHECK(ran.code == 2);
    CHECK(ran.err == message + "\n");
  };
  const std::string& path = directory.path();
  refused({}, path + ": no results are here: neither summary.csv of runs nor study.json of a sweep");
  directory.write("summary.csv", "scenario,policy,seed,run,group,cost\ns,a,1,0,g,1\ns,b,1,0,g,2\n");
  refused({"--replications", "3"},
          "--replications is for scenarios that are run; " + path + " holds results that are there");
  refused({"--policies", "a,bb"},
          path + "/summary.csv: there are no runs of a policy 'bb'; did you mean 'b'?");
  refused({"--baseline", "c"}, "--baseline c: " + path + " has no such policy; one of: a, b");
  directory.write("summary.csv", "scenario,policy,seed,run,group,cost\ns,a,1,0,g,1\ns,a,1,0,g,2\n");
  refused({}, path + "/summary.csv: two lines are of the same run: policy 'a', 1, 0");
  directory.write("study.json", "{}");
  refused({}, path + ": the sweep is not complete: splitscape sweep goes on with what is missing");
  directory.write("results.csv", "x,policy\n1,a\n");
  refused({}, path + "/results.csv:1:1: the columns scenario, policy, seed, run, group are not here");
}
