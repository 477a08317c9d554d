#include "models/deployment.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace splitscape;

TEST_CASE("a path alternates links and servers and a hop is one of each") {
  const Deployment cameras{.name = "cameras", .network = "abc", .path = {"wifi", "edge", "fibre", "cloud"}};
  REQUIRE(cameras.hops() == 2);
  CHECK(cameras.link(0) == "wifi");
  CHECK(cameras.server(0) == "edge");
  CHECK(cameras.link(1) == "fibre");
  CHECK(cameras.server(1) == "cloud");
}

TEST_CASE("a device alone has no hops") {
  CHECK(Deployment{.name = "cameras", .network = "abc"}.hops() == 0);
}

TEST_CASE("a hop that is not on the path is out of range") {
  const Deployment cameras{.name = "cameras", .network = "abc", .path = {"wifi", "edge"}};
  CHECK_THROWS_AS((void)cameras.link(1), std::out_of_range);
  CHECK_THROWS_AS((void)cameras.server(1), std::out_of_range);
}
