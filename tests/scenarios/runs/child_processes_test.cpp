#include "scenarios/runs/child_processes.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <csignal>
#include <ctime>
#include <fstream>

#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

void pause_for(long milliseconds) {
  const timespec time{.tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1'000'000};
  nanosleep(&time, nullptr);
}

std::vector<ChildProcesses::Ended> all_of(ChildProcesses& children) {
  std::vector<ChildProcesses::Ended> all;
  while (!children.empty()) {
    for (auto& ended : children.wait()) all.push_back(std::move(ended));
  }
  return all;
}

}  // namespace

TEST_CASE("a piece of work ends well, with what it threw, or with what ended its process") {
  const BlockedSignals signals;
  ChildProcesses children(4, signals);
  children.start(0, [](std::atomic<double>&) {});
  children.start(1, [](std::atomic<double>&) { throw std::runtime_error("no room, \"here\"\nor there"); });
  children.start(2, [](std::atomic<double>&) { std::raise(SIGKILL); });
  children.start(3, [](std::atomic<double>&) { _exit(7); });
  CHECK(children.full());
  std::vector<std::string> errors(4);
  for (const auto& ended : all_of(children)) errors[ended.number] = ended.error;
  CHECK(errors[0] == "");
  CHECK(errors[1] == "no room, \"here\"\nor there");
  CHECK(errors[2] == "its process was ended by signal 9 (Killed)");
  CHECK(errors[3] == "its process ended without a word");
}

TEST_CASE("a message longer than a pipe holds does not stop the work that says it") {
  const BlockedSignals signals;
  ChildProcesses children(1, signals);
  children.start(0, [](std::atomic<double>&) { throw std::runtime_error(std::string(1 << 20, 'x')); });
  const auto ended = all_of(children);
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].error == std::string(4096, 'x'));
}

TEST_CASE("what children have done is told while they are at it") {
  const BlockedSignals signals;
  ChildProcesses children(2, signals);
  for (std::size_t number = 0; number < 2; ++number) {
    children.start(number, [](std::atomic<double>& progress) {
      progress = 0.25;
      pause_for(60'000);
    });
  }
  while (children.progress() < 0.5) CHECK(children.wait().empty());
  CHECK(children.progress() == 0.5);
}

TEST_CASE("children end with their parent, however it ends") {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/child";
  const pid_t parent = fork();
  if (parent == 0) {
    const BlockedSignals signals;
    ChildProcesses children(1, signals);
    children.start(0, [&path](std::atomic<double>&) {
      std::ofstream(path) << getpid() << std::endl;
      pause_for(60'000);
    });
    pause_for(60'000);
    _exit(0);
  }
  pid_t child = 0;
  while (child == 0) std::ifstream(path) >> child;
  kill(parent, SIGKILL);
  // Whoever takes in orphans may leave it as a zombie, which does no more.
  const auto state = [child] {
    std::string word;
    std::ifstream status("/proc/" + std::to_string(child) + "/stat");
    status >> word >> word >> word;
    return status ? word : "gone";
  };
  for (int tries = 0; tries < 500 && state() != "gone" && state() != "Z"; ++tries) pause_for(10);
  const bool over = state() == "gone" || state() == "Z";
  CHECK(over);
}
