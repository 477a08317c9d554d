#include <doctest/doctest.h>

#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

// The numbers that the kinds of pictures draw, of results whose every number is made up: check_kinds.py
// compares them.

using namespace splitscape::test;

namespace {

void check(const std::vector<std::string>& cases) {
  std::vector<std::string> arguments{"-B", "-W", "error::FutureWarning",
                                     project_file("tests/analysis/plots/check_kinds.py"), project_file("")};
  arguments.insert(arguments.end(), cases.begin(), cases.end());
  const Ran ran = run_program(SPLITSCAPE_PYTHON, arguments);
  CHECK(ran.err == "");
  CHECK(ran.out == "");
  CHECK(ran.code == 0);
}

}  // namespace

TEST_CASE("plots: the kinds of a run draw its numbers, with the intervals that it says") {
  check({"bars_exits_and_energy", "cdf_and_regret"});
}

TEST_CASE("plots: a timeline shows the rate of the scenario's trace, and where each request was cut") {
  check({"timeline"});
}

TEST_CASE("plots: the kinds of a sweep draw means over replications with intervals by Student's t") {
  check({"lines_of_a_sweep", "heatmap_and_pareto"});
}

TEST_CASE("plots: tables of the runs of a sweep are put together, and only those that are asked for") {
  check({"tables_of_the_runs_of_a_sweep"});
}

TEST_CASE("plots: a directory is drawn as what it holds asks for, and the first line says why") {
  check({"the_kind_that_a_directory_asks_for"});
}

TEST_CASE(
    "plots: the same results give the same bytes in every format, and files of others are not replaced") {
  check({"the_files"});
}

TEST_CASE("plots: what cannot be drawn is refused in one line with the nearest name") {
  check({"what_is_refused"});
}

TEST_CASE("plots: texts with units and files of rates are read as the loader reads them") {
  check({"rates_over_time", "texts_with_units"});
}
