// Whatever stops a run in the middle, there are complete results under their final names or none.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <filesystem>

#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Waits until something stands in a directory: the run has begun to write.
void wait_for_work_in(const std::string& directory) {
  const timespec hundredth{.tv_sec = 0, .tv_nsec = 10'000'000};
  for (int tries = 0; tries < 3000; ++tries) {
    for (const auto& name : names_in(directory)) {
      if (!names_in(directory + "/" + name).empty()) return;
    }
    nanosleep(&hundredth, nullptr);
  }
  FAIL("the run never began");
}

/// Long enough to be interrupted: an hour of a fleet, ten policies at once.
std::vector<std::string> long_run(const std::string& out) {
  return {"run",   "scenarios/camera-fleet.yaml",      "--out", out, "--requests", "--set", "duration=1000 h",
          "--set", "devices.cameras.battery=100000 Wh"};
}

}  // namespace

TEST_CASE("an interrupted run leaves nothing behind and says so") {
  const TemporaryDirectory directory;
  for (const int signal : {SIGINT, SIGTERM}) {
    const Ran ran = run_splitscape(long_run(directory.path() + "/results"), {.meanwhile = [&](int process) {
                                     wait_for_work_in(directory.path());
                                     kill(process, signal);
                                   }});
    CHECK(ran.code == 128 + signal);
    CHECK(ran.err.find("interrupted, nothing was written") != std::string::npos);
    CHECK(names_in(directory.path()).empty());
  }
}

TEST_CASE("an interrupted run leaves earlier results as they were") {
  const TemporaryDirectory directory;
  REQUIRE(run_splitscape({"run", "scenarios/quickstart.yaml", "--out", directory.path()}).code == 0);
  const auto before = names_in(directory.path());
  const std::string summary = content(directory.path() + "/summary.csv");
  std::vector<std::string> forced = long_run(directory.path());
  forced.emplace_back("--force");
  const Ran ran = run_splitscape(forced, {.meanwhile = [&](int process) {
                                   wait_for_work_in(directory.path());
                                   kill(process, SIGINT);
                                 }});
  CHECK(ran.code == 128 + SIGINT);
  CHECK(names_in(directory.path()) == before);
  CHECK(content(directory.path() + "/summary.csv") == summary);
}

TEST_CASE("a full disk ends the run with its reason and leaves no results") {
  const TemporaryDirectory directory;
  // A limit on the size of files stands for the disk: the write fails in the same way.
  const Ran ran = run_splitscape(
      {"run", "scenarios/quickstart.yaml", "--out", directory.path() + "/results", "--requests"},
      {.in_child = [] {
        const rlimit limit{.rlim_cur = 20000, .rlim_max = 20000};
        setrlimit(RLIMIT_FSIZE, &limit);
        signal(SIGXFSZ, SIG_IGN);
      }});
  CHECK(ran.code == 1);
  CHECK(ran.err.find("cannot write") != std::string::npos);
  CHECK(ran.err.find("File too large") != std::string::npos);
  CHECK(names_in(directory.path()).empty());
}

TEST_CASE("a run whose process dies is reported with its signal and leaves no results") {
  const TemporaryDirectory directory;
  const Ran ran = run_splitscape(
      {"run", "scenarios/camera-fleet.yaml", "--out", directory.path() + "/results", "--policy",
       "device_only", "--set", "duration=1000 h", "--set", "devices.cameras.battery=100000 Wh"},
      {.in_child = [] {
        const rlimit limit{.rlim_cur = 1, .rlim_max = 1};  // seconds of processor time
        setrlimit(RLIMIT_CPU, &limit);
      }});
  CHECK(ran.code == 1);
  CHECK(ran.err.find("its process was ended by signal") != std::string::npos);
  CHECK(names_in(directory.path()).empty());
}

TEST_CASE("a directory that cannot be written is refused before anything runs") {
  const TemporaryDirectory directory;
  const Ran ran = run_splitscape({"run", "scenarios/quickstart.yaml", "--out", "/proc/results"});
  CHECK(ran.code == 2);
  CHECK(ran.err.find("--out /proc/results: cannot write in '/proc'") != std::string::npos);

  const std::string file = directory.write("file", "");
  const Ran onto_file = run_splitscape({"run", "scenarios/quickstart.yaml", "--out", file});
  CHECK(onto_file.code == 2);
  CHECK(onto_file.err.find("this is a file, not a directory") != std::string::npos);
  const Ran below_file = run_splitscape({"run", "scenarios/quickstart.yaml", "--out", file + "/results"});
  CHECK(below_file.code == 2);
  CHECK(content(file).empty());
}
