// What `splitscape samples` makes of a public trace, against the numbers that are known of it.
#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "scenarios/loader/csv_table.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("12 exits: the curves of the BERT trace have the known accuracies and mean exits of the cascade") {
  const auto path = shared_data("exit_traces/bert12exit_872samples_buffer_threshold.csv");
  if (!path) return;
  const Ran ran = run_splitscape({"samples", *path, "--sample", "Sample_ID", "--exit", "Exit", "--first-exit",
                                  "0", "--confidence", "Confidence", "--prediction", "Prediction", "--label",
                                  "Label", "--csv"});
  CHECK(ran.err == "");
  REQUIRE(ran.code == 0);
  const CsvTable table(ran.out, "curves", true);
  struct Known {
    double mean_exit;
    double accuracy;
  };
  const std::map<double, Known> cascade{
      {.6, {2.38417, .84289}},  {.7, {3.30619, .86697}}, {.75, {3.91628, .87729}}, {.8, {4.70298, .87959}},
      {.85, {5.65940, .88532}}, {.9, {7.01261, .89450}}, {.95, {9.0, .89908}}};
  std::size_t found = 0;
  for (std::size_t row = 0; row < table.rows(); ++row) {
    const auto known = cascade.find(table.number(row, table.column("threshold")));
    if (known == cascade.end()) continue;
    CAPTURE(known->first);
    CHECK(std::abs(table.number(row, table.column("mean_exit")) - known->second.mean_exit) < 5.1e-6);
    CHECK(std::abs(table.number(row, table.column("accuracy")) - known->second.accuracy) < 5.1e-6);
    ++found;
  }
  CHECK(found == cascade.size());
}
