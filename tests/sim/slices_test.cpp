#include "sim/slices.hpp"

#include <doctest/doctest.h>

#include "tests/sim/encoded_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("slices are what each bottleneck sends more than the one before") {
  const NetworkGraph network(encoded_layers());
  const auto slices = slices_of(network, 1, 3);  // wide, in the file behind narrow and 8bit
  REQUIRE(slices.size() == 3);
  const std::vector<double> sizes{600, 900, 900};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(slices[i].size.value == doctest::Approx(sizes[i]).epsilon(1e-12));
    CHECK(slices[i].encoding == i + 1);
  }
}

TEST_CASE("the slices of a bottleneck end with itself") {
  const NetworkGraph network(encoded_layers());
  CHECK(slices_of(network, 1, 1).size() == 1);
  const auto two = slices_of(network, 1, 2);
  REQUIRE(two.size() == 2);
  CHECK(two.back().encoding == 2);
}

TEST_CASE("bottlenecks that send the same make one slice") {
  NetworkProfile profile = three_layers();
  profile.bottlenecks = {{.after = "a", .name = "one", .ratio = 0.1},
                         {.after = "a", .name = "same", .ratio = 0.1},
                         {.after = "a", .name = "all", .ratio = 0.2}};
  const auto slices = slices_of(NetworkGraph(profile), 1, 3);
  REQUIRE(slices.size() == 2);
  CHECK(slices[0].encoding == 1);
  CHECK(slices[1].encoding == 3);
}

TEST_CASE("a student of the head has no slices of encoders that need the head") {
  NetworkProfile profile = three_layers();
  profile.bottlenecks = {
      {.after = "a", .name = "part", .ratio = 0.1},
      {.after = "a", .name = "student", .ratio = 0.2, .encoder = {.macs = Macs{1}}, .replaces_head = true}};
  CHECK(slices_of(NetworkGraph(profile), 1, 2).size() == 1);
}
