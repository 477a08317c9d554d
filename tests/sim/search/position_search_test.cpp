#include "sim/search/position_search.hpp"

#include <doctest/doctest.h>

#include <map>
#include <utility>

#include "tests/sim/random_outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Costs out of a hat for every run of layers and every crossing; some are forbidden.
struct Hat {
  explicit Hat(RandomStream& random) : seed(random.next()) {}

  double compute(std::size_t place, std::size_t first, std::size_t last) const {
    return draw(1 + place * 10000 + first * 100 + last);
  }
  double crossing(std::size_t hop, std::size_t position) const {
    return draw(1'000'000 + hop * 100 + position);
  }

  double draw(std::uint64_t number) const {
    RandomStream random(seed ^ (number * 0x9E3779B97F4A7C15ULL));
    return random.uniform() < 0.2 ? PositionSearch::forbidden : random.uniform();
  }

  std::uint64_t seed;
};

/// The least of all cuts that fit, added up or the largest taken.
double least_by_hand(const Outlook& outlook, const Hat& hat, std::size_t end, bool sum) {
  double least = PositionSearch::forbidden;
  const std::size_t hops = outlook.links.size();
  for_every_cuts(hops, end, [&](const CutPositions& cuts) {
    if (!fits(outlook.costs, cuts, end)) return;
    double cost = 0;
    std::size_t first = 0;
    for (std::size_t place = 0; place <= hops; ++place) {
      const std::size_t last = place < hops ? cuts[place] : end;
      const double here = hat.compute(place, first, last);
      const double sent = place < hops ? hat.crossing(place, last) : 0;
      cost = sum ? cost + here + sent : std::max({cost, here, sent});
      first = last;
    }
    least = std::min(least, cost);
  });
  return least;
}

void compare(bool sum) {
  RandomStream random(sum ? 5 : 6);
  std::size_t found_some = 0;
  for (int world = 0; world < 300; ++world) {
    const Outlook outlook = random_outlook(random, static_cast<std::size_t>(world) % 4,
                                           {.small_memories = world % 2 == 0, .branches = world % 3 == 0});
    const Hat hat(random);
    const std::size_t end = 1 + random.next() % outlook.costs.layers();
    const auto compute = [&](std::size_t p, std::size_t first, std::size_t last) {
      return hat.compute(p, first, last);
    };
    const auto crossing = [&](std::size_t hop, std::size_t position) { return hat.crossing(hop, position); };
    PositionSearch search(outlook.costs);
    const auto found =
        sum ? search.least_sum(end, compute, crossing) : search.least_largest(end, compute, crossing);
    const double least = least_by_hand(outlook, hat, end, sum);
    CAPTURE(world);
    REQUIRE(found.has_value() == (least < PositionSearch::forbidden));
    if (!found) continue;
    ++found_some;
    REQUIRE(found->cost == doctest::Approx(least).epsilon(1e-12));
    REQUIRE(found->positions.size() == outlook.links.size());
    REQUIRE(fits(outlook.costs, cuts_at(found->positions), end));
  }
  CHECK(found_some > 100);
}

}  // namespace

TEST_CASE("a search of positions finds the least sum of all cuts that are allowed and fit") {
  compare(true);
}

TEST_CASE("a search of positions finds the smallest largest cost of all cuts that are allowed and fit") {
  compare(false);
}

TEST_CASE("a cost that is no number counts as a dead link") {
  CHECK(PositionSearch::at_most_dead(0.0 / 0.0) == PositionSearch::dead_link);
  CHECK(PositionSearch::at_most_dead(PositionSearch::forbidden) == PositionSearch::dead_link);
  CHECK(PositionSearch::at_most_dead(2) == 2);
}
