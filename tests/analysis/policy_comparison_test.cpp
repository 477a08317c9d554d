#include "analysis/policy_comparison.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "analysis/compared_metric.hpp"
#include "analysis/comparison_columns.hpp"
#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

using Values = std::vector<std::optional<double>>;

/// A place with policies a, b, c and one metric.
ComparedRuns runs_of(const Values& a, const Values& b, const Values& c) {
  return {.place = {"here"}, .policies = {"a", "b", "c"}, .values = {{a}, {b}, {c}}};
}

std::string field(const ComparedRuns& runs, const Comparison& comparison, const std::string& column) {
  const ComparedMetric metric = compared_metric("latency_mean_s");
  for (const auto& known : comparison_columns()) {
    if (known.name == column) return known.value({runs, metric, comparison, Pairs::replications});
  }
  return "no such column";
}

}  // namespace

TEST_CASE("every policy is compared with the first one, or with the one that is named") {
  const std::vector<ComparedRuns> places{runs_of({1, 2}, {2, 4}, {5, 5})};
  const auto with_first = compare_policies(places, "");
  REQUIRE(with_first.size() == 2);
  CHECK(with_first[0].policy == 1);
  CHECK(with_first[0].baseline == 0);
  CHECK(with_first[0].difference.mean == 1.5);
  CHECK(with_first[0].policy_mean == 3);
  CHECK(with_first[0].baseline_mean == 1.5);
  CHECK(with_first[1].difference.mean == 3.5);
  const auto with_last = compare_policies(places, "c");
  REQUIRE(with_last.size() == 2);
  CHECK(with_last[0].policy == 0);
  CHECK(with_last[0].difference.mean == -3.5);
}

TEST_CASE("only replications that both policies have are paired") {
  const auto comparisons = compare_policies({runs_of({1, 2, 3, {}}, {2, {}, 5, 7}, {{}, {}, {}, {}})}, "");
  REQUIRE(comparisons.size() == 1);  // c has nothing
  CHECK(comparisons[0].difference.n == 2);
  CHECK(comparisons[0].difference.mean == 1.5);
  CHECK(comparisons[0].baseline_mean == 2);
}

TEST_CASE("the p-values of all places are corrected for their number together") {
  const Values base{1, 2, 3, 4, 5, 6};
  const Values near{1.5, 1.9, 3.4, 4.1, 5.2, 6.3};
  const Values same{2, 3, 4, 5, 6, 7};
  const auto one = compare_policies({runs_of(base, near, same)}, "");
  REQUIRE(one.size() == 2);
  CHECK(*one[0].adjusted_p == *one[0].difference.p);  // the other has none: every pair differs by 1
  CHECK_FALSE(one[1].adjusted_p);
  CHECK(one[1].found());
  const auto two = compare_policies({runs_of(base, near, same), runs_of(base, near, same)}, "");
  REQUIRE(two.size() == 4);
  CHECK(*two[0].adjusted_p == doctest::Approx(2 * *two[0].difference.p));
}

TEST_CASE("a difference is found below five percent after the correction") {
  const auto comparisons = compare_policies(
      {runs_of({1, 2, 3, 4, 5, 6}, {2, 3.1, 4, 5.2, 6, 7.1}, {1.5, 1.9, 2.7, 4.1, 5.2, 5.8})}, "");
  REQUIRE(comparisons.size() == 2);
  CHECK(comparisons[0].found());
  CHECK_FALSE(comparisons[1].found());
}

TEST_CASE("batches that resemble their neighbours are joined until they do not, or have no interval") {
  Values zero(64, 0.0);
  Values pairwise;  // each value twice: joined once they are independent
  Values climbing;
  RandomStream random(4);
  for (int i = 0; i < 64; ++i) {
    pairwise.push_back(i % 2 == 0 ? random.normal() : *pairwise.back());
    climbing.push_back(i);
  }
  const auto n = [&](const Values& values, Pairs pairs) {
    return compare_policies({runs_of(zero, values, {})}, "", pairs).at(0).difference;
  };
  CHECK(n(pairwise, Pairs::replications).n == 64);
  CHECK(n(pairwise, Pairs::batches).n == 32);
  CHECK(n(pairwise, Pairs::batches).half_width);
  CHECK_FALSE(n(climbing, Pairs::batches).half_width);
  CHECK(n(climbing, Pairs::batches).mean == 31.5);
  CHECK(n(Values(64, 1.0), Pairs::batches).always_the_same);
}

TEST_CASE("an interval is within a share of the baseline's mean") {
  const auto comparisons = compare_policies({runs_of({100, 101, 99}, {102, 102, 102}, {90, 111, 99})}, "");
  REQUIRE(comparisons.size() == 2);
  const double half = *comparisons[0].difference.half_width;
  CHECK(comparisons[0].within(half / 100 * 1.001));
  CHECK_FALSE(comparisons[0].within(half / 100 * 0.999));
  CHECK_FALSE(compare_policies({runs_of({1}, {2}, {3})}, "")[0].within(1e9));  // one pair has no interval
}

TEST_CASE("comparisons.csv says lower, higher, none and same") {
  const ComparedRuns runs = runs_of({1, 2, 3, 4}, {2, 3, 4, 5}, {1, 2, 3, 4});
  const auto comparisons = compare_policies({runs}, "");
  CHECK(field(runs, comparisons[0], "finding") == "higher");
  CHECK(field(runs, comparisons[0], "difference") == "1");
  CHECK(field(runs, comparisons[0], "half_width") == "0");
  CHECK(field(runs, comparisons[0], "p") == "");
  CHECK(field(runs, comparisons[0], "policy") == "b");
  CHECK(field(runs, comparisons[0], "n") == "4");
  CHECK(field(runs, comparisons[1], "finding") == "same");
  const auto other_way = compare_policies({runs}, "b");
  CHECK(field(runs, other_way[0], "finding") == "lower");
  const ComparedRuns chance = runs_of({1, 2, 3}, {2, 1, 3.1}, {{}, {}, {}});
  CHECK(field(chance, compare_policies({chance}, "")[0], "finding") == "none");
}

TEST_CASE("what can be compared are the numbers of summary.csv that differ by policy") {
  const auto& columns = comparable_columns();
  const auto has = [&columns](const char* name) {
    return std::find(columns.begin(), columns.end(), name) != columns.end();
  };
  for (const char* name : {"latency_mean_s", "accuracy", "regret", "server_cost", "dropped"})
    CHECK(has(name));
  for (const char* name : {"seed", "verdict", "cut_shares", "latency_mean_ci95_s", "group"})
    CHECK_FALSE(has(name));
}

TEST_CASE("a metric without words of its own is lower or higher") {
  CHECK(compared_metric("accuracy").more == "is more accurate than");
  CHECK(compared_metric("dropped").less == "has a lower dropped than");
  CHECK(compared_metric("dropped").better == Better::neither);
}
