#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("final exit runs everything on the device and looks at nothing") {
  const Outlook outlook(2, {"a", "b"});
  const Decision decision =
      make_policy({.name = "final_exit"}, outlook.setting())->decide(outlook.observation());
  CHECK(positions(decision.cuts) == std::vector<int>{3, 3});
  CHECK(decision.exits.empty());
}

TEST_CASE("final exit may be cut") {
  const Outlook outlook(1, {"a"});
  const PolicyChoice choice{.name = "final_exit",
                            .parameters = {{"cut", std::vector<std::string>{"exit 1"}}}};
  CHECK(positions(make_policy(choice, outlook.setting())->decide(outlook.observation()).cuts) ==
        std::vector<int>{1});
}

TEST_CASE("final exit needs places that hold their layers") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{16000}};
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&small}));
  CHECK_THROWS_AS(make_policy({.name = "final_exit"}, outlook.setting()), std::invalid_argument);
}
