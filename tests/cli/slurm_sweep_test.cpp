// The commands sweep and collect with programs that stand for Slurm. With Slurm itself: ./dev cluster.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "scenarios/sweep/slurm_record.hpp"
#include "tests/support/fake_slurm.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

namespace fs = std::filesystem;

/// A study of four short runs, and the directories of its sweeps.
class SmallStudy {
 public:
  SmallStudy()
      : study_(place_.write("study.yaml",
                            "scenario: " + project_file("scenarios/quickstart.yaml") +
                                "\nset: {duration: 5 s}\naxes:\n  policy: {policies: [device_only, "
                                "server_only]}\nreplications: 2\n")) {}

  std::string out(const std::string& name) const { return place_.path() + "/" + name; }
  Ran sweep(const std::string& name, std::vector<std::string> options = {}, const RunHow& how = {}) const {
    std::vector<std::string> arguments{"sweep", study_, "--out", out(name)};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return run_splitscape(arguments, how);
  }
  Ran on_slurm(const std::string& name, std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"--launcher", "slurm", "--chunk", "3"});
    return sweep(name, std::move(options));
  }
  Ran collect(const std::string& name, std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"collect", out(name)});
    return run_splitscape(options);
  }

 private:
  TemporaryDirectory place_{};
  std::string study_;
};

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Whether two sweeps have left the same results, byte for byte.
void check_same(const std::string& one, const std::string& other) {
  for (const char* name : {"results.csv", "manifest.json", "study.json"})
    CHECK(content(one + "/" + name) == content(other + "/" + name));
  const auto runs = names_in(one + "/runs");
  REQUIRE(runs.size() == 4);
  REQUIRE(names_in(other + "/runs") == runs);
  for (const std::string& run : runs) {
    for (const std::string& file : names_in(one + "/runs/" + run))
      CHECK(content(one + "/runs/" + run + "/" + file) == content(other + "/runs/" + run + "/" + file));
  }
}

}  // namespace

TEST_CASE("sweep on Slurm: the results are those of a sweep on this machine, byte for byte") {
  const FakeSlurm slurm;
  const SmallStudy study;
  REQUIRE(study.sweep("local").code == 0);
  const Ran ran = study.on_slurm("slurm", {"--slurm-args", "--time=5 --comment='a b'", "-j", "2"});
  CHECK_MESSAGE(ran.code == 0, ran.err);
  CHECK(says(ran.out, "4 runs are submitted to Slurm, 3 a task: 0 tasks running, 2 queued\n"));
  check_same(study.out("local"), study.out("slurm"));
  CHECK(
      content(slurm.directory() + "/submitted").starts_with("--time=5 --comment=a b --parsable --job-name="));
  CHECK(says(content(slurm.directory() + "/submitted"), " --array=0-1%2 "));

  const Ran again = study.on_slurm("slurm");  // nothing is missing
  CHECK(again.code == 0);
  CHECK(slurm.jobs() == 1);
  CHECK(study.collect("slurm").code == 0);
}

TEST_CASE("sweep on Slurm: left with --no-wait, it is nobody else's, and collect goes on with it") {
  const FakeSlurm slurm;
  slurm.put("later", "");
  const SmallStudy study;
  const Ran left = study.on_slurm("slurm", {"--no-wait"});
  CHECK_MESSAGE(left.code == 0, left.err);
  CHECK(says(left.out, "splitscape collect " + study.out("slurm") + " goes on with it\n"));
  const std::string name = read_slurm_record(study.out("slurm"))->arrays.at(0).name;
  slurm.put("queue", "101_[0-1]|PENDING|Resources|" + name + "\n");

  const Ran refused = study.sweep("slurm");
  CHECK(refused.code == 2);
  CHECK(refused.err ==
        study.out("slurm") +
            ": an earlier sweep has left its runs here to Slurm: 0 tasks running, 2 queued (Resources); "
            "'splitscape collect " +
            study.out("slurm") + "' goes on with it, 'scancel --name=" + name + "' ends it\n");
  const Ran early = study.collect("slurm");
  CHECK(early.code == 3);
  CHECK(says(early.out, "0 of 4 runs, 0 tasks running, 2 queued (Resources)\n"));
  CHECK(says(content(study.out("slurm") + "/results.partial.csv"), "policy,seed,run"));

  slurm.take_away("queue");  // the tasks are gone and have left nothing
  slurm.take_away("later");
  CHECK(study.collect("slurm", {"--wait"}).code == 0);
  CHECK(slurm.jobs() == 3);  // the second attempt takes each run alone: two arrays of at most three tasks
  CHECK_FALSE(fs::exists(study.out("slurm") + "/results.partial.csv"));
  REQUIRE(study.sweep("local").code == 0);
  check_same(study.out("local"), study.out("slurm"));
}

TEST_CASE("sweep on Slurm: while squeue does not answer, nobody begins anew and nothing is collected") {
  const FakeSlurm slurm;
  slurm.put("later", "");
  const SmallStudy study;
  REQUIRE(study.on_slurm("slurm", {"--no-wait"}).code == 0);
  slurm.put("silence", "slurm_load_jobs error: no controller\n");
  const Ran refused = study.sweep("slurm");
  CHECK(refused.code == 2);
  CHECK(refused.err ==
        study.out("slurm") +
            ": an earlier sweep has left its runs here to Slurm: whether tasks are at work is not known "
            "(slurm_load_jobs error: no controller); where you know that none is, remove " +
            study.out("slurm") + "/slurm\n");
  const Ran collected = study.collect("slurm");
  CHECK(collected.code == 1);
  CHECK(says(collected.err,
             ": whether tasks are at work is not known: slurm_load_jobs error: no controller\n"));
  fs::remove_all(study.out("slurm") + "/slurm");
  CHECK(study.sweep("slurm").code == 0);
}

TEST_CASE("sweep on Slurm: once its tasks are over a sweep is anybody's, also where there is no Slurm") {
  const SmallStudy study;
  {
    const FakeSlurm slurm;
    slurm.put("later", "");
    REQUIRE(study.on_slurm("slurm", {"--no-wait"}).code == 0);
    REQUIRE(study.on_slurm("collected", {"--no-wait"}).code == 0);
    CHECK(study.sweep("slurm").code == 0);
    CHECK(read_slurm_record(study.out("slurm"))->over);
    REQUIRE(run_program("/bin/sh", {"-c", "for task in 0 1; do SLURM_ARRAY_TASK_ID=$task sh '" +
                                              study.out("collected") + "'/slurm/*.sh; done"})
                .code == 0);
  }
  const RunHow without{.environment = {"PATH=/nowhere"}};
  CHECK(run_splitscape({"collect", study.out("collected")}, without).code == 0);
  CHECK(study.sweep("slurm", {}, without).code == 0);
  check_same(study.out("slurm"), study.out("collected"));
}

TEST_CASE("sweep on Slurm: what cannot be is refused before anything is written") {
  const SmallStudy study;
  const auto refused = [&study](const std::vector<std::string>& options, const std::string& message,
                                const RunHow& how = {}) {
    const Ran ran = study.sweep("out", options, how);
    CHECK(ran.code == 2);
    CHECK_MESSAGE(says(ran.err, message), ran.err);
    CHECK_FALSE(fs::exists(study.out("out")));
  };
  refused({"--launcher", "slurm"}, "the program 'sbatch' of Slurm is not here (Debian package slurm-client)",
          {.environment = {"PATH=/nowhere"}});
  refused({"--launcher", "cloud"}, "--launcher");
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"--chunk", "3"}, {"--slurm-args", "--mem=1G"}, {"--no-wait"}})
    refused(options, options[0] + ": it belongs to --launcher slurm");
  const FakeSlurm slurm;
  refused({"--launcher", "slurm", "--slurm-args", "--comment='a"},
          "--slurm-args --comment='a: a ' is not closed");
  refused({"--launcher", "slurm", "--slurm-args", "-J mine"}, "--slurm-args: --job-name cannot be said here");
  slurm.put("silence", "squeue: error: no controller\n");
  refused({"--launcher", "slurm"},
          "--launcher slurm: Slurm does not answer here: squeue: error: no controller");
}

TEST_CASE("sweep on Slurm: what sbatch refuses is told, and the same command with other words goes on") {
  const FakeSlurm slurm;
  slurm.put("refusal", "sbatch: error: invalid partition specified: nowhere\n");
  const SmallStudy study;
  const Ran ran = study.on_slurm("slurm", {"--slurm-args", "--partition=nowhere"});
  CHECK(ran.code == 2);
  CHECK(ran.err ==
        "--launcher slurm: sbatch does not take the runs: sbatch: error: invalid partition specified: "
        "nowhere\n");
  slurm.take_away("refusal");
  CHECK(study.on_slurm("slurm").code == 0);
}

TEST_CASE("sweep --list: xargs makes the runs, and collect puts them together") {
  const SmallStudy study;
  const std::string program = fs::path(program_path()).parent_path().string();
  const RunHow how{.environment = {"PATH=" + program + ":" + getenv("PATH")}};
  const Ran list = study.sweep("listed", {"--list"});
  REQUIRE(list.code == 0);
  CHECK(study.collect("listed").code == 3);
  const TemporaryDirectory place;
  const std::string lines = place.write("lines", list.out);
  const Ran made =
      run_program("/bin/sh", {"-c", "xargs -d '\\n' -P 2 -I {} sh -c '{}' <'" + lines + "'"}, how);
  CHECK_MESSAGE(made.code == 0, made.err);
  CHECK(study.collect("listed").code == 0);
  REQUIRE(study.sweep("local").code == 0);
  check_same(study.out("local"), study.out("listed"));
}

TEST_CASE("sweep --list: GNU parallel makes the runs") {
  const std::string parallel = "/usr/bin/parallel";  // moreutils has another program of this name
  if (!fs::exists(parallel) || !says(run_program(parallel, {"--version"}).out, "GNU parallel")) {
    std::cout << "skipped: GNU parallel is not installed\n";
    return;
  }
  const SmallStudy study;
  const std::string program = fs::path(program_path()).parent_path().string();
  const TemporaryDirectory home;
  const std::string lines = home.write("lines", study.sweep("listed", {"--list"}).out);
  const Ran made =
      run_program("/bin/sh", {"-c", "parallel -j 2 <'" + lines + "'"},
                  {.environment = {"PATH=" + program + ":" + getenv("PATH"), "HOME=" + home.path()}});
  CHECK_MESSAGE(made.code == 0, made.err);
  CHECK(study.collect("listed").code == 0);
}
