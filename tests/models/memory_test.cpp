#include "models/memory.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Hardware with_memory(double memory) {
  return {.name = "board", .memory = Figure<Bytes>{{memory}}};
}

Hardware with_flash(double flash, double memory) {
  return {.name = "board", .memory = Figure<Bytes>{{memory}}, .flash = Figure<Bytes>{{flash}}};
}

double missing(const MemoryNeed& need, const Hardware& hardware) {
  return shortfall(need, hardware).value_or(Bytes{}).value;
}

}  // namespace

TEST_CASE("layers need their weights and the most that is held while one of them runs") {
  const NetworkGraph network(three_layers());
  // Inputs and output: a 10,000 + 6,000, b 6,000 + 3,000, c 3,000 + 400 bytes.
  CHECK(memory_need(network, 0, 3).weights.value == 48);
  CHECK(memory_need(network, 0, 3).activations.value == 16000);
  CHECK(memory_need(network, 1, 3).weights.value == 32);
  CHECK(memory_need(network, 1, 3).activations.value == 9000);
  CHECK(memory_need(network, 2, 3).activations.value == 3400);
}

TEST_CASE("no layers need no memory") {
  const NetworkGraph network(three_layers({"a"}));
  for (std::size_t k = 0; k <= 3; ++k) {
    CHECK(memory_need(network, k, k).weights.value == 0);
    CHECK(memory_need(network, k, k).activations.value == 0);
  }
}

TEST_CASE("an exit head is kept where its layer runs") {
  const NetworkGraph network(three_layers({"b"}));
  CHECK(memory_need(network, 0, 1).weights.value == 16);
  CHECK(memory_need(network, 0, 2).weights.value == 16 + 16 + 8);
  CHECK(memory_need(network, 1, 2).weights.value == 16 + 8);
  CHECK(memory_need(network, 2, 3).weights.value == 16);
}

TEST_CASE("a layer that joins several tensors holds them all at once") {
  NetworkProfile profile = three_layers();
  profile.layers[2].inputs = {"input", "a", "b"};
  CHECK(memory_need(NetworkGraph(profile), 2, 3).activations.value == 10000 + 6000 + 3000 + 400);
}

TEST_CASE("a run of layers needs the weights of its parts together and the larger of their activations") {
  NetworkProfile profile = three_layers({"a", "b"});
  profile.layers[2].inputs = {"input", "a", "b"};
  const NetworkGraph network(profile);
  for (std::size_t first = 0; first <= 3; ++first) {
    for (std::size_t middle = first; middle <= 3; ++middle) {
      for (std::size_t last = middle; last <= 3; ++last) {
        const MemoryNeed left = memory_need(network, first, middle);
        const MemoryNeed right = memory_need(network, middle, last);
        const MemoryNeed both = memory_need(network, first, last);
        CHECK(both.weights == left.weights + right.weights);
        CHECK(both.activations == std::max(left.activations, right.activations));
      }
    }
  }
}

TEST_CASE("without flash weights and activations share the memory") {
  const MemoryNeed need{.weights = {40}, .activations = {100}};
  CHECK(missing(need, with_memory(130)) == 10);
  CHECK(shortfall(need, with_memory(140)) == std::nullopt);
  CHECK(shortfall(need, with_memory(1000)) == std::nullopt);
}

TEST_CASE("with flash the weights lie there and the memory holds the activations") {
  const MemoryNeed need{.weights = {40}, .activations = {100}};
  CHECK(shortfall(need, with_flash(40, 100)) == std::nullopt);
  CHECK(missing(need, with_flash(30, 100)) == 10);
  CHECK(missing(need, with_flash(40, 95)) == 5);
  CHECK(missing(need, with_flash(30, 95)) == 15);
}

TEST_CASE("what one of flash and memory has to spare does not help the other") {
  const MemoryNeed need{.weights = {40}, .activations = {100}};
  CHECK(missing(need, with_flash(30, 1000)) == 10);
  CHECK(missing(need, with_flash(1000, 95)) == 5);
}

TEST_CASE("a limit that is not stated holds anything") {
  const MemoryNeed need{.weights = {1e15}, .activations = {1e15}};
  CHECK(shortfall(need, Hardware{.name = "board"}) == std::nullopt);
  const Hardware flash_only{.name = "board", .flash = Figure<Bytes>{{1e15}}};
  CHECK(shortfall(need, flash_only) == std::nullopt);
}

TEST_CASE("a tensor that a later layer still reads is held while the layers between run") {
  NetworkProfile profile = three_layers();
  profile.layers[2].inputs = {"input", "b"};
  // While b runs: the input for c, what b reads, what b writes.
  CHECK(memory_need(NetworkGraph(profile), 1, 2).activations.value == 10000 + 6000 + 3000);
}

TEST_CASE("a tensor that a layer reads twice is held once") {
  NetworkProfile profile = three_layers();
  profile.layers[2].inputs = {"b", "b"};
  CHECK(memory_need(NetworkGraph(profile), 2, 3).activations.value == 3000 + 400);
}
