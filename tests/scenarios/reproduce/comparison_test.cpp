#include "scenarios/reproduce/comparison.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

using namespace splitscape;

namespace {

PrintedFigure printed(const std::string& text) {
  PrintedFigure figure;
  REQUIRE(PrintedFigure::read(text, figure));
  return figure;
}

Comparison compared(const Tolerance& tolerance, const std::string& published, const OurFigure& ours) {
  return compare({.name = "figure", .tolerance = tolerance}, published, ours);
}

Experiment one_figure(const std::string& published) {
  return {.name = "e", .tables = {{.name = "t", .columns = {{.name = "c"}}, .rows = {{"r", {published}}}}}};
}

}  // namespace

TEST_CASE("a printed figure is read with its digits") {
  CHECK(printed("0.590").value == 0.59);
  CHECK(printed("0.590").decimals == 3);
  CHECK(printed("0.590").last_digit == doctest::Approx(0.001));
  CHECK(printed("143,667,240").value == 143667240);
  CHECK(printed("-0.5").value == -0.5);
  CHECK(printed("7.609 G").value == doctest::Approx(7.609e9));
  CHECK(printed("7.609 G").last_digit == doctest::Approx(1e6));
  CHECK(printed("> 4").bound == PrintedFigure::Bound::more);
  CHECK(printed("< 2").bound == PrintedFigure::Bound::less);
  PrintedFigure figure;
  for (const char* word : {"max5", "1:2", "", "1.2.3", "-"}) CHECK_FALSE(PrintedFigure::read(word, figure));
}

TEST_CASE("what rounds to the printed digits is within them and nothing else") {
  CHECK(compared(rounding, "0.59", 0.5949).within);
  CHECK(compared(rounding, "0.59", 0.5851).within);
  CHECK_FALSE(compared(rounding, "0.59", 0.5951).within);
  CHECK_FALSE(compared(rounding, "0.59", 0.5849).within);
  CHECK(compared(rounding, "7.609 G", 7.6094e9).within);
  CHECK_FALSE(compared(rounding, "7.609 G", 7.6096e9).within);
  CHECK(compared(last_digits(1), "62", 62.9).within);
  CHECK_FALSE(compared(last_digits(1), "62", 63.1).within);
}

TEST_CASE("each tolerance allows what it says") {
  CHECK(compared(within(0.1), "1.01", 1.1).within);
  CHECK_FALSE(compared(within(0.1), "1.01", 1.12).within);
  CHECK(compared(within_share(0.05), "200", 209.0).within);
  CHECK_FALSE(compared(within_share(0.05), "200", 211.0).within);
  CHECK(compared(the_same, "2,439", 2439.0).within);
  CHECK_FALSE(compared(the_same, "2,439", 2440.0).within);
  CHECK(compared(the_same, "max5", std::string("max5")).within);
  CHECK_FALSE(compared(the_same, "max5", std::string("max4")).within);
  CHECK(compared(as_claimed, "> 4", 4.1).within);
  CHECK_FALSE(compared(as_claimed, "> 4", 3.9).within);
  CHECK(compared(as_claimed, "< 2", 1.9).within);
  CHECK_FALSE(compared(as_claimed, "< 2", 2.1).within);
  CHECK(compared(not_judged, "1", 7.0).within);
  CHECK_FALSE(compared(not_judged, "1", 7.0).judged);
  CHECK_FALSE(compared(rounding, "", 7.0).judged);
}

TEST_CASE("ours is shown with two digits more and the error in the way of the tolerance") {
  CHECK(compared(rounding, "0.59", 0.58816).ours == "0.5882");
  CHECK(compared(rounding, "0.59", 0.58816).error == "-0.0018");
  CHECK(compared(within_share(.05), "0.51", 0.5221).error == "+2.4 %");
  CHECK(compared(the_same, "2,439", 2439.0).ours == "2,439");
  CHECK(compared(the_same, "2,439", 2439.0).error == "0");
  CHECK(compared(rounding, "1.81 G", 1814073344.0).ours == "1.8141 G");
  CHECK(compared(rounding, "143,667,240", 143667240.0).ours == "143,667,240");
  CHECK(compared(rounding, "0.5", 0.5 - 1e-12).error == "0");
  CHECK(compared(not_judged, "0.5", 0.25).error == "-50.0 %");
  CHECK(compared(not_judged, "0", 0.25).error == "+0.25");
  CHECK(compared(rounding, "0.65218", 0.6521795).ours == "0.652180");
  CHECK(compared(rounding, "", 137460704.0).ours == "137,460,704");
  CHECK(compared(rounding, "", 0.25).ours == "0.25");
  CHECK(compared(the_same, "max5", std::string("max4")).error == "differs");
  CHECK(compared(as_claimed, "> 4", 4.7).error == "holds");
  CHECK(compared(as_claimed, "> 4", 3.7).error == "does not hold");
}

TEST_CASE("what a tolerance allows is said in words") {
  CHECK(allowed_by({.name = "c"}) == "half of the last digit");
  CHECK(allowed_by({.name = "c", .tolerance = last_digits(1)}) == "one in the last digit");
  CHECK(allowed_by({.name = "c", .unit = "ms", .tolerance = within(.1)}) == "0.1 ms");
  CHECK(allowed_by({.name = "c", .tolerance = within(.1)}) == "0.1");
  CHECK(allowed_by({.name = "c", .tolerance = within_share(.05)}) == "5 %");
  CHECK(allowed_by({.name = "c", .tolerance = the_same}) == "no difference");
  CHECK(allowed_by({.name = "c", .tolerance = last_digits(3)}) == "3 in the last digit");
  CHECK(allowed_by({.name = "c", .tolerance = as_claimed}) == "what it says");
  CHECK(allowed_by({.name = "c", .tolerance = not_judged}) == "not judged");
}

TEST_CASE("an experiment that does not compute what is published is a fault") {
  const Experiment experiment = one_figure("1");
  CHECK_NOTHROW(check_shape(experiment, {{{1.0}}}));
  CHECK_THROWS_WITH(check_shape(experiment, {}), "experiment e: 1 tables are published and 0 computed");
  CHECK_THROWS_WITH(check_shape(experiment, {{}}), "experiment e: table t has 1 rows and 0 computed");
  CHECK_THROWS_WITH(check_shape(experiment, {{{}}}),
                    "experiment e: table t, row r: 1 columns, 1 figures and 0 computed");
  CHECK_THROWS_WITH(check_shape(experiment, {{{std::numeric_limits<double>::quiet_NaN()}}}),
                    "experiment e: table t, row r: ours is no number");
  CHECK_THROWS_WITH(compare({.name = "c"}, "max5", 1.0), "'max5' is no number, and ours is");
}
