#include "models/sparsity/sweep_seam.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

TEST_CASE("a right neuron that two sweeps share reads the end of the one and the start of the other") {
  // Fan-in 4: the second right neuron takes connections 4 and 5 of the first sweep, 6 and 7 of the second.
  const SweepSeam seam({.inputs = 6, .outputs = 3, .fan_out = 2, .parallel = 2}, 1);
  CHECK(seam.splits_a_right_neuron());
  CHECK(seam.clocks_before() == 1);
  CHECK(seam.clocks_behind() == 1);
  for (std::uint32_t slot = 0; slot < 2; ++slot) {
    CHECK(seam.reads_before(slot) == 1);
    CHECK(seam.reads_behind(slot) == 1);
  }
  CHECK(!seam.is_tight());
}

TEST_CASE("clocks that a right neuron shares with others read some banks only") {
  // Fan-in 4, three banks: connection 3 .. 5 is the last clock of the first sweep.
  const SweepSeam seam({.inputs = 6, .outputs = 3, .fan_out = 2, .parallel = 3}, 1);
  CHECK(seam.clocks_before() == 0);
  CHECK(seam.banks_before() == 2);
  CHECK(seam.banks_behind() == 2);
  CHECK(seam.reads_before(0) == 0);
  CHECK(seam.reads_before(1) == 1);
  CHECK(seam.reads_behind(1) == 1);
  CHECK(seam.reads_behind(2) == 0);
  CHECK(!seam.is_tight());  // depth 2: a bank may give one row before and one behind
}

TEST_CASE("sweeps that meet between right neurons share none") {
  const SweepSeam seam({.inputs = 6, .outputs = 6, .fan_out = 2, .parallel = 3}, 1);
  CHECK(!seam.splits_a_right_neuron());
  for (std::uint32_t slot = 0; slot < 3; ++slot)
    CHECK(seam.reads_before(slot) + seam.reads_behind(slot) == 0);
}

TEST_CASE("a seam is tight where one bank could be asked for more rows than it has") {
  // Banks of one row: what is read before the seam must not be read behind it.
  CHECK(SweepSeam({.inputs = 6, .outputs = 9, .fan_out = 6, .parallel = 6}, 1).is_tight());
}
