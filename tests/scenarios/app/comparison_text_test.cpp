#include "scenarios/app/comparison_text.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

namespace {

using Values = std::vector<std::optional<double>>;

/// The sentence on policy "new" against "old".
std::string said(const std::string& column, const Values& fresh, const Values& old,
                 Pairs pairs = Pairs::replications) {
  const ComparedRuns runs{.place = {"s", "g"}, .policies = {"old", "new"}, .values = {{old}, {fresh}}};
  const auto comparisons = compare_policies({runs}, "");
  return sentence({runs, compared_metric(column), comparisons.at(0), pairs});
}

}  // namespace

TEST_CASE("a value and its half-width end at the same place") {
  CHECK(plus_minus(7.1234, 0.6123, "ms") == "7.12 +- 0.61 ms");
  CHECK(plus_minus(1234.5, 123.4, "") == "1234 +- 123");
  CHECK(plus_minus(-0.00123, 0.000456, "s") == "-0.00123 +- 0.00046 s");
  CHECK(plus_minus(0.00361, 0.00033, "J") == "3.61 +- 0.33 mJ");
  CHECK(plus_minus(3.61e-5, 3.3e-7, "J") == "36.10 +- 0.33 uJ");
  CHECK(plus_minus(2, 0, "W") == "2 +- 0 W");
}

TEST_CASE("a difference that was found is told with its interval") {
  CHECK(said("latency_mean_s", {.0100, .0111, .0120, .0131}, {.0200, .0210, .0220, .0230}) ==
        "new is faster than old by 9.950 +- 0.092 ms");
  CHECK(said("latency_mean_s", {.0200, .0210, .0220, .0230}, {.0100, .0111, .0120, .0131}) ==
        "new is slower than old by 9.950 +- 0.092 ms");
  CHECK(said("accuracy", {.90, .91, .92, .93}, {.80, .81, .82, .84})
            .starts_with("new is more accurate than old by"));
  CHECK(
      said("device_energy_mean_j", {1, 1, 1.1}, {2, 2, 2}).starts_with("new needs less energy than old by"));
}

TEST_CASE("no difference found is told with what there is") {
  CHECK(said("latency_mean_s", {.010, .020, .030}, {.011, .018, .031})
            .starts_with("no difference found in mean latency between new and old: 0.0 +- "));
}

TEST_CASE("what is no chance is told without an interval") {
  CHECK(said("cost", {2, 3, 4}, {1, 2, 3}) == "new costs more than old by 1 in all 3 runs");
  CHECK(said("cost", {2, 3}, {2, 3}) == "new and old have the same cost in all 2 runs");
  CHECK(said("cost", {2, 3}, {2, 3}, Pairs::batches) ==
        "new and old have the same cost in all 2 batches of requests");
}

TEST_CASE("what one run cannot tell is told, too") {
  Values climbing;
  for (int i = 0; i < 40; ++i) climbing.push_back(i);
  const ComparedRuns runs{
      .place = {"s", "g"}, .policies = {"old", "new"}, .values = {{Values(40, 1.0)}, {climbing}}};
  const auto comparisons = compare_policies({runs}, "", Pairs::batches);
  CHECK(sentence({runs, compared_metric("cost"), comparisons.at(0), Pairs::batches}) ==
        "cost of new and old: requests resemble each other for too long, --replications tells");
}

TEST_CASE("sentences name the place where there are several, and say what they rest on") {
  const Values low{1, 2, 3, 4};
  const Values high{2, 3.1, 4, 5};
  ComparedTable table{.titles = {"uplink", "scenario", "group"}};
  for (const char* uplink : {"2 Mbps", "5 Mbps"})
    table.places.push_back({{uplink, "s", "g"}, {"old", "new"}, {{low}, {high}}});
  const std::vector<ComparedMetric> metrics{compared_metric("cost")};
  const auto told = sentences(table, metrics, compare_policies(table.places, ""), Pairs::replications);
  REQUIRE(told.size() == 3);
  CHECK(told[0].starts_with("uplink=2 Mbps: new costs more than old by "));
  CHECK(told[2] ==
        "95 % intervals over 4 replications on common random numbers; found: p < 0.05, corrected for 2 "
        "comparisons (Holm)");
  for (ComparedRuns& runs : table.places) runs.values = {{{{1.0}}}, {{{2.0}}}};
  const auto one = sentences(table, metrics, compare_policies(table.places, ""), Pairs::replications);
  REQUIRE(one.size() == 1);
  CHECK(one[0] == "one run of each: whether a difference is chance takes replications to tell");
}
