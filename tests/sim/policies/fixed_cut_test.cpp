#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("a fixed cut stays where it is whatever the link") {
  Outlook outlook(1, {"a"});
  const auto policy = make_policy(cut_after({"b"}), outlook.setting());
  for (const double rate : {1e3, 1e6, 1e9}) {
    outlook.links.front().up = {rate};
    const Decision decision = policy->decide(outlook.observation());
    CHECK(positions(decision.cuts) == std::vector<int>{2});
    CHECK(decision.exits.empty());
  }
}

TEST_CASE("a fixed cut may be one a hop") {
  const Outlook outlook(2);
  const auto policy = make_policy(cut_after({"input", "b"}), outlook.setting());
  CHECK(positions(policy->decide(outlook.observation()).cuts) == std::vector<int>{0, 2});
}

TEST_CASE("a fixed cut may be a single word") {
  const Outlook outlook(1);
  const PolicyChoice choice{.name = "fixed_cut", .parameters = {{"cut", std::string("a")}}};
  CHECK(positions(make_policy(choice, outlook.setting())->decide(outlook.observation()).cuts) ==
        std::vector<int>{1});
}

TEST_CASE("a fixed cut at a layer that is not there is refused") {
  CHECK_THROWS_WITH_AS(make_policy(cut_after({"d"}), Outlook(1).setting()),
                       "network 'abc' has no layer 'd' to cut after; one of: input, a, b, c",
                       std::invalid_argument);
}

TEST_CASE("a fixed cut needs places that hold their layers") {
  const Hardware device = slow_device();
  Hardware small = fast_server();
  small.memory = Figure<Bytes>{{9000}};
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&device, &small}));
  CHECK_NOTHROW(make_policy(cut_after({"b"}), outlook.setting()));
  CHECK_THROWS_WITH_AS(make_policy(cut_after({"a"}), outlook.setting()),
                       "2 of the layers of network 'abc' do not fit the memory of server 'fast', by 32 bytes",
                       std::invalid_argument);
}
