// Every experiment, done again: each figure within the tolerance that it states. Those that need other
// people's files are skipped where they are not there; their record in docs/studies is what comes out.
#include <doctest/doctest.h>

#include <cmath>

#include "scenarios/loader/document.hpp"
#include "scenarios/reproduce/comparison.hpp"
#include "scenarios/reproduce/experiment_catalogue.hpp"
#include "scenarios/reproduce/record.hpp"
#include "scenarios/reproduce/workbench.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Ours as far as it can be computed, every figure within its tolerance.
Reproduced reproduced(const std::string& name) {
  const Experiment& experiment = experiment_named(name);
  Reproduced done{.experiment = &experiment};
  std::string data;
  for (const NeededFile& file : experiment.files) {
    const auto path = shared_data(file.name);
    if (!path) return done;
    data = path->substr(0, path->size() - file.name.size() - 1);
  }
  const Zoo zoo = Zoo::of_this_program();
  const BlockedSignals signals;
  Workbench bench(zoo, signals, {.jobs = 2, .data = data});
  CHECK(bench.missing(experiment).empty());
  done.ours = experiment.compute(bench);
  REQUIRE_NOTHROW(check_shape(experiment, done.ours));
  for (const std::string& offender : offenders(done)) FAIL_CHECK(offender);
  CHECK(judged_figures(done) > 0);
  return done;
}

/// The record is what comes out again, but for the rounding of sums on another machine.
void check_record(const Reproduced& done) {
  if (done.ours.empty()) return;
  const std::string path = project_file("docs/studies/reproduced.csv");
  const auto recorded = ours_of_record(CsvTable(read_text_file(path), path, true), *done.experiment);
  for (std::size_t table = 0; table < recorded.size(); ++table) {
    CAPTURE(done.experiment->tables[table].name);
    for (std::size_t row = 0; row < recorded[table].size(); ++row) {
      CAPTURE(done.experiment->tables[table].rows[row].label);
      for (std::size_t column = 0; column < recorded[table][row].size(); ++column) {
        const OurFigure& ours = done.ours[table][row][column];
        const OurFigure& kept = recorded[table][row][column];
        if (std::holds_alternative<double>(ours)) {
          CHECK(std::get<double>(kept) == doctest::Approx(std::get<double>(ours)).epsilon(1e-9));
        } else {
          CHECK(std::get<std::string>(kept) == std::get<std::string>(ours));
        }
      }
    }
  }
}

}  // namespace

TEST_CASE("reproduce: BranchyNet's AlexNet is met and recorded") {
  check_record(reproduced("branchynet_alexnet"));
}
TEST_CASE("reproduce: SplitEE is met and recorded") {
  check_record(reproduced("splitee"));
}
TEST_CASE("reproduce: UEE-UCB is met and recorded") {
  check_record(reproduced("uee_ucb"));
}
TEST_CASE("reproduce: AdaEE is met and recorded") {
  if (step_when_sanitized(2) > 1) return;  // fourteen million rounds
  check_record(reproduced("ada_ee"));
}
TEST_CASE("reproduce: exit rules are met and recorded") {
  check_record(reproduced("exit_rules"));
}
TEST_CASE("reproduce: exit traces are met and recorded") {
  check_record(reproduced("exit_traces"));
}
