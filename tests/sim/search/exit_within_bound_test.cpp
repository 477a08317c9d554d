#include "sim/search/exit_within_bound.hpp"

#include <doctest/doctest.h>

#include <limits>

using namespace splitscape;

namespace {

constexpr double never = std::numeric_limits<double>::infinity();
const std::vector<std::vector<double>> table{{3, 1, 2}, {5, 4}, {9, 6, 8}};

ExitAndCut least(double bound) {
  return last_exit_within(table, bound, ComparedTime::least);
}
ExitAndCut last(double bound) {
  return last_exit_within(table, bound, ComparedTime::last);
}

}  // namespace

TEST_CASE("the last exit is taken whose best cut is below the bound") {
  CHECK(least(6.5) == ExitAndCut{2, 1});
  CHECK(least(6) == ExitAndCut{1, 1});  // below, not at
  CHECK(least(4.5) == ExitAndCut{1, 1});
  CHECK(least(3.9) == ExitAndCut{0, 1});
}

TEST_CASE("comparing the last cut's time passes over exits that the best cut would have had in time") {
  CHECK(last(8.5) == ExitAndCut{2, 1});
  CHECK(last(7) == ExitAndCut{1, 1});
  CHECK(last(3) == ExitAndCut{0, 1});
}

TEST_CASE("where no exit is in time the first one is taken") {
  CHECK(least(0.5) == ExitAndCut{0, 1});  // with its best cut
  CHECK(last(0.5) == ExitAndCut{0, 0});   // with its first cut, as the demonstration does
  CHECK(last(1.5) == ExitAndCut{0, 0});   // 1 is below 1.5, but 2 is compared
}

TEST_CASE("a cut that cannot be is never taken") {
  const std::vector<std::vector<double>> some{{never, 2, never}, {never, never}};
  CHECK(last_exit_within(some, 3, ComparedTime::least) == ExitAndCut{0, 1});
  CHECK(last_exit_within(some, 1, ComparedTime::least) == ExitAndCut{0, 1});
  CHECK(last_exit_within(some, 1, ComparedTime::last) == ExitAndCut{0, 1});
}
