// What is handed to Slurm's programs, and what they print.
#include <doctest/doctest.h>

#include <cstdlib>

#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/slurm_commands.hpp"
#include "scenarios/sweep/slurm_launcher.hpp"
#include "scenarios/sweep/slurm_queue.hpp"
#include "scenarios/sweep/slurm_record.hpp"
#include "scenarios/sweep/slurm_script.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

using Tasks = std::set<std::size_t>;

SlurmRecord some_record() {
  return {.sweep = "splitscape-1",
          .cluster = "north",
          .started_in = "/home/me",
          .arguments = {"--partition=short", "--comment", "two words"},
          .chunk = 10,
          .at_once = 3,
          .arrays = {{.name = "splitscape-1-1", .job = "12", .tasks = {{1, 2, 3}, {6}}},
                     {.name = "splitscape-1-2", .job = "", .tasks = {{4, 5}}}}};
}

}  // namespace

TEST_CASE("squeue: tasks are read one by one, as ranges, in lists, with steps and with a limit") {
  const auto queue = read_squeue(
      "9_3|RUNNING|None|a\n"
      "9_[4-6,8,12-20:4%2]|PENDING|JobArrayTaskLimit|a\n"
      "10_0|COMPLETING|None|b\n"
      "11_[1]|PENDING|Resources|b\n",
      {"a", "b", "c"});
  CHECK(queue.tasks.at("a") == Tasks{3, 4, 5, 6, 8, 12, 16, 20});
  CHECK(queue.tasks.at("b") == Tasks{0, 1});
  CHECK(queue.running == 2);
  CHECK(queue.queued == 8);
  CHECK(queue.reason == "Resources");
  CHECK(queue.holds("a", 16));
  CHECK_FALSE(queue.holds("a", 7));
  CHECK_FALSE(queue.holds("c", 0));
  CHECK(queue_text(queue) == "2 tasks running, 8 queued (Resources)");
}

TEST_CASE("squeue: an array whose tasks it does not all name is held as a whole") {
  for (const char* id : {"9", "9_[1-4,...]", "9_[", "9_x", "9_[1-]", "9_[2-9:0]"}) {
    CAPTURE(id);
    const auto queue = read_squeue(std::string(id) + "|PENDING|None|a\n", {"a"});
    CHECK(queue.holds("a", 77));
    CHECK(queue.queued == 1);
    CHECK(queue.reason.empty());
  }
}

TEST_CASE("squeue: other lines and other jobs are passed over, and nothing is an empty queue") {
  const auto queue =
      read_squeue("CLUSTER: north\nWelcome | to | the | site\n1_0|RUNNING|None|other\n\n", {"a"});
  CHECK(queue.empty());
  CHECK_FALSE(queue.holds("a", 0));
  CHECK(read_squeue("", {"a"}).empty());
}

TEST_CASE("squeue: it is asked by the names of the arrays, and for a cluster where there are several") {
  CHECK(squeue_arguments({"a", "b"}, "") ==
        std::vector<std::string>{"--noheader", "--format=%i|%T|%r|%j", "--name=a,b"});
  CHECK(squeue_arguments({"a"}, "north").back() == "--clusters=north");
}

TEST_CASE("sbatch: the number of the job is read, with the cluster, among what a site adds") {
  CHECK(read_sbatch("123\n")->job == "123");
  CHECK(read_sbatch("123\n")->cluster.empty());
  CHECK(read_sbatch("note: 5 CPU hours left\n123;north\n")->cluster == "north");
  CHECK_FALSE(read_sbatch(""));
  CHECK_FALSE(read_sbatch("Submitted batch job 123\n"));
}

TEST_CASE("scontrol: the longest array has one task less than MaxArraySize, 1000 where that is not said") {
  CHECK(read_most_tasks("MaxArraySize            = 4001\nMaxJobCount             = 10000\n") == 4000);
  CHECK(read_most_tasks("") == 1000);
  CHECK(read_most_tasks("MaxArraySize = \n") == 1000);
}

TEST_CASE("sbatch: the user's arguments come first, then those that the sweep must give") {
  const auto record = some_record();
  CHECK(sbatch_arguments("/data/my sweep", record, record.arrays[0]) ==
        std::vector<std::string>{"--partition=short", "--comment", "two words", "--parsable",
                                 "--job-name=splitscape-1-1", "--array=0-1%3", "--chdir=/home/me",
                                 "--output=/data/my sweep/slurm/logs/splitscape-1-1-%a.log",
                                 "--open-mode=append", "/data/my sweep/slurm/splitscape-1-1.sh"});
  CHECK(sbatch_arguments("/data/50%", record, record.arrays[0])[7] ==
        "--output=/data/50%%/slurm/logs/splitscape-1-1-%a.log");
  SlurmRecord unlimited = record;
  unlimited.at_once = 0;
  CHECK(sbatch_arguments("/d", unlimited, record.arrays[1])[5] == "--array=0-0");
}

TEST_CASE("sbatch: an argument that the sweep itself must give is refused with the reason") {
  CHECK_NOTHROW(check_slurm_arguments({"--partition=short", "-A", "physics", "--array-like", "-t10"}));
  CHECK_THROWS_WITH_AS(
      check_slurm_arguments({"--array=0-3"}),
      "--slurm-args: --array cannot be said here: --chunk says how many runs a task has, and -j "
      "how many tasks run at once",
      UserError);
  CHECK_THROWS_WITH_AS(check_slurm_arguments({"--mem=1G", "-J", "mine"}),
                       "--slurm-args: --job-name cannot be said here: the sweep finds its jobs by their name",
                       UserError);
  for (const char* word : {"-a0-3", "-D", "--chdir", "-e", "--error=x", "-o", "--output", "--parsable",
                           "--test-only", "-W", "--wait", "--wrap=ls"}) {
    CAPTURE(word);
    CHECK_THROWS_AS(check_slurm_arguments({word}), UserError);
  }
}

TEST_CASE("slurm script: a task hands its runs to the program, with as many jobs as it has processors") {
  const TemporaryDirectory directory;
  const std::string program = directory.write("a program", "#!/bin/sh\nprintf '<%s>' \"$@\"\n");
  REQUIRE(run_program("/bin/chmod", {"+x", program}).code == 0);
  const std::string script =
      directory.write("script", slurm_script("/data/it's mine", program, some_record().arrays[0]));
  const auto task = [&script](const std::vector<std::string>& environment) {
    return run_program("/bin/sh", {script}, {.environment = environment});
  };
  CHECK(task({"SLURM_ARRAY_TASK_ID=0"}).out == "<sweep-task></data/it's mine><--runs><1-3><-j><1>");
  CHECK(task({"SLURM_ARRAY_TASK_ID=1", "SLURM_CPUS_PER_TASK=4"}).out ==
        "<sweep-task></data/it's mine><--runs><6><-j><4>");
  const Ran none = task({"SLURM_ARRAY_TASK_ID=2"});
  CHECK(none.code == 2);
  CHECK(none.err == "the sweep has no task '2'\n");
}

TEST_CASE("slurm record: what is written is read again") {
  const TemporaryDirectory directory;
  CHECK_FALSE(read_slurm_record(directory.path()));
  REQUIRE(run_program("/bin/mkdir", {directory.path() + "/slurm"}).code == 0);
  write_slurm_record(directory.path(), some_record());
  CHECK(read_slurm_record(directory.path()) == some_record());
  CHECK(names_in(directory.path() + "/slurm") == std::vector<std::string>{"jobs.json"});
}

TEST_CASE("slurm record: a file that is none is refused with its path") {
  const TemporaryDirectory directory;
  REQUIRE(run_program("/bin/mkdir", {directory.path() + "/slurm"}).code == 0);
  for (const char* text : {"", "{}", "[]", "{\"format\": \"another\"}"}) {
    CAPTURE(text);
    const std::string path = directory.write("slurm/jobs.json", text);
    try {
      read_slurm_record(directory.path());
      FAIL("it was read");
    } catch (const UserError& error) {
      CHECK(std::string(error.what())
                .starts_with(path + ": not a record of Slurm jobs that this program can read: "));
    }
  }
}

TEST_CASE("slurm launcher: the last lines of a text") {
  CHECK(last_lines("", 2).empty());
  CHECK(last_lines("\n\n", 2).empty());
  CHECK(last_lines("a", 2) == "a");
  CHECK(last_lines("a\nb\n", 2) == "a\nb");
  CHECK(last_lines("a\nb\nc\n\n", 2) == "b\nc");
  CHECK(last_lines("\na", 2) == "\na");
}
