#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>

#include "models/random_stream.hpp"
#include "sim/replay/replay.hpp"

using namespace splitscape;

namespace {

constexpr std::size_t before_jump = 400;
constexpr std::size_t after_jump = 12000;

/// The setting of I-SplitEE: exits behind layers 3, 6 .. 18 and 19, a layer costs .1, offloading .5. A noise
/// level takes confidence away, from early exits most: exit 1 stops nearly all before the jump and none
/// after it, exit 2 always stops.
SampleTrace noisy_trace() {
  SampleTrace trace(7, true, false);
  RandomStream random(5);
  for (std::size_t row = 0; row < before_jump + after_jump; ++row) {
    const double noise = row < before_jump ? .05 : .55;
    std::vector<ExitOutcome> outcomes;
    for (std::size_t exit = 1; exit <= 7; ++exit) {
      const double lost = noise / static_cast<double>(exit * exit);
      outcomes.push_back({.confidence = .95 - lost + .04 * (random.uniform() - .5)});
    }
    trace.add(outcomes);
  }
  return trace;
}

/// The exits after which the requests were split, 7 for the end.
std::vector<std::size_t> splits(const PolicyChoice& policy) {
  const SampleTrace trace = noisy_trace();
  const AbstractCosts costs{.layer = .1, .offload = .5, .depths = {3, 6, 9, 12, 15, 18, 19}};
  std::vector<std::uint32_t> order(trace.rows());
  std::iota(order.begin(), order.end(), 0U);
  std::vector<std::size_t> found;
  replay(trace, costs, policy, order, 1, [&](const ReplayStep& step) {
    const std::size_t cut = step.decision.cuts.front();
    found.push_back(cut == 19 ? 7 : cut / 3);
  });
  return found;
}

long count(const std::vector<std::size_t>& splits, std::size_t from, std::size_t to, std::size_t exit) {
  return std::count(splits.begin() + static_cast<std::ptrdiff_t>(from),
                    splits.begin() + static_cast<std::ptrdiff_t>(to), exit);
}

const PolicyChoice released{.name = "i_splitee", .parameters = {{"variant", "released"}}};

}  // namespace

TEST_CASE("i_splitee finds the new best split after a jump of the noise level") {
  // Before: C_1 - .3 = .6 at exit 1, C_2 - .6 = .34 at exit 2. After: offloaded from exit 1, C_7 - .8 = .14;
  // at exit 2 C_2 - .6 = .21. Exit 1 has .6 from each of its first 400 to outlive.
  const auto found = splits({.name = "i_splitee"});
  CHECK(count(found, 200, before_jump, 1) > 150);
  CHECK(count(found, found.size() - 1000, found.size(), 2) > 500);
}

TEST_CASE("i_splitee as released counts otherwise and decides otherwise") {
  const auto paper = splits({.name = "i_splitee"});
  const auto as_released = splits(released);
  CHECK(paper != as_released);
}
