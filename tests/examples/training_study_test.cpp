// examples/training_study.py: what it trains, keeps and tells. Its table of a whole study is an example's
// expected output (examples/CMakeLists.txt).
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <map>

#include "analysis/statistics/mean_interval.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::string spec = "examples/vibration/net.yaml";

/// A directory for the results of studies that train the made-up vibrations of the examples.
class StudyPlace {
 public:
  StudyPlace() {
    // A program that tells what it was called with.
    directory_.write(
        "told", "#!/bin/sh\necho \"$@\" >>'" + in("calls") + "'\nexec '" + program_path() + "' \"$@\"\n");
    chmod(in("told").c_str(), 0700);
  }

  std::string in(const std::string& name) const { return directory_.path() + "/" + name; }
  void write(const std::string& name, const std::string& text) const { directory_.write(name, text); }

  Ran run(std::vector<std::string> arguments, RunHow how = {}) const {
    arguments.insert(arguments.begin(), {"-B", project_file("examples/training_study.py")});
    how.directory = project_file("");
    if (how.environment.empty()) how.environment = {"SPLITSCAPE=" + in("told")};
    return run_program(SPLITSCAPE_PYTHON, arguments, how);
  }

  /// Trains, with one seed where no other number is asked for, one after the other.
  Ran study(const std::vector<std::string>& more, const RunHow& how = {}) const {
    std::vector<std::string> arguments{spec, "--seeds", "1", "--jobs", "1", "--out", in("study.csv")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments, how);
  }

  /// How often the program was called with such a word.
  std::ptrdiff_t calls_with(const std::string& word) const {
    const std::string calls = std::filesystem::exists(in("calls")) ? content(in("calls")) : "";
    std::ptrdiff_t found = 0;
    for (auto at = calls.find(word); at != std::string::npos; at = calls.find(word, at + 1)) ++found;
    return found;
  }

  ResultTable results() const { return ResultTable(CsvTable(content(in("study.csv")), "study.csv", true)); }
  /// Every line of the CSV as "variant seed exit".
  std::vector<std::string> lines() const {
    const ResultTable table = results();
    std::vector<std::string> found;
    for (std::size_t row = 0; row < table.rows(); ++row)
      found.push_back(table.text(row, "variant") + " " + table.text(row, "seed") + " " +
                      table.text(row, "exit"));
    return found;
  }

 private:
  TemporaryDirectory directory_{};
};

/// Refused with code 2 and these words in one line.
void refused(const Ran& ran, const std::string& words) {
  CHECK(ran.code == 2);
  CHECK(ran.out == "");
  CHECK(ran.err == "training_study.py: " + words + "\n");
}

/// Waits until a training of so many epochs has been called so often, and has left a checkpoint.
void wait_for_checkpoint(const StudyPlace& place, const std::string& epochs, std::ptrdiff_t calls) {
  const timespec hundredth{.tv_sec = 0, .tv_nsec = 10'000'000};
  const std::string running = place.in("study.csv.running");
  for (int tries = 0; tries < 6000; ++tries, nanosleep(&hundredth, nullptr)) {
    if (place.calls_with(epochs) < calls) continue;
    for (const auto& name : names_in(running)) {
      if (std::filesystem::exists(running + "/" + name + "/checkpoint.cbor")) return;
    }
  }
  FAIL("no training ever began");
}

const std::string head = "variant,seed,exit,accuracy,macs,parameters,bytes_held,epoch_seconds\n";

}  // namespace

// ---- training

TEST_CASE("study: a line a variant, seed and exit tells what the training and its network tell") {
  const StudyPlace place;
  const Ran ran = place.study({"--seeds", "2", "--variant", "dense", "training.epochs=2", "--variant",
                               "sparse", "training.epochs=2", "sparsity={fc1: 50%}"});
  REQUIRE(ran.code == 0);
  CHECK(place.lines() == std::vector<std::string>{"dense 1 1", "dense 1 2", "dense 2 1", "dense 2 2",
                                                  "sparse 1 1", "sparse 1 2", "sparse 2 1", "sparse 2 2"});
  CHECK(names_in(place.in("")) == std::vector<std::string>{"calls", "study.csv", "told"});
  const ResultTable table = place.results();
  // 12 x 32, 32 x 32 and 32 x 4, the branch's 32 x 4 too, and a bias a neuron; half of the first are left.
  CHECK(table.text(0, "macs") == "1664");
  CHECK(table.text(0, "parameters") == "1736");
  CHECK(table.text(4, "macs") == "1472");
  CHECK(table.text(0, "epochs") == "2");
  CHECK(table.text(0, "settings") == "training.epochs=2");
  CHECK(table.text(4, "settings") == "training.epochs=2 sparsity={fc1: 50%}");
  const TemporaryDirectory alone;
  REQUIRE(run_splitscape({"train", spec, "--out", alone.path(), "--seed", "2", "--set", "training.epochs=2"})
              .code == 0);
  const ResultTable exits(CsvTable(content(alone.path() + "/exits.csv"), "exits.csv", true));
  for (const char* column : {"exit", "after", "accuracy", "mean_confidence", "temperature", "ece_after"})
    CHECK(table.text(3, column) == exits.text(1, column));
}

TEST_CASE("study: what the CSV has is not trained again, and what is new gets its place") {
  const StudyPlace place;
  const std::string one = "training.epochs=1";
  REQUIRE(place.study({"--variant", "b", one}).code == 0);
  REQUIRE(place.study({"--variant", "a", one, "--variant", "b", one}).code == 0);
  CHECK(place.calls_with("train ") == 2);
  CHECK(place.lines() == std::vector<std::string>{"a 1 1", "a 1 2", "b 1 1", "b 1 2"});
  const std::string before = content(place.in("study.csv"));
  const Ran again = place.study({"--variant", "a", one, "--variant", "b", one});
  CHECK(again.code == 0);
  CHECK(again.err == "");
  CHECK(content(place.in("study.csv")) == before);
  REQUIRE(place.study({"--variant", "c", one}).code == 0);
  REQUIRE(place.study({"--seeds", "2", "--variant", "a", one}).code == 0);
  CHECK(place.calls_with("train ") == 4);
  CHECK(place.lines() ==
        std::vector<std::string>{"a 1 1", "a 1 2", "a 2 1", "a 2 2", "b 1 1", "b 1 2", "c 1 1", "c 1 2"});
  // The fields of the others stand as they stood.
  CHECK(content(place.in("study.csv")).starts_with(before.substr(0, before.find("\nb,"))));
}

TEST_CASE("study: trainings at once give the lines that they give one after the other") {
  const StudyPlace place;
  std::vector<std::string> lines;
  for (const std::string jobs : {"1", "3"}) {
    std::filesystem::remove(place.in("study.csv"));
    REQUIRE(place
                .study({"--seeds", "3", "--jobs", jobs, "--variant", "a", "training.epochs=2", "--variant",
                        "b", "training.epochs=1"})
                .code == 0);
    const ResultTable table = place.results();
    std::string text;
    for (std::size_t row = 0; row < table.rows(); ++row)
      text += table.text(row, "variant") + table.text(row, "seed") + table.text(row, "accuracy") + "\n";
    lines.push_back(text);
  }
  CHECK(lines[0] == lines[1]);
}

TEST_CASE("study: one that is interrupted keeps what it has, and the same command completes it") {
  const StudyPlace place;
  // Long enough to be interrupted.
  const std::vector<std::string> variants{"--variant", "short", "training.epochs=1",
                                          "--variant", "long",  "training.epochs=800"};
  std::ptrdiff_t calls = 0;
  for (const int number : {SIGTERM, SIGINT}) {
    ++calls;
    const Ran ran = place.study(variants, {.in_child = [] { signal(SIGINT, SIG_DFL); },
                                           .meanwhile =
                                               [&](int process) {
                                                 wait_for_checkpoint(place, "training.epochs=800", calls);
                                                 kill(process, number);
                                               }});
    CHECK(ran.code == 128 + number);
    CHECK(ran.err.ends_with("training_study.py: interrupted; the same command goes on\n"));
    CHECK(place.lines() == std::vector<std::string>{"short 1 1", "short 1 2"});
    CHECK(names_in(place.in("study.csv.running")).size() == 1);
  }
  REQUIRE(place.study(variants).code == 0);
  CHECK(place.calls_with("train ") == 4);
  CHECK(place.calls_with("--resume") == 2);
  CHECK(!std::filesystem::exists(place.in("study.csv.running")));
  const ResultTable resumed = place.results();
  std::filesystem::remove(place.in("study.csv"));
  REQUIRE(place.study({"--variant", "long", "training.epochs=800"}).code == 0);
  const ResultTable whole = place.results();
  for (const char* column : {"accuracy", "mean_confidence", "temperature", "epochs", "epoch_macs"}) {
    CHECK(resumed.text(2, column) == whole.text(0, column));
    CHECK(resumed.text(3, column) == whole.text(1, column));
  }
}

TEST_CASE("study: a training that fails is told with its variant and seed, and the others are kept") {
  const StudyPlace place;
  const Ran ran = place.study({"--variant", "a", "training.epochs=1", "--variant", "b", "training.epoch=1"});
  CHECK(ran.code == 2);
  CHECK(ran.out == "");
  CHECK(ran.err.find("\ntraining_study.py: b, seed 1: --set training.epoch=1: unknown key 'epoch'") !=
        std::string::npos);
  CHECK(ran.err.find("Traceback") == std::string::npos);
  CHECK(place.lines() == std::vector<std::string>{"a 1 1", "a 1 2"});
}

TEST_CASE("study: what it cannot do is refused in one line before anything is trained") {
  const StudyPlace place;
  refused(place.run({}), "a spec, --out and at least one --variant are needed, or --table; see --help");
  refused(place.run({spec, "--table", "study.csv"}),
          "--table prints what is there and trains nothing: it takes no spec, --out or --variant");
  refused(place.study({"--variant", "a", "--variant", "a", "seed=2"}), "two variants are called 'a'");
  refused(place.study({"--variant", "a", "net.yaml"}),
          "--variant 'a': expected KEY=VALUE, found 'net.yaml' (the spec comes first)");
  refused(place.run({"nowhere.yaml", "--out", place.in("s.csv"), "--variant", "a"}),
          "cannot read nowhere.yaml: No such file or directory");
  refused(place.study({"--variant", "a"}, {.environment = {"SPLITSCAPE=nowhere/splitscape"}}),
          "cannot run nowhere/splitscape: No such file or directory; ./dev run builds it");
  refused(place.run({spec, "--out", spec + "/s.csv", "--variant", "a"}),
          "cannot write " + spec + "/s.csv.running: Not a directory");
  const Ran none = place.study({"--seeds", "0", "--variant", "a"});
  CHECK(none.code == 2);
  CHECK(none.err.ends_with("argument --seeds: expected a whole number from 1, found '0'\n"));
  place.write("study.csv", "variant,seed,exit,accuracy,macs,settings\na,1,1,0.9,100,training.epochs=3\n");
  refused(
      place.study({"--variant", "a", "training.epochs=4"}),
      place.in("study.csv") + " has a variant 'a' that sets training.epochs=3; this one needs another name");
  place.write("study.csv", "variant,seed\na,1\n");
  refused(place.study({"--variant", "b"}),
          place.in("study.csv") + " has no column 'exit'; one of: variant, seed");
  CHECK(place.calls_with("train ") == 0);
}

// ---- tables

TEST_CASE("study: the table has means over seeds with Student's intervals, for as many seeds as there are") {
  const StudyPlace place;
  for (const std::size_t seeds : {2U, 3U, 4U, 5U, 12U, 31U}) {
    std::string text = head;
    std::vector<double> accuracies;
    for (std::size_t seed = 1; seed <= seeds; ++seed) {
      accuracies.push_back(90 + static_cast<double>(seed * seed % 7) / 4);
      text += fmt::format("dense,{},1,{},100,120,3000000,0.5\n", seed, accuracies.back() / 100);
    }
    place.write("s.csv", text);
    const Ran ran = place.run({"--table", place.in("s.csv")});
    REQUIRE(ran.code == 0);
    double mean = 0;
    for (const double accuracy : accuracies) mean += accuracy / static_cast<double>(seeds);
    CAPTURE(seeds);
    CHECK(ran.out ==
          fmt::format("| variant | MACs | of the first % | parameters | accuracy % | loss, points | s an "
                      "epoch | MB held |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
                      "| dense | 100 | 100.0 | 120 | {:.2f} ± {:.2f} | 0.00 | 0.500 | 3.00 |\n",
                      mean, *half_width_of_mean(accuracies)));
  }
}

TEST_CASE(
    "study: the table has a column an exit, and tells no spread of one seed and no times if not asked") {
  const StudyPlace place;
  place.write("s.csv", head +
                           "dense,1,1,0.8,1000,1200,3000000,0.5\ndense,1,2,0.9,1000,1200,3000000,0.5\n"
                           "20,1,1,0.75,200,240,1000000,0.1\n20,1,2,0.88,200,240,1000000,0.1\n"
                           "no branch,1,1,0.91,990,1190,2900000,0.5\n");
  const Ran ran = place.run({"--table", place.in("s.csv"), "--no-times"});
  CHECK(ran.err == "");
  CHECK(ran.out ==
        "| variant | MACs | of the first % | parameters | exit 1 % | accuracy % | loss, points | MB held |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n"
        "| dense | 1,000 | 100.0 | 1,200 | 80.00 | 90.00 | 0.00 | 3.00 |\n"
        "| 20 | 200 | 20.0 | 240 | 75.00 | 88.00 | 2.00 | 1.00 |\n"
        "| no branch | 990 | 99.0 | 1,190 | - | 91.00 | -1.00 | 2.90 |\n");
  place.write("s.csv", "variant,seed,exit,accuracy,macs\na,1,1,0.9,100\n");
  refused(place.run({"--table", place.in("s.csv")}),
          place.in("s.csv") + " has no column 'parameters'; one of: variant, seed, exit, accuracy, macs");
}

TEST_CASE("study: the made-up vibrations are what their script writes") {
  const TemporaryDirectory directory;
  const Ran ran =
      run_program(SPLITSCAPE_PYTHON, {"-B", project_file("examples/vibration/made_up.py"), directory.path()});
  REQUIRE(ran.code == 0);
  for (const std::string name : {"train.csv", "test.csv"})
    CHECK(content(directory.path() + "/" + name) == content(project_file("examples/vibration/" + name)));
}
