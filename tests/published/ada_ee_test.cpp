// AdaEE on a public trace of two exits: which regrets grow. Its best thresholds and their mean rewards are in
// scenarios/reproduce/ada_ee.cpp.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "models/random_stream.hpp"
#include "tests/published/replayed_trace.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::string b_alexnet = "balexnet_cifar10_2exit_adaptive_early_exit.csv";

/// Nothing costs anything but the overhead of going on.
AbstractCosts only_overhead(double overhead) {
  return {.layer = 0, .offload = overhead};
}

double gain(const SampleTrace& trace, std::size_t row) {
  return std::max(0.0, trace.at(row, 2).confidence - trace.at(row, 1).confidence);
}

/// Mean of AdaEE's reward over an order, as the paper defines it, and of what is lost to knowing each gain.
struct Rewards {
  double mean = 0;
  double regret = 0;  ///< summed
};

Rewards rewards(const SampleTrace& trace, double overhead, const PolicyChoice& policy,
                const std::vector<std::uint32_t>& order) {
  Rewards found;
  replay(trace, only_overhead(overhead), policy, order, 1, [&](const ReplayStep& step) {
    const double going_on = gain(trace, step.sample) - overhead;
    const double reward = step.offloaded ? going_on : 0;
    found.mean += reward / static_cast<double>(order.size());
    found.regret += std::max(0.0, going_on) - reward;
  });
  return found;
}

/// Rows drawn with replacement among those whose gain lies in a range, as the released code draws them.
std::vector<std::uint32_t> drawn(const SampleTrace& trace, double from, double to, std::size_t rounds) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < trace.rows(); ++row) {
    const double change = trace.at(row, 2).confidence - trace.at(row, 1).confidence;
    if (change >= from && change <= to) rows.push_back(row);
  }
  RandomStream random(1);
  std::vector<std::uint32_t> order(rounds);
  for (std::uint32_t& row : order) row = rows[random.next() % rows.size()];
  return order;
}

}  // namespace

TEST_CASE("two exits: what AdaEE loses to its best threshold grows far slower than the rounds") {
  // The logarithm's: ln(10^5) / 10^5 is .23 of ln(2 10^4) / (2 10^4).
  const auto trace = two_exit_trace(b_alexnet);
  if (!trace) return;
  const auto loss = [&](std::size_t rounds) {
    return .13492 - rewards(*trace, .1, {.name = "ada_ee"}, drawn(*trace, -1, 1, rounds)).mean;
  };
  const double early = loss(20000);
  CHECK(early > 0);
  CHECK(loss(100000) < .5 * early);
}

TEST_CASE("two exits: the more the second exit gains, the less AdaEE regrets") {
  // Published at overhead .1 after two million rounds, gains .1 .. .2 to .7 .. .8:
  // 3238, 1095, 552, 312, 190, 113, 71.
  const auto trace = two_exit_trace(b_alexnet);
  if (!trace) return;
  double before = 1e9;
  for (int tenth = 1; tenth <= 7; ++tenth) {
    CAPTURE(tenth);
    const auto order = drawn(*trace, tenth / 10.0, (tenth + 1) / 10.0, 200000);
    const double regret = rewards(*trace, .1, {.name = "ada_ee"}, order).regret;
    CHECK(regret < before);
    before = regret;
  }
}
