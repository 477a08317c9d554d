// The profiles of the zoo are what the program makes of the graphs that models/zoo/architectures writes, and
// an independent counter counts the same in these graphs.
#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>

#include "models/network.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// The graphs of all architectures, in a directory of their own.
class Graphs {
 public:
  Graphs() {
    const Ran ran = python({project_file("models/zoo/architectures/write_graphs.py"), directory_.path()});
    REQUIRE(ran.err == "");
    REQUIRE(ran.code == 0);
  }

  const std::string& directory() const { return directory_.path(); }
  std::string graph(const std::string& name) const { return directory_.path() + "/" + name + ".onnx"; }

  static Ran python(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "-B");
    return run_program(SPLITSCAPE_PYTHON, arguments);
  }

 private:
  TemporaryDirectory directory_{};
};

std::set<std::string> stems_in(const std::string& directory, const std::string& ending) {
  std::set<std::string> stems;
  for (const std::string& name : names_in(directory)) {
    if (name.ends_with(ending)) stems.insert(name.substr(0, name.size() - ending.size()));
  }
  return stems;
}

/// The networks that are made from a graph; the others were trained (trained_networks_test.cpp).
std::vector<std::string> drawn_networks() {
  std::vector<std::string> names = project_zoo().names("networks");
  std::erase_if(names, [](const std::string& name) {
    return std::filesystem::exists(project_zoo().path("traces/" + name + ".csv"));
  });
  return names;
}

/// Multiply-accumulates and parameters: of the trunk, then of each exit.
std::vector<double> sums_of(const NetworkGraph& graph) {
  std::vector<double> sums{graph.total_macs().value, graph.total_parameters()};
  for (std::size_t exit = 1; exit < graph.exit_count(); ++exit) {
    const ComputeCost& cost = graph.exit_head(exit).cost;
    sums.insert(sums.end(), {cost.macs->value, cost.parameters});
  }
  return sums;
}

}  // namespace

TEST_CASE(
    "every network of the zoo that was not trained has an architecture and a file that says what supports "
    "it") {
  const Graphs graphs;
  const auto names = drawn_networks();
  const std::set<std::string> networks(names.begin(), names.end());
  CHECK(stems_in(graphs.directory(), ".onnx") == networks);
  CHECK(stems_in(project_file("models/zoo/architectures"), ".yaml") == networks);
}

TEST_CASE("making the profiles of the zoo anew gives the same bytes") {
  const Graphs graphs;
  for (const std::string& name : drawn_networks()) {
    CAPTURE(name);
    const std::string made = graphs.directory() + "/" + name + ".yaml";
    const Ran ran =
        run_splitscape({"profile", graphs.graph(name), "--about",
                        project_file("models/zoo/architectures/" + name + ".yaml"), "--out", made});
    CHECK(ran.err == "");
    REQUIRE(ran.code == 0);
    CHECK(content(made) == content(project_zoo().path("networks/" + name + ".yaml")));
  }
}

TEST_CASE("the graphs of the zoo are a few kilobytes since they hold no weights") {
  const Graphs graphs;
  for (const std::string& name : drawn_networks()) {
    CAPTURE(name);
    CHECK(std::filesystem::file_size(graphs.graph(name)) < 200000);
  }
}

TEST_CASE("an independent counter finds the sums of the zoo's profiles in the graphs") {
  const Graphs graphs;
  for (const std::string& name : drawn_networks()) {
    CAPTURE(name);
    const Ran ran = Graphs::python({project_file("tests/zoo/count_onnx.py"), graphs.graph(name)});
    CHECK(ran.err == "");
    REQUIRE(ran.code == 0);
    std::istringstream line(ran.out);
    std::string counted;
    line >> counted;
    CHECK(counted == name);
    Reading reading(project_zoo(), "");
    for (const double expected : sums_of(NetworkGraph(zoo_network(name, reading).profile))) {
      double sum = -1;
      line >> sum;
      CHECK(sum == expected);
    }
    std::string rest;
    CHECK(!(line >> rest));
  }
}

TEST_CASE("an architecture that is not there is refused by the names that are") {
  const TemporaryDirectory directory;
  const Ran ran = Graphs::python(
      {project_file("models/zoo/architectures/write_graphs.py"), directory.path(), "alexnett"});
  CHECK(ran.code == 1);
  CHECK(ran.err.starts_with("there is no architecture alexnett; there are: alexnet, b-alexnet, "));
}
