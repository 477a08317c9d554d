#include "analysis/statistics/pareto.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

std::vector<Costs> random_costs(std::size_t count, std::size_t measures, std::uint64_t seed) {
  RandomStream random(seed);
  std::vector<Costs> all(count);
  for (Costs& costs : all) {
    for (std::size_t m = 0; m < measures; ++m) costs.push_back(random.uniform());
  }
  return all;
}

/// By inclusion and exclusion over all subsets: the volume of a union of boxes up to the reference.
double union_of_boxes(const std::vector<Costs>& all, const Costs& reference) {
  double sum = 0;
  for (unsigned subset = 1; subset < 1U << all.size(); ++subset) {
    double box = 1;
    int members = 0;
    for (std::size_t m = 0; m < reference.size(); ++m) {
      double corner = -1;
      for (std::size_t i = 0; i < all.size(); ++i) {
        if ((subset >> i & 1U) != 0) corner = std::max(corner, all[i][m]);
      }
      box *= std::max(0.0, reference[m] - corner);
    }
    for (std::size_t i = 0; i < all.size(); ++i) members += static_cast<int>(subset >> i & 1U);
    sum += members % 2 == 1 ? box : -box;
  }
  return sum;
}

}  // namespace

TEST_CASE("what is better somewhere and worse nowhere dominates") {
  CHECK(dominates({1, 2}, {1, 3}));
  CHECK(dominates({0, 2}, {1, 3}));
  CHECK_FALSE(dominates({1, 3}, {1, 2}));
  CHECK_FALSE(dominates({0, 4}, {1, 3}));
  CHECK_FALSE(dominates({1, 3}, {1, 3}));
}

TEST_CASE("the front is what nothing dominates, and each other alternative is told by which it is") {
  const std::vector<Costs> all{{1, 5}, {2, 3}, {3, 3}, {4, 1}, {5, 5}, {2, 3}};
  CHECK(pareto_front(all) == std::vector<std::size_t>{0, 1, 3, 5});
  const auto by = dominated_by(all);
  CHECK(by[0].empty());
  CHECK(by[1].empty());
  CHECK(by[2] == std::vector<std::size_t>{1, 5});
  CHECK(by[3].empty());
  CHECK(by[4] == std::vector<std::size_t>{0, 1, 3, 5});
  CHECK(by[5].empty());
}

TEST_CASE("the front of random alternatives dominates all others and none of its own") {
  for (const std::size_t measures : {1U, 2U, 3U, 4U}) {
    const auto all = random_costs(200, measures, measures);
    const auto front = pareto_front(all);
    const auto by = dominated_by(all);
    CHECK_FALSE(front.empty());
    for (std::size_t i = 0; i < all.size(); ++i) {
      const bool in_front = std::find(front.begin(), front.end(), i) != front.end();
      CHECK(in_front == by[i].empty());
      for (const std::size_t better : by[i]) CHECK(dominates(all[better], all[i]));
    }
  }
}

TEST_CASE("the hypervolume of one alternative is that of the box to the reference") {
  CHECK(hypervolume({{2}}, {5}) == 3);
  CHECK(hypervolume({{2, 1}}, {5, 7}) == 18);
  CHECK(hypervolume({{2, 1, 0.5}}, {5, 7, 1}) == 9);
  // A dominated one and one that is as good add nothing.
  CHECK(hypervolume({{2, 1, 0.5}, {3, 1, 0.5}, {2, 1, 0.5}}, {5, 7, 1}) == 9);
}

TEST_CASE("the hypervolume of a staircase is the sum of its steps") {
  // (1,3), (2,2), (3,1) up to (4,4): 3 + 2 + 1.
  CHECK(hypervolume({{3, 1}, {1, 3}, {2, 2}}, {4, 4}) == 6);
  // Three boxes of 2, each two and all three of which share a cube of 1: 3 x 2 - 3 x 1 + 1.
  CHECK(hypervolume({{0, 1, 1}, {1, 0, 1}, {1, 1, 0}}, {2, 2, 2}) == 4);
}

TEST_CASE("the hypervolume is the volume of a union of boxes") {
  for (const std::size_t measures : {1U, 2U, 3U}) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const auto all = random_costs(9, measures, 100 * measures + seed);
      const Costs reference(measures, 0.9);
      CHECK(hypervolume(all, reference) == doctest::Approx(union_of_boxes(all, reference)).epsilon(1e-12));
    }
  }
}

TEST_CASE("what is not better than the reference by every measure adds nothing to the hypervolume") {
  CHECK(hypervolume({{5, 0}, {0, 5}, {6, 6}}, {5, 5}) == 0);
  CHECK(hypervolume({{4, 4}, {0, 5}}, {5, 5}) == 1);
  CHECK(hypervolume({}, {5, 5}) == 0);
}

TEST_CASE("the hypervolume of more than three measures is refused") {
  CHECK_THROWS_WITH_AS(hypervolume({{1, 2, 3, 4}}, {5, 5, 5, 5}),
                       "a hypervolume is of one, two or three measures", std::invalid_argument);
  CHECK_THROWS_AS(hypervolume({}, {}), std::invalid_argument);
}
