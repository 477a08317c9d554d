#include "models/sparsity/weight_storage.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace splitscape;

namespace {

WeightStorage stored(const Junction& junction, WeightFormat name, double density, double bits = 32) {
  return storage_of(pruned_to(junction, {.format = name}, density), bits);
}

WeightStorage bytes(double values, double indices) {
  return {{values}, {indices}};
}

}  // namespace

TEST_CASE("the weights of a junction take the bytes of their format") {
  const Junction junction{.inputs = 800, .outputs = 100};  // 80,000 weights
  CHECK(storage_of(unpruned(junction), 32) == bytes(320000, 0));
  CHECK(stored(junction, WeightFormat::predefined, .2) == bytes(64000, 0));
  // 16,000 columns of 16 bits and 101 pointers of 32
  CHECK(stored(junction, WeightFormat::csr, .2) == bytes(64000, 32000 + 404));
  CHECK(stored(junction, WeightFormat::bitmap, .2) == bytes(64000, 10000));
  // 40,000 places of 2 bits
  CHECK(stored(junction, WeightFormat::n_m, .5) == bytes(160000, 10000));
  // 1,000 blocks with 8 bits each for one of 200 columns, and 26 pointers
  CHECK(stored(junction, WeightFormat::block, .2) == bytes(64000, 1000 + 104));
}

TEST_CASE("values take their bits and indices stay as they are") {
  const Junction junction{.inputs = 800, .outputs = 100};
  CHECK(stored(junction, WeightFormat::csr, .2, 8) == bytes(16000, 32404));
  CHECK(stored(junction, WeightFormat::predefined, .2, 4) == bytes(8000, 0));
  CHECK(stored(junction, WeightFormat::csr, .2, 8).total().value == 48404);
  CHECK(storage_of(unpruned({.inputs = 3, .outputs = 1}), 4) == bytes(2, 0));  // 12 bits
}

TEST_CASE("a column index has the bits of the smallest integer that tells the columns apart") {
  const auto indices = [](std::uint64_t inputs) {
    const PrunedJunction pruned{
        .junction = {.inputs = inputs, .outputs = 1}, .format = {.format = WeightFormat::csr}, .kept = 100};
    return storage_of(pruned, 32).indices.value - 8;
  };
  CHECK(indices(256) == 100);
  CHECK(indices(257) == 200);
  CHECK(indices(65536) == 200);
  CHECK(indices(65537) == 400);
}

TEST_CASE("every group of a convolution has its own rows and the kernel its columns") {
  const Junction junction{.inputs = 8, .outputs = 16, .groups = 2, .kernel = 9, .uses = 100};
  // 230 columns of 72 in 8 bits, 17 pointers in each of two groups
  CHECK(stored(junction, WeightFormat::csr, .1) == bytes(920, 230 + 136));
  CHECK(stored(junction, WeightFormat::bitmap, .1) == bytes(920, 288));
  CHECK(stored(junction, WeightFormat::predefined, .25) == bytes(2304, 0));
  // 36 blocks in 8 bits, 5 pointers in each of two groups
  CHECK(stored(junction, WeightFormat::block, .25) == bytes(2304, 36 + 40));
}

TEST_CASE("the metadata of N:M takes the bits that tell M places apart for each value") {
  const auto metadata = [](NofM n_m) {
    const PrunedJunction pruned{.junction = {.inputs = 100, .outputs = 80},
                                .format = {.format = WeightFormat::n_m, .n_m = n_m},
                                .kept = 800};
    return storage_of(pruned, 32).indices.value;
  };
  CHECK(metadata({1, 2}) == 100);
  CHECK(metadata({2, 4}) == 200);
  CHECK(metadata({2, 5}) == 300);
  CHECK(metadata({4, 8}) == 300);
}

TEST_CASE("predefined sparsity is never larger than any other format with as many weights") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 300; ++trial) {
    const Junction junction{
        .inputs = 1 + random() % 300, .outputs = 1 + random() % 300, .kernel = 1 + random() % 9};
    const double kept = std::floor(junction.weights() / 2) + 1;
    const auto bytes_in = [&](WeightFormat name) {
      const PrunedJunction pruned{.junction = junction,
                                  .format = {.format = name},
                                  .kept = kept,
                                  .kept_blocks = std::ceil(kept / 16)};
      return storage_of(pruned, 8).total();
    };
    const Bytes predefined = bytes_in(WeightFormat::predefined);
    for (const WeightFormat name :
         {WeightFormat::csr, WeightFormat::bitmap, WeightFormat::n_m, WeightFormat::block})
      CHECK(predefined < bytes_in(name));
    CHECK(predefined <= storage_of(unpruned(junction), 8).total());
  }
}

TEST_CASE("what a junction computes stays in every format") {
  CHECK(activations_of({.inputs = 800, .outputs = 100}, 32).value == 400);
  CHECK(activations_of({.inputs = 8, .outputs = 16, .groups = 2, .kernel = 9, .uses = 100}, 8).value == 3200);
}
