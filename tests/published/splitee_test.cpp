// SplitEE and SplitEE-S on the public trace of 872 samples and 12 exits: what the released codes come to on
// it, recomputed with numpy's orders of seeds 0 .. 19.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/published/replayed_trace.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

struct Known {
  double offload;
  double accuracy;
  double cost;  ///< in lambda
  double share;
};

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

void check_known(const std::string& policy, const std::vector<Known>& rows, double half_a_digit) {
  const auto trace = bert_trace();
  if (!trace) return;
  for (const Known& known : rows) {
    CAPTURE(known.offload);
    const Replayed found = over_orders(*trace, policy, known.offload);
    CHECK(std::abs(found.accuracy - known.accuracy) < half_a_digit);
    CHECK(std::abs(found.cost - known.cost) < half_a_digit);
    CHECK(std::abs(found.offloaded - known.share) < half_a_digit);
  }
}

std::vector<std::uint32_t> in_file_order(std::uint32_t rows) {
  std::vector<std::uint32_t> order(rows);
  for (std::uint32_t row = 0; row < rows; ++row) order[row] = row;
  return order;
}

}  // namespace

TEST_CASE("12 exits: the fixed arms of SplitEE bring the known rewards on the BERT trace") {
  const auto trace = bert_trace();
  if (!trace) return;
  const std::vector<std::pair<double, std::vector<double>>> known{
      {.1,
       {.65218, .58186, .51316, .44729, .34575, .21704, .1365, .03717, -.06764, -.17223, -.25961, -.34782}},
      {.3,
       {.45218, .4986, .45399, .40991, .30813, .16864, .10278, .00391, -.10204, -.20984, -.2869, -.34782}},
      {.5,
       {.25218, .41535, .39481, .37252, .27052, .12025, .06907, -.02935, -.13644, -.24746, -.3142, -.34782}}};
  for (const auto& [offload, rewards] : known) {
    for (std::size_t exit = 1; exit <= 12; ++exit) {
      CAPTURE(offload);
      CAPTURE(exit);
      const PolicyChoice arm =
          exit == 12
              ? PolicyChoice{.name = "device_only"}
              : PolicyChoice{.name = "split_exit",
                             .parameters = {{"cut", "exit " + std::to_string(exit)}, {"threshold", .7}}};
      const Replayed found = replayed(*trace, {.offload = offload}, arm, in_file_order(872));
      CHECK(std::abs(found.reward - rewards[exit - 1]) < 5.1e-6);
    }
  }
}

TEST_CASE("12 exits: SplitEE has the accuracy, the cost and the offload share of the released code") {
  check_known("splitee", {{.1, .8909, 2.766, .638}, {.3, .8872, 3.981, .425}, {.5, .8841, 4.753, .338}},
              5.1e-4);
  check_known("splitee",
              {{.1, .89088, 2.7663, .63836}, {.3, .88721, 3.98052, .42494}, {.5, .88406, 4.7531, .33796}},
              5.1e-6);
}

TEST_CASE("12 exits: SplitEE-S as released has the accuracy, the cost and the offload share of its code") {
  check_known("splitee_s_released",
              {{.1, .8966, 2.494, .796}, {.3, .8804, 3.963, .331}, {.5, .8815, 4.885, .288}}, 5.1e-4);
  check_known("splitee_s_released",
              {{.1, .89662, 2.49444, .79564}, {.3, .88045, 3.96336, .33142}, {.5, .88154, 4.88521, .28779}},
              5.1e-6);
}

TEST_CASE("12 exits: SplitEE-S that learns only what it can know has the figures of the same rule in numpy") {
  check_known("splitee_s",
              {{.1, .89547, 2.48177, .77253}, {.3, .87942, 3.88779, .34243}, {.5, .88154, 4.68744, .31325}},
              5.1e-6);
}

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
