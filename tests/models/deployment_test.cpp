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

TEST_CASE("a path without a name is the only route and its hops are the most") {
  const Deployment cameras{.name = "cameras", .network = "abc", .path = {"wifi", "edge"}};
  CHECK(cameras.all_routes() == std::vector<Route>{{.name = "", .path = {"wifi", "edge"}}});
  CHECK(cameras.most_hops() == 1);
}

TEST_CASE("the hops of the longest route are the most") {
  const Route near{.name = "near", .path = {"wifi", "node"}};
  const Route far{.name = "far", .path = {"wifi", "gateway", "wan", "cloud"}};
  const Deployment cameras{.name = "cameras", .network = "abc", .path = near.path, .routes = {near, far}};
  CHECK(cameras.all_routes() == std::vector<Route>{near, far});
  CHECK(cameras.most_hops() == 2);
  CHECK(far.link(1) == "wan");
  CHECK(far.server(0) == "gateway");
}
