#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "tests/sim/random_outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice bounded(double bound, const std::string& objective = "stored") {
  return {.name = "lo_sc", .parameters = {{"bound", bound}, {"objective", objective}}};
}

CutPositions decided(const Outlook& outlook, const PolicyChoice& choice = {.name = "lo_sc"}) {
  return make_policy(choice, outlook.setting())->decide(outlook.observation()).cuts;
}

/// Places that compute something; absent where one is left out before another that does.
std::optional<std::size_t> segments_of(const CutPositions& cuts, std::size_t layers) {
  std::size_t used = 0;
  std::size_t first = 0;
  for (std::size_t place = 0; place <= cuts.size(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : layers;
    if (first < last) {
      if (used != place) return std::nullopt;
      ++used;
    }
    first = last;
  }
  return used;
}

double stored(const Outlook& outlook, const CutPositions& cuts) {
  double bytes = 0;
  for (const auto cut : cuts) bytes += outlook.costs.crossing(cut).value;
  return bytes;
}

bool in_time(const Outlook& outlook, const CutPositions& cuts, double bound) {
  std::size_t first = 0;
  for (std::size_t place = 0; place <= cuts.size(); ++place) {
    const std::size_t last = place < cuts.size() ? cuts[place] : outlook.costs.layers();
    if (outlook.costs.visit_time(place, first, last).value > bound) return false;
    first = last;
  }
  return true;
}

double least(const Outlook& outlook, double bound, bool segments) {
  double best = std::numeric_limits<double>::infinity();
  for_every_cuts(outlook.links.size(), outlook.costs.layers(), [&](const CutPositions& cuts) {
    const auto used = segments_of(cuts, outlook.costs.layers());
    if (!used || !fits(outlook.costs, cuts) || !in_time(outlook, cuts, bound)) return;
    best = std::min(best, segments ? static_cast<double>(*used) : stored(outlook, cuts));
  });
  return best;
}

/// A chain of layers with these weights, runtimes of a second and outputs, on one board: that many segments
/// with memories of these sizes. Memories are as large as weights here: tensors are a thousandth of that.
Outlook segments_of_a_board(const std::vector<double>& weights, const std::vector<double>& outputs,
                            const std::vector<double>& memories) {
  NetworkProfile profile{.name = "chain", .input = {1}};
  for (std::size_t i = 0; i < weights.size(); ++i) {
    profile.layers.push_back({.name = "layer" + std::to_string(i),
                              .op = "conv",
                              .cost = {.macs = Macs{1e7}, .weights = {1e3 * weights[i]}},
                              .output = {outputs[i]}});
  }
  std::vector<Hardware> boards(memories.size(), slow_device());
  std::vector<const Hardware*> places;
  for (std::size_t i = 0; i < memories.size(); ++i) {
    boards[i].memory = Figure<Bytes>{{1e3 * memories[i] + 100}};
    places.push_back(&boards[i]);
  }
  return Outlook(CostTable(NetworkGraph(profile), places));
}

}  // namespace

TEST_CASE("LO-SC stores the least of all cuts that fit the memories and the bound") {
  RandomStream random(24);
  std::size_t possible = 0;
  for (int world = 0; world < 600; ++world) {
    const Outlook outlook = random_outlook(
        random, static_cast<std::size_t>(world) % 4,
        {.small_memories = world % 2 == 0, .bottlenecks = world % 3 == 0, .branches = world % 3 == 1});
    const double bound = 2 * random.uniform();
    const bool segments = world % 5 == 0;
    const PolicyChoice choice = bounded(bound, segments ? "segments" : "stored");
    const double best = least(outlook, bound, segments);
    CAPTURE(world);
    if (best == std::numeric_limits<double>::infinity()) {
      CHECK_THROWS_AS(make_policy(choice, outlook.setting()), std::invalid_argument);
      continue;
    }
    ++possible;
    const CutPositions cuts = decided(outlook, choice);
    REQUIRE(fits(outlook.costs, cuts));
    REQUIRE(in_time(outlook, cuts, bound));
    const auto used = segments_of(cuts, outlook.costs.layers());
    REQUIRE(used.has_value());
    REQUIRE((segments ? static_cast<double>(*used) : stored(outlook, cuts)) == best);
  }
  CHECK(possible > 200);
}

TEST_CASE("LO-SC cuts its code's demonstration after the first layer and stores 1 and not 2") {
  // demonstrative_example.ipynb of intelligolabs/LO-SC: three segments of 6; two layers fit one, three do
  // not.
  const Outlook outlook = segments_of_a_board({3, 3, 3}, {1, 2, 2}, {6, 6, 6});
  CHECK(positions(decided(outlook, bounded(5))) == std::vector<int>{1, 3});
  const CutPositions knapsack = decided(outlook, bounded(5, "segments"));
  CHECK(segments_of(knapsack, 3) == 2);
}

TEST_CASE("LO-SC cuts its code's explained example after the second and the fourth layer") {
  // optimizer_explanation.ipynb of intelligolabs/LO-SC, by hand: after the first layer alone (2) the second
  // and third do not fit the second segment, so that 3 and more follow; 3 + 2 is the least.
  const Outlook outlook =
      segments_of_a_board({3, 4, 5, 3, 4, 2}, {2, 3, 4, 2, 3, 1}, {12, 8, 6, 12, 4, 5, 6, 8});
  CHECK(positions(decided(outlook, bounded(6))) == std::vector<int>{2, 4, 6, 6, 6, 6, 6});
}

TEST_CASE("LO-SC keeps everything on a device that holds it in time") {
  CHECK(positions(decided(Outlook(1))) == std::vector<int>{3});
  CHECK(decided(Outlook(0)).empty());
  // .6 s in all; a and b take .3 s, and b's output is smaller than that of a.
  CHECK(positions(decided(Outlook(1), bounded(0.5))) == std::vector<int>{2});
  CHECK(positions(decided(Outlook(1), bounded(0.2))) == std::vector<int>{1});
}

TEST_CASE("LO-SC says that no cut fits") {
  CHECK_THROWS_WITH_AS(make_policy(bounded(0.05), Outlook(1).setting()),
                       "network 'abc' cannot be cut so that every place of the path holds its layers in its "
                       "memory and computes them within 0.05 s",
                       std::invalid_argument);
  const Outlook tiny = segments_of_a_board({3, 3}, {1, 1}, {2});
  CHECK_THROWS_WITH_AS(
      make_policy({.name = "lo_sc"}, tiny.setting()),
      "network 'chain' cannot be cut so that every place of the path holds its layers in its memory",
      std::invalid_argument);
}
