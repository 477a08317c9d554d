#include "sim/bandits/answering_exits.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("an exit that answers is the only one that is computed, wherever the cut puts it") {
  const Outlook outlook(1, {"a", "b"});
  const PolicyChoice choice{.name = "p", .parameters = {{"cut", "exit 1"}}};
  const AnsweringExits arms(Parameters(choice), outlook.setting());
  REQUIRE(arms.size() == 3);
  for (std::size_t arm = 0; arm < 3; ++arm) {
    CHECK(arms.of(arms.decision(arm)) == arm);
    CHECK(positions(arms.decision(arm).cuts) == std::vector<int>{1});
  }
  CHECK(arms.decision(1).exits.bits() == 0b10);
  CHECK(arms.decision(2).exits.empty());
}

TEST_CASE("exits answer on the device where no cut is given") {
  const Outlook outlook(1, {"a"});
  const PolicyChoice choice{.name = "p"};
  const AnsweringExits arms(Parameters(choice), outlook.setting());
  CHECK(positions(arms.decision(0).cuts) == std::vector<int>{3});
}

TEST_CASE("a network without exits has none to choose from") {
  const PolicyChoice choice{.name = "p"};
  CHECK_THROWS_WITH_AS(AnsweringExits(Parameters(choice), Outlook(1).setting()),
                       "network 'abc' has no exits to choose from", std::invalid_argument);
}
