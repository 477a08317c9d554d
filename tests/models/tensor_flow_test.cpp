#include "models/tensor_flow.hpp"

#include <doctest/doctest.h>

#include <random>

#include "tests/support/random_networks.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

using Numbers = std::vector<std::size_t>;

TEST_CASE("readers of a tensor are counted once and in order") {
  NetworkProfile profile = three_layers();
  profile.layers[2].inputs = {"b", "a", "a", "input"};
  const TensorFlow flow{NetworkGraph(profile)};
  CHECK(flow.layers() == 3);
  CHECK(flow.tensors() == 4);
  CHECK(flow.read_by(2) == Numbers{0, 1, 2});
  CHECK(flow.readers(0) == Numbers{0, 2});
  CHECK(flow.readers(1) == Numbers{1, 2});
  CHECK(flow.readers(2) == Numbers{2});
  CHECK(flow.readers(3).empty());
  CHECK(flow.ends() == Numbers{2});
  CHECK(maker_of(output_of(2)) == 2);
}

TEST_CASE("a layer that nobody reads is an end") {
  NetworkProfile profile = three_layers();
  profile.layers[2].inputs = {"a"};
  CHECK(TensorFlow(NetworkGraph(profile)).ends() == Numbers{1, 2});
}

TEST_CASE("the tensors that cross a position have the size of its cut") {
  std::mt19937_64 random(5);
  for (int repetition = 0; repetition < 300; ++repetition) {
    const NetworkGraph network(random_network(random, 20, true));
    const TensorFlow flow(network);
    for (const Cut& cut : network.cuts()) {
      Bytes sent{};
      Bytes live{};
      for (std::size_t tensor = 0; tensor <= cut.position; ++tensor) {
        if (flow.readers(tensor).empty() || flow.readers(tensor).back() < cut.position) continue;
        sent += sent_size(network, tensor);
        live += tensor_size(network, tensor);
      }
      REQUIRE(sent == cut.crossing);
      REQUIRE(live == cut.live);
    }
  }
}
