#include "models/sparsity/pruned_junction.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <stdexcept>

#include "models/sparsity/density_lattice.hpp"

using namespace splitscape;

namespace {

constexpr WeightFormat pruning[] = {WeightFormat::predefined, WeightFormat::csr, WeightFormat::bitmap,
                                    WeightFormat::n_m, WeightFormat::block};

Junction fully_connected(std::uint64_t inputs, std::uint64_t outputs) {
  return {.inputs = inputs, .outputs = outputs};
}

/// 16 filters of 3 x 3 over 8 channels in each of 2 groups, on 10 x 10 positions.
Junction grouped_convolution() {
  return {.inputs = 8, .outputs = 16, .groups = 2, .kernel = 9, .uses = 100};
}

Junction depthwise_convolution() {
  return {.inputs = 1, .outputs = 1, .groups = 32, .kernel = 9, .uses = 100};
}

PruningFormat format(WeightFormat name) {
  return {.format = name};
}

}  // namespace

TEST_CASE("predefined sparsity leaves a fully connected junction inputs x fan-out weights") {
  const PrunedJunction pruned = pruned_to(fully_connected(800, 40), format(WeightFormat::predefined), .05);
  CHECK(pruned.kept == 1600);
  CHECK(pruned.fan_in == 40);
  CHECK(pruned.density() == .05);
  CHECK(pruned.macs() == 1600);
  CHECK(pruned == pruned_to_fan_out(fully_connected(800, 40), 2));
  CHECK(pruned == pruned_to_fan_in(fully_connected(800, 40), 40));
}

TEST_CASE("predefined sparsity of a convolution leaves each filter so many input channels of its group") {
  const PrunedJunction pruned = pruned_to_fan_in(grouped_convolution(), 2);
  CHECK(pruned.kept == 2 * 16 * 2 * 9);
  CHECK(pruned.density() == .25);
  CHECK(pruned.macs() == 2 * 16 * 2 * 9 * 100);
  CHECK(pruned == pruned_to(grouped_convolution(), format(WeightFormat::predefined), .25));
}

TEST_CASE("other formats look at the weights of each group as a matrix of inputs times kernel columns") {
  const Junction junction = grouped_convolution();  // 16 x 72, twice
  CHECK(pruned_to(junction, format(WeightFormat::csr), .1).kept == 2 * 115);
  CHECK(pruned_to(junction, format(WeightFormat::bitmap), .1).kept == 2 * 115);
  CHECK(pruned_to(junction, format(WeightFormat::n_m), .5).kept == 2 * 16 * 36);
  const PrunedJunction blocks = pruned_to(junction, format(WeightFormat::block), .25);
  CHECK(blocks.kept_blocks == 2 * 18);
  CHECK(blocks.kept == 2 * 18 * 16);
}

TEST_CASE("a density of one leaves a junction as it is in every format") {
  for (const WeightFormat name : pruning) {
    CHECK(pruned_to(grouped_convolution(), format(name), 1) == unpruned(grouped_convolution()));
    CHECK(pruned_to_nearest(grouped_convolution(), format(name), 1) == unpruned(grouped_convolution()));
  }
  CHECK(unpruned(grouped_convolution()).kept == grouped_convolution().weights());
  CHECK(unpruned(grouped_convolution()).format.format == WeightFormat::dense);
  CHECK(pruned_to_fan_in(grouped_convolution(), 8) == unpruned(grouped_convolution()));
}

TEST_CASE("what is left of any junction is near the wanted density and never more than it was") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 500; ++trial) {
    const Junction junction{.inputs = 1 + random() % 40,
                            .outputs = 1 + random() % 40,
                            .groups = 1 + random() % 4,
                            .kernel = 1 + random() % 9,
                            .uses = 1 + random() % 50};
    const double density = static_cast<double>(1 + random() % 100) / 100;
    for (const WeightFormat name : pruning) {
      const PrunedJunction pruned = pruned_to_nearest(junction, format(name), density);
      CAPTURE(name_of(name));
      CHECK(pruned.kept > 0);
      CHECK(pruned.kept <= junction.weights());
      CHECK(pruned.kept == std::floor(pruned.kept));
      CHECK(pruned.macs() == pruned.kept * static_cast<double>(junction.uses));
      CHECK((pruned.format.format == WeightFormat::dense) == (pruned.kept == junction.weights()));
    }
    const PrunedJunction predefined = pruned_to_nearest(junction, format(WeightFormat::predefined), density);
    CHECK(predefined.density() ==
          doctest::Approx(DensityLattice(junction.inputs, junction.outputs).nearest(density).density));
  }
}

TEST_CASE("N of N:M comes from the density") {
  PruningFormat two_of_four = format(WeightFormat::n_m);
  CHECK(pruned_to(fully_connected(8, 3), two_of_four, .5).format.n_m == NofM{2, 4});
  CHECK(pruned_to(fully_connected(8, 3), two_of_four, .25).format.n_m == NofM{1, 4});
  CHECK(pruned_to_nearest(fully_connected(8, 3), two_of_four, .01).format.n_m == NofM{1, 4});
  CHECK_THROWS_WITH_AS(
      (void)pruned_to(fully_connected(8, 3), two_of_four, .3),
      "of every 4 weights a density of 30 % does not leave a whole number; the nearest are 25 % "
      "(1:4) and 50 % (2:4)",
      std::invalid_argument);
  two_of_four.n_m = {3, 2};
  CHECK_THROWS_WITH_AS((void)pruned_to_nearest(fully_connected(8, 3), two_of_four, .5),
                       "of every 2 weights 1 to 2 can stay, not 3", std::invalid_argument);
}

TEST_CASE("a depthwise convolution stays dense and is refused by itself") {
  for (const WeightFormat name : pruning) {
    CHECK(pruned_to_nearest(depthwise_convolution(), format(name), .2) == unpruned(depthwise_convolution()));
    CHECK_THROWS_WITH_AS((void)pruned_to(depthwise_convolution(), format(name), .2),
                         "a group of one connection, as in a depthwise convolution, has none to leave out",
                         std::invalid_argument);
  }
}

TEST_CASE("a density that does not exist is refused for predefined sparsity only") {
  const Junction junction = fully_connected(40, 30);
  CHECK_THROWS_WITH_AS(
      (void)pruned_to(junction, format(WeightFormat::predefined), .25),
      "a junction of 40 x 30 has no density 25 %; the nearest are 20 % (fan-in 8, fan-out 6) and "
      "30 % (fan-in 12, fan-out 9)",
      std::invalid_argument);
  CHECK(pruned_to(junction, format(WeightFormat::csr), .25).kept == 300);
  CHECK(pruned_to_nearest(junction, format(WeightFormat::predefined), .24).fan_in == 8);
}

TEST_CASE("densities and junctions and formats that are none are refused") {
  const Junction junction = fully_connected(8, 8);
  for (const double none : {0.0, -1.0, 1.01, std::nan("")}) {
    CAPTURE(none);
    CHECK_THROWS_AS((void)pruned_to(junction, format(WeightFormat::csr), none), std::invalid_argument);
    CHECK_THROWS_AS((void)pruned_to_nearest(junction, format(WeightFormat::dense), none),
                    std::invalid_argument);
  }
  CHECK_THROWS_WITH_AS((void)pruned_to_nearest(junction, format(WeightFormat::csr), 1.5),
                       "a density is more than 0 and at most 100 %, not 150 %", std::invalid_argument);
  CHECK_THROWS_WITH_AS((void)unpruned(fully_connected(0, 8)), "a junction of 0 x 8 x 1 x 1 has no weights",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS((void)pruned_to(junction, format(WeightFormat::dense), .5),
                       "the dense format leaves nothing out", std::invalid_argument);
  PruningFormat no_block = format(WeightFormat::block);
  no_block.block.rows = 0;
  CHECK_THROWS_AS((void)pruned_to(junction, no_block, .5), std::invalid_argument);
}
