#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/plot_scripts.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

// The scripts of analysis/plots on results of the program.

using namespace splitscape::test;

namespace {

class Plots : public PlotScripts {
 public:
  Plots() {
    results("quickstart", {"scenarios/quickstart.yaml"});
    results("fleet", {"scenarios/camera-fleet.yaml", "--set", "duration=2 min", "--requests"});
  }

  void results(const std::string& name, std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "run");
    arguments.insert(arguments.end(), {"--out", path(name)});
    REQUIRE(run_splitscape(arguments).code == 0);
  }
};

const std::string compare = "compare_policies.py";
const std::string cdf = "latency_cdf.py";
const std::string curves = "density_curves.py";
const std::string exits = "exit_curves.py";

/// What `splitscape sparsity` prints of a perceptron, with two formats.
void write_densities(const Plots& plots, const std::string& name) {
  const Ran ran = run_splitscape({"sparsity", "mlp-800-100-10", "--hardware", "stm32h7a3", "--prune", "fc1",
                                  "--format", "predefined", "--format", "csr", "--csv"});
  REQUIRE(ran.code == 0);
  const TemporaryDirectory directory;
  std::filesystem::rename(directory.write(name, ran.out), plots.path(name));
}

/// What `splitscape samples` prints of four samples at two exits.
void write_curves(const Plots& plots, const std::string& name) {
  const TemporaryDirectory directory;
  const std::string samples = directory.write("s.csv",
                                              "sample,exit,confidence,entropy,correct\n"
                                              "0,1,0.5,1,0\n0,2,0.9,0.1,1\n1,1,0.95,0.2,1\n1,2,0.9,0.1,1\n");
  const Ran ran = run_splitscape({"samples", samples, "--csv"});
  REQUIRE(ran.code == 0);
  std::filesystem::rename(directory.write(name, ran.out), plots.path(name));
}

}  // namespace

TEST_CASE("plots: policies are compared by group and by key of the scenario") {
  const Plots plots;
  const std::string by_group = plots.drawn(compare, {"quickstart"});
  CHECK(plots.drawn(compare, {"quickstart"}) == by_group);  // the same results give the same bytes
  CHECK(plots.drawn(compare, {"quickstart", "--log"}) != by_group);
  CHECK(plots.drawn(compare, {"quickstart", "--x", "links.{group}.up"}) != by_group);
  CHECK(plots.drawn(compare, {"quickstart", "--y", "latency_mean_s", "device_energy_mean_j"}) != by_group);
  CHECK(plots.drawn(compare, {"quickstart", "--label", "cut_shares"}) != by_group);
  CHECK(plots.drawn(compare, {"quickstart", "--x", "policy", "--where", "group=cat1"}) != by_group);
  const auto some = plots.drawn(compare, {"quickstart", "--where", "group=mbps-*"});
  CHECK(some != by_group);
  CHECK(plots.drawn(compare, {"quickstart", "--where", "group=*"}) == by_group);
}

TEST_CASE("plots: several result directories of a sweep come into one picture") {
  const Plots plots;
  plots.results("fleet-4", {"scenarios/camera-fleet.yaml", "--set", "duration=2 min", "--set",
                            "devices.cameras.count=4"});
  const std::vector<std::string> sweep{"fleet-4", "fleet", "--x", "devices.cameras.count"};
  const std::string bars = plots.drawn(compare, sweep);
  std::vector<std::string> lines = sweep;
  lines.insert(lines.end(), {"--lines", "--log"});
  CHECK(plots.drawn(compare, lines) != bars);
  plots.refused(
      compare, {"fleet-4", "fleet"},
      "2 lines have group = cameras and policy = device_only; give each result directory once, or --x "
      "the key that was changed");
}

TEST_CASE("plots: the comparison says what is wrong with its arguments") {
  const Plots plots;
  plots.refused(compare, {"quickstart", "--y", "latency_men_s"},
                "summary.csv has no column 'latency_men_s'; did you mean 'latency_mean_s'?");
  plots.refused(compare, {"quickstart", "--y", "accuracy"},
                "the column 'accuracy' of summary.csv is empty: not known in these results");
  plots.refused(compare, {"quickstart", "--y", "verdict"},
                "the column 'verdict' of summary.csv holds text, not numbers");
  plots.refused(compare, {"quickstart", "--y", "dropped", "--log"},
                "--log: the column 'dropped' of summary.csv has no positive number");
  plots.refused(compare, {"quickstart", "--x", "links.{group}.upp"},
                "'links.cat1' has no key 'upp'; did you mean 'up'?");
  plots.refused(compare, {"quickstart", "--x", "links"}, "'links' of the scenario is no single value");
  plots.refused(
      compare, {"quickstart", "--x", "policy"},
      "5 lines have policy = device_only; they differ in group: choose one with --where, or another --x");
  plots.refused(compare, {"quickstart", "--where", "group=cat2"},
                "quickstart/summary.csv has no line with group=cat2; did you mean 'cat1'?");
  plots.refused(compare, {"quickstart", "--where", "group"}, "expected COLUMN=VALUE, found 'group'");
  plots.refused(
      compare, {"quickstart", "--lines"},
      "--lines needs numbers of one unit along the x axis; 'group' is: cat1, mbps-4, mbps-10, mbps-18, "
      "mbps-25");
  plots.refused(compare, {"nowhere"}, "there is no nowhere/summary.csv");
  CHECK(plots.run(compare, {"quickstart"}).code == 2);  // where to?
  const Ran ending = plots.run(compare, {"quickstart", "-o", "picture.pngg"});
  CHECK(ending.code == 2);
  CHECK(ending.err.find("pictures end in one of: ") != std::string::npos);
  const Ran folder = plots.run(compare, {"quickstart", "-o", "nowhere/picture.png"});
  CHECK(folder.code == 2);
  CHECK(folder.err == compare + ": cannot write nowhere/picture.png: No such file or directory\n");
}

TEST_CASE("plots: latencies are drawn as shares of the requests") {
  const Plots plots;
  const std::string all = plots.drawn(cdf, {"fleet"});
  CHECK(plots.drawn(cdf, {"fleet", "--log"}) != all);
  CHECK(plots.drawn(cdf, {"fleet", "--policy", "neurosurgeon", "--group", "cameras"}) != all);
}

TEST_CASE("plots: the latencies say what is wrong with their arguments") {
  const Plots plots;
  plots.refused(cdf, {"quickstart"},
                "there is no quickstart/requests.csv (splitscape run writes it with --requests)");
  plots.refused(cdf, {"fleet", "--policy", "neurosurgeons"},
                "fleet/requests.csv has no line with policy=neurosurgeons; did you mean 'neurosurgeon'?");
  plots.refused(cdf, {"fleet", "--group", "cats"},
                "fleet/requests.csv has no line with group=cats; one of: cameras");
}

TEST_CASE("plots: storage, work and time are drawn against density, and what cannot be is refused") {
  const Plots plots;
  write_densities(plots, "mlp.csv");
  const std::string both = plots.drawn(curves, {"mlp.csv"});
  CHECK(plots.drawn(curves, {"mlp.csv"}) == both);
  CHECK(plots.drawn(curves, {"mlp.csv", "--format", "csr"}) != both);
  CHECK(plots.drawn(curves, {"mlp.csv", "--title", "a perceptron"}) != both);
  plots.refused(curves, {"mlp.csv", "--format", "crs"},
                "mlp.csv has no line with format=crs; did you mean 'csr'?");
  const TemporaryDirectory directory;
  std::filesystem::rename(directory.write("other.csv", "a,b\n1,2\n"), plots.path("other.csv"));
  plots.refused(curves, {"other.csv"}, "other.csv has no column 'network'; one of: a, b");
  plots.refused(curves, {"nothing.csv"}, "there is no nothing.csv");
}

TEST_CASE("plots: exit shares and accuracy against cost are drawn, and what cannot be is refused") {
  const Plots plots;
  write_curves(plots, "four.csv");
  const std::string both = plots.drawn(exits, {"four.csv"});
  CHECK(plots.drawn(exits, {"four.csv"}) == both);
  CHECK(plots.drawn(exits, {"four.csv", "--rule", "entropy"}) != both);
  CHECK(plots.drawn(exits, {"four.csv", "--title", "four samples"}) != both);
  plots.refused(exits, {"four.csv", "--rule", "entropies"},
                "four.csv has no line with rule=entropies; did you mean 'entropy'?");
  const auto other = [&plots](const std::string& name, const std::string& text) {
    const TemporaryDirectory directory;
    std::filesystem::rename(directory.write(name, text), plots.path(name));
  };
  const std::string header = "rule,threshold,share_1,share_2,accuracy,mean_exit,mean_macs,macs_share\n";
  other("unjudged.csv", header + "confidence,0.5,1,0,,1,,\nconfidence,0.9,0,1,,2,,\n");
  other("costs.csv", header + "confidence,0.5,1,0,0.5,1,9,0.1\nconfidence,0.9,0,1,0.75,2,90,1\n");
  CHECK(plots.drawn(exits, {"unjudged.csv"}) != plots.drawn(exits, {"costs.csv"}));
  other("unknown.csv", header + "patience,3,1,0,0.5,1,,\n");
  plots.refused(exits, {"unknown.csv"},
                "unknown.csv has no line of a rule that is known: confidence, entropy");
  other("other.csv", "a,b\n1,2\n");
  plots.refused(exits, {"other.csv"}, "other.csv has no column 'rule'; one of: a, b");
}

TEST_CASE("plots: files that are no results are refused in one line") {
  const Plots plots;
  const auto broken = [&plots](const std::string& text, const std::string& words) {
    std::filesystem::create_directories(plots.path("broken"));
    const TemporaryDirectory directory;
    std::filesystem::rename(directory.write("summary.csv", text), plots.path("broken/summary.csv"));
    plots.refused(compare, {"broken"}, words);
  };
  broken("", "cannot read broken/summary.csv: No columns to parse from file");
  broken("policy,group,latency_mean_s\n", "broken/summary.csv has no lines");
  broken("group,latency_mean_s\na,1\n",
         "broken/summary.csv has no column 'policy'; one of: group, latency_mean_s");
}

TEST_CASE("plots: every script says how it is used") {
  const Plots plots;
  CHECK(plots.run(curves, {"--help"}).out.find("  density_curves.py vgg16.csv -o vgg16.png") !=
        std::string::npos);
  CHECK(plots.run(exits, {"--help"}).out.find("  exit_curves.py curves.csv -o curves.png") !=
        std::string::npos);
  for (const auto& script : {compare, cdf}) {
    const Ran help = plots.run(script, {"--help"});
    CHECK(help.code == 0);
    CHECK(help.out.find("examples:\n  " + script + " results/") != std::string::npos);
  }
}

TEST_CASE("plots: the pictures of the README are those of its scenarios") {
  const Plots plots;
  plots.results("sparse-split-early-exit", {"scenarios/sparse-split-early-exit.yaml"});
  for (const std::string name : {"quickstart", "sparse-split-early-exit"}) {
    CAPTURE(name);
    // The README draws them as ./dev plot; consoles_test.cpp runs these lines.
    const Ran same =
        run_program(SPLITSCAPE_PYTHON, {"-B", project_file("tests/analysis/plots/same_picture.py"),
                                        project_file(""), name, plots.path(name), plots.path("again.png")});
    CHECK_MESSAGE(same.code == 0, same.out << same.err);
    CHECK(std::filesystem::file_size(project_file("docs/images/" + name + ".png")) < 150'000);
  }
}
