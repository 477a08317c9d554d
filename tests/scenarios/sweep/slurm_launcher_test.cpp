#include "scenarios/sweep/slurm_launcher.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <filesystem>

#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/slurm_commands.hpp"
#include "tests/support/fake_slurm.hpp"
#include "tests/support/program.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

namespace fs = std::filesystem;
using Runs = std::vector<std::size_t>;

/// Waits as little as can be.
constexpr SlurmPatience impatient{.shortest_pause = 0, .longest_pause = 0, .settling = 0, .silence = 0.3};

/// Stands for splitscape: a run leaves a file `runs/N`. Where there is a file `kills-N` beside it, the task
/// dies in run N; where there is one `kills-N-once`, it does so once.
constexpr const char* program_text = R"sh(#!/bin/sh
here=$(dirname "$0")
for range in $(echo "$4" | tr , ' '); do
  for run in $(seq "${range%-*}" "${range#*-}"); do
    [ ! -f "$here/kills-$run" ] || { echo "run $run"; echo 'error: Killed'; exit 137; }
    [ ! -f "$here/kills-$run-once" ] || { rm "$here/kills-$run-once"; exit 137; }
    : >"$2/runs/$run"
  done
done
)sh";

/// A sweep of runs 1 to count.
class MadeUpSweep {
 public:
  explicit MadeUpSweep(std::size_t count) : count_(count) {
    fs::permissions(place_.write("program", program_text), fs::perms::owner_all);
    fs::create_directories(directory() + "/runs");
  }

  std::string directory() const { return place_.path() + "/a sweep"; }
  void put(const std::string& name) const { place_.write(name, ""); }

  Runs missing() const {
    Runs runs;
    for (std::size_t run = 1; run <= count_; ++run) {
      if (!fs::exists(directory() + "/runs/" + std::to_string(run))) runs.push_back(run);
    }
    return runs;
  }

  SlurmLauncher launcher(std::size_t chunk) const {
    const auto record = read_slurm_record(directory());
    return {{.directory = directory(),
             .program = place_.path() + "/program",
             .runs = count_,
             .missing = [this] { return missing(); }},
            record ? *record : new_slurm_record(directory(), {"--time=5"}, chunk, 0),
            impatient};
  }

 private:
  TemporaryDirectory place_{};
  std::size_t count_;
};

void ignore(const SlurmStand&) {}

}  // namespace

TEST_CASE(
    "slurm launcher: every run is done once, in tasks of a chunk, in arrays as long as the cluster takes "
    "them") {
  const FakeSlurm slurm;
  const MadeUpSweep sweep(9);
  const BlockedSignals signals;
  const SlurmStand end = sweep.launcher(2).wait(signals, ignore);
  CHECK(end.over());
  CHECK(end.lost.empty());
  CHECK(sweep.missing().empty());
  const auto record = read_slurm_record(sweep.directory());
  REQUIRE(record);
  REQUIRE(record->arrays.size() == 2);  // the cluster takes three tasks an array
  CHECK(record->arrays[0].tasks == std::vector<TaskRuns>{{1, 2}, {3, 4}, {5, 6}});
  CHECK(record->arrays[1].tasks == std::vector<TaskRuns>{{7, 8}, {9}});
  CHECK(record->arrays[0].job == "101");
  CHECK(record->arrays[0].name != record->arrays[1].name);
  CHECK(content(slurm.directory() + "/submitted").starts_with("--time=5 --parsable --job-name=splitscape-"));
}

TEST_CASE("slurm launcher: runs whose task died are submitted again, those it had finished are not") {
  const FakeSlurm slurm;
  const MadeUpSweep sweep(6);
  sweep.put("kills-2-once");
  sweep.put("kills-5-once");
  const BlockedSignals signals;
  CHECK(sweep.launcher(3).wait(signals, ignore).over());
  CHECK(sweep.missing().empty());
  const auto record = read_slurm_record(sweep.directory());
  REQUIRE(record->arrays.size() == 3);
  CHECK(record->arrays[1].tasks ==
        std::vector<TaskRuns>{{2}, {3}, {5}});                   // half a chunk, rounded down, is one
  CHECK(record->arrays[2].tasks == std::vector<TaskRuns>{{6}});  // no more than three tasks an array
}

TEST_CASE(
    "slurm launcher: a run that kills four tasks is lost with its last words, and takes no other with it") {
  const FakeSlurm slurm;
  const MadeUpSweep sweep(8);
  sweep.put("kills-3");
  const BlockedSignals signals;
  const SlurmStand end = sweep.launcher(8).wait(signals, ignore);
  CHECK(end.over());
  REQUIRE(end.lost.size() == 1);
  CHECK(end.lost[0].run == 3);
  CHECK(end.lost[0].message.starts_with("4 tasks of Slurm that did it have died; the last one left in " +
                                        sweep.directory() + "/slurm/logs/splitscape-"));
  CHECK(end.lost[0].message.ends_with(".log:\nrun 3\nerror: Killed"));
  CHECK(sweep.missing() == Runs{3});
  CHECK(slurm.jobs() >= 4);
  const std::size_t jobs = slurm.jobs();
  CHECK(sweep.launcher(8).look(signals).over());  // and it is not begun anew by looking
  CHECK(slurm.jobs() == jobs);
}

TEST_CASE("slurm launcher: what is queued or running is not submitted again") {
  const FakeSlurm slurm;
  slurm.put("later", "");
  const MadeUpSweep sweep(4);
  const BlockedSignals signals;
  const SlurmStand first = sweep.launcher(2).look(signals);
  CHECK(first.queue.queued == 2);
  CHECK(first.missing == 4);
  const std::string name = read_slurm_record(sweep.directory())->arrays[0].name;
  slurm.put("queue", "101_0|RUNNING|None|" + name + "\n101_[1]|PENDING|Resources|" + name + "\n");
  const SlurmStand second = sweep.launcher(2).look(signals);
  CHECK(queue_text(second.queue) == "1 task running, 1 queued (Resources)");
  CHECK(slurm.jobs() == 1);

  slurm.put("queue", "101_0|RUNNING|None|" + name + "\n");  // the second task is gone and left nothing
  CHECK(sweep.launcher(2).look(signals).queue.running == 1);
  CHECK(slurm.jobs() == 2);
  CHECK(read_slurm_record(sweep.directory())->arrays[1].tasks == std::vector<TaskRuns>{{3}, {4}});
}

TEST_CASE("slurm launcher: a sweep that was ended right before sbatch answered finds what it has submitted") {
  const FakeSlurm slurm;
  slurm.put("later", "");
  const MadeUpSweep sweep(2);
  const BlockedSignals signals;
  sweep.launcher(2).look(signals);
  auto record = *read_slurm_record(sweep.directory());
  record.arrays[0].job.clear();  // as it was written before
  write_slurm_record(sweep.directory(), record);
  slurm.put("queue", "101_0|RUNNING|None|" + record.arrays[0].name + "\n");
  CHECK_FALSE(sweep.launcher(2).look(signals).over());
  CHECK(slurm.jobs() == 1);
}

TEST_CASE("slurm launcher: what sbatch refuses stays to be submitted, with its reason, and leaves no trace") {
  const FakeSlurm slurm;
  slurm.put("refusal", "sbatch: error: invalid partition specified: nowhere\n");
  const MadeUpSweep sweep(4);
  const BlockedSignals signals;
  const SlurmStand stand = sweep.launcher(1).look(signals);
  CHECK(stand.unsubmitted == 4);
  CHECK(stand.refusal == "sbatch: error: invalid partition specified: nowhere");
  CHECK(stand.queue.empty());
  CHECK(read_slurm_record(sweep.directory())->arrays.empty());
  CHECK(names_in(sweep.directory() + "/slurm") == std::vector<std::string>{"jobs.json", "logs"});
  slurm.take_away("refusal");
  CHECK(sweep.launcher(1).wait(signals, ignore).over());
}

TEST_CASE(
    "slurm launcher: a job that Slurm has taken though sbatch heard nothing of it is not submitted again") {
  const FakeSlurm slurm;
  slurm.put("later", "");
  slurm.put("refusal", "sbatch: error: Socket timed out on send/recv operation\n");
  slurm.put("taken", "");
  const MadeUpSweep sweep(2);
  const BlockedSignals signals;
  const SlurmStand stand = sweep.launcher(2).look(signals);
  CHECK(stand.unsubmitted == 0);
  REQUIRE(read_slurm_record(sweep.directory())->arrays.size() == 1);
  CHECK(read_slurm_record(sweep.directory())->arrays[0].job.empty());
  CHECK(sweep.launcher(2).look(signals).queue.queued == 1);
}

TEST_CASE("slurm launcher: a queue that does not answer is no empty queue") {
  const FakeSlurm slurm;
  slurm.put("later", "");
  const MadeUpSweep sweep(2);
  const BlockedSignals signals;
  sweep.launcher(2).look(signals);
  slurm.put("silence", "slurm_load_jobs error: Unable to contact slurm controller\n");
  CHECK_THROWS_WITH_AS(sweep.launcher(2).wait(signals, ignore),
                       "slurm_load_jobs error: Unable to contact slurm controller", SlurmRefused);
  CHECK(slurm.jobs() == 1);
}

TEST_CASE("slurm launcher: an interrupted wait leaves the tasks to Slurm") {
  const FakeSlurm slurm;
  slurm.put("later", "");
  const MadeUpSweep sweep(2);
  const BlockedSignals signals;
  std::size_t looks = 0;
  const auto interrupt = [&](const SlurmStand&) {
    const std::string name = read_slurm_record(sweep.directory())->arrays[0].name;
    slurm.put("queue", "101_0|RUNNING|None|" + name + "\n");
    if (++looks == 2) raise(SIGTERM);
  };
  SlurmLauncher waiting({.directory = sweep.directory(),
                         .program = "/bin/true",
                         .runs = 2,
                         .missing = [&] { return sweep.missing(); }},
                        new_slurm_record(sweep.directory(), {}, 2, 0),
                        {.shortest_pause = 0.01, .settling = 0});
  CHECK_THROWS_AS(waiting.wait(signals, interrupt), Interrupted);
  CHECK(slurm.jobs() == 1);
}

TEST_CASE("slurm: machines without it, or on which it does not answer, are told so") {
  {
    const FakeSlurm slurm;
    CHECK_NOTHROW(check_slurm_is_here());
    slurm.put("silence", "squeue: error: no controller\n");
    CHECK_THROWS_WITH_AS(check_slurm_is_here(),
                         "--launcher slurm: Slurm does not answer here: squeue: error: no controller",
                         UserError);
  }
  const TemporaryDirectory empty;
  setenv("PATH", empty.path().c_str(), 1);
  CHECK_THROWS_WITH_AS(
      check_slurm_is_here(),
      "the program 'sbatch' of Slurm is not here (Debian package slurm-client): this is no machine "
      "that submits to a cluster",
      UserError);
}
