#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::string four =
    "sample,exit,confidence,prediction,label\n"
    "0,1,0.5,3,4\n0,2,0.9,4,4\n"
    "1,1,0.6,3,4\n1,2,0.9,4,4\n"
    "2,1,0.8,7,7\n2,2,0.9,7,7\n"
    "3,1,1,7,7\n3,2,0.9,1,7\n";

class Place {
 public:
  Place() : table(directory_.write("s.csv", four)) {}
  std::string in(const std::string& name) const { return directory_.path() + "/" + name; }
  ResultTable read(const std::string& name) const {
    return ResultTable(CsvTable(content(in(name)), name, true));
  }

 private:
  TemporaryDirectory directory_{};

 public:
  const std::string table;
};

std::string refusal(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "replay");
  const Ran ran = run_splitscape(arguments);
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  return ran.err.substr(0, ran.err.find('\n'));
}

}  // namespace

TEST_CASE("replay runs policies over samples and writes what became of each order") {
  const Place place;
  const Ran ran = run_splitscape({"replay", place.table, "--policy", "split_exit", "--set", "cut=exit 1",
                                  "--set", "threshold=0.7", "--policy", "final_exit", "--set", "label=end",
                                  "--orders", "3", "--out", place.in("r")});
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  CHECK(ran.out.find("results: " + place.in("r") + "/replay.csv (and orders, regret.csv, manifest.json)") !=
        std::string::npos);
  CHECK(names_in(place.in("r")) ==
        std::vector<std::string>{"manifest.json", "orders.csv", "regret.csv", "replay.csv"});
  const ResultTable replays = place.read("r/replay.csv");
  CHECK(replays.rows() == 2);
  CHECK(replays.text(0, "policy") == "split_exit");
  CHECK(replays.text(1, "policy") == "end");
  CHECK(replays.number(0, "accuracy") == 1);
  CHECK(replays.number(0, "offload_rate") == 0.5);
  CHECK(replays.number(0, "cost") == doctest::Approx(0.1 + 0.25));
  CHECK(replays.text(0, "exit_shares") == "1:0.5;2:0.5");
  CHECK(replays.text(0, "best_arm") == "exit 2");
  // The end earns .9 - .2 each; the split .8 - .1, 1 - .1 and twice .9 - .1 - .5.
  CHECK(replays.number(0, "regret") == doctest::Approx(4 * 0.7 - (0.7 + 0.9 + 0.3 + 0.3)));
  CHECK(replays.number(1, "regret") == doctest::Approx(0));
  const ResultTable orders = place.read("r/orders.csv");
  CHECK(orders.rows() == 6);
  CHECK(orders.text(2, "seed") == "2");
  CHECK(orders.text(2, "exit_counts") == "1:2;2:2");
  CHECK(place.read("r/regret.csv").rows() == 8);
}

TEST_CASE("the same replay gives the same bytes, and another seed other orders") {
  const Place place;
  const auto run = [&](const std::string& out, const std::string& seed) {
    const Ran ran = run_splitscape(
        {"replay", place.table, "--policy", "random_decision", "--seed", seed, "--out", place.in(out)});
    CHECK(ran.code == 0);
    return content(place.in(out + "/orders.csv")) + content(place.in(out + "/manifest.json"));
  };
  CHECK(run("a", "0") == run("b", "0"));
  CHECK(content(place.in("a/orders.csv")) !=
        run("c", "7").substr(0, content(place.in("a/orders.csv")).size()));
  CHECK(
      refusal({place.table, "--policy", "final_exit", "--out", place.in("a")}).find("holds other results") !=
      std::string::npos);
}

TEST_CASE("replay takes the published network's samples, prints CSV and sets samples apart") {
  const Ran ran = run_splitscape({"replay", "mnist-b-lenet", "--policy", "final_exit", "--orders", "1",
                                  "--csv", "--calibration", "20%"});
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  CHECK(ran.out.find("final_exit,4000,1,") != std::string::npos);
}

TEST_CASE("a random exit of the IMDb trace has the published mean accuracy and cost") {
  // UEE-UCB, arXiv 2209.09480, as its notebook gives them: .773935 and .47900, a mean of draws. Here 20
  // orders of 50,000 are drawn: the mean accuracy of the four exits is 1 - (.38766 + .193 + .1709 + .15386)
  // / 4.
  const auto trace = shared_data("exit_traces/mlions_imdb_4exits.tsv");
  if (!trace) return;
  const Place place;
  const Ran ran = run_splitscape({"replay", *trace, "--layout", "wide", "--prediction", "{k}", "--first-exit",
                                  "0", "--label", "op_labels", "--exit-costs",
                                  "0.08333333333333333,0.25,0.58333333333333333,1", "--policy",
                                  "random_decision", "--set", "cut=layer 4", "--out", place.in("r")});
  CHECK(ran.err == "");
  REQUIRE(ran.code == 0);
  const ResultTable replays = place.read("r/replay.csv");
  CHECK(std::abs(replays.number(0, "accuracy") - 0.773645) < 3 * replays.number(0, "accuracy_ci95"));
  CHECK(std::abs(replays.number(0, "cost") - 23.0 / 48) < 3 * replays.number(0, "cost_ci95"));
  CHECK(replays.text(0, "best_arm") == "exit 2");
}

TEST_CASE("what replay cannot do it says in one line") {
  const Place place;
  const std::string& table = place.table;
  CHECK(refusal({table, "--policy", "split_exits"}) ==
        "--policy split_exits: 'split_exits' is not known here; did you mean 'split_exit'?");
  CHECK(refusal({table, "--policy", "split_exit", "--set", "treshold=1"})
            .find("policy 'split_exit' has no parameter 'treshold'; did you mean 'threshold'?") !=
        std::string::npos);
  CHECK(refusal({table, "--set", "a=1", "--policy", "final_exit"})
            .find("it belongs to the --policy before it, and there is none") != std::string::npos);
  CHECK(refusal({table, "--policy", "final_exit", "--policy", "final_exit"}) ==
        "two policies are called 'final_exit': give one another label (--set label=NAME)");
  CHECK(refusal({table, "--policy", "final_exit", "--depths", "1,2,3"}) ==
        "3 depths for the 2 exits of the samples");
  CHECK(refusal({table, "--policy", "final_exit", "--calibration", "1%"}) ==
        "--calibration 1%: that is no sample");
  CHECK(refusal({table, "--policy", "final_exit", "--calibration", "100%"}) ==
        table + ": there are no samples to run over");
  CHECK(refusal({table, "--policy", "final_exit", "--set", "cut=lair 1"})
            .find("policy 'final_exit': network 'the trace's network' has no layer 'lair 1' to cut after") ==
        0);
  CHECK(refusal({"mnist-b-lenet", "--policy", "final_exit", "--label", "x"}) ==
        "mnist-b-lenet is a network, with columns of its own: the options for columns are for tables");
}
