// SplitEE and SplitEE-S on the public trace of 872 samples and 12 exits, in numpy's orders of seeds 0 .. 19.
// The figures themselves are those of scenarios/reproduce/splitee.cpp.
#include <doctest/doctest.h>

#include "tests/published/replayed_trace.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// The mean over the orders of seeds 0 .. 19, costs in lambda.
Replayed over_orders(const SampleTrace& trace, const std::string& policy, double offload) {
  Replayed sum;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    sum += replayed(trace, {.offload = offload}, {.name = policy}, rehearsed_order(seed, 872, 12), 12);
  }
  Replayed mean = sum / 20;
  mean.cost /= 0.1;
  return mean;
}

}  // namespace

TEST_CASE("12 exits: side observations lower the regret of SplitEE") {
  const auto trace = bert_trace();
  if (!trace) return;
  // Mean rewards of the best arm: exit 1 at .1, exit 2 at .3 and .5 (the test of the fixed arms).
  for (const auto& [offload, best] : {std::pair{.1, .65218}, {.3, .4986}, {.5, .41535}}) {
    CAPTURE(offload);
    const double without = 872 * (best - over_orders(*trace, "splitee", offload).reward);
    const double with = 872 * (best - over_orders(*trace, "splitee_s", offload).reward);
    const double released = 872 * (best - over_orders(*trace, "splitee_s_released", offload).reward);
    CHECK(without > 1.6 * with);
    CHECK(without > 1.6 * released);
    CHECK(with > 30);
  }
}
