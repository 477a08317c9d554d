// UEE-UCB on the predictions of 50,000 IMDb reviews that were published with it (MLiONS/MutiExitDNNs): its
// notebook's exit counts, and means over the orders of seeds 0 .. 19.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/published/replayed_trace.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

std::optional<SampleTrace> imdb(std::size_t exits) {
  return shared_trace(
      "exit_traces/mlions_imdb_" + std::to_string(exits) + "exits.tsv",
      {.shape = SampleFileLayout::Shape::columns, .prediction = "{k}", .label = "op_labels", .first_exit = 0},
      exits);
}

/// Cost scheme CS-1: the share of the 12 layers before the exit.
AbstractCosts shares_of_twelve(const std::vector<double>& layers) {
  AbstractCosts costs;
  for (const double layer : layers) costs.exit_costs.push_back(layer / 12);
  return costs;
}

Replayed with_order(const SampleTrace& trace, const AbstractCosts& costs, std::uint32_t seed) {
  return replayed(trace, costs, {.name = "uee_ucb"}, numpy_permutation(seed, 50000));
}

/// Accuracy and cost over 20 orders, which are published to half of the last digit given.
void check_mean(const SampleTrace& trace, const AbstractCosts& costs, double accuracy, double cost) {
  Replayed sum;
  for (std::uint32_t seed = 0; seed < 20; ++seed) sum += with_order(trace, costs, seed);
  CHECK(std::abs(sum.accuracy / 20 - accuracy) < 5.1e-7);
  CHECK(std::abs(sum.cost / 20 - cost) < 5.1e-8);
}

const AbstractCosts four_exits = shares_of_twelve({1, 3, 7, 12});

}  // namespace

TEST_CASE("IMDb: UEE-UCB stops at the exits of its notebook, order by order") {
  const auto trace = imdb(4);
  if (!trace) return;
  const std::vector<std::vector<std::size_t>> known{
      {0, 49900, 83, 17}, {0, 49946, 37, 17}, {3, 49805, 153, 39}};
  for (std::uint32_t seed = 0; seed < known.size(); ++seed) {
    CAPTURE(seed);
    CHECK(with_order(*trace, four_exits, seed).exits == known[seed]);
  }
}

TEST_CASE("IMDb: UEE-UCB has the published accuracy and cost with four exits") {
  const auto trace = imdb(4);
  if (trace) check_mean(*trace, four_exits, .807058, .25084675);
}

TEST_CASE("IMDb: UEE-UCB has the known accuracy and cost with six exits") {
  const auto trace = imdb(6);
  if (trace) check_mean(*trace, shares_of_twelve({1, 3, 5, 7, 9, 12}), .797926, .2523452);
}
