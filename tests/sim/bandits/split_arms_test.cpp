#include "sim/bandits/split_arms.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("the arms of a split are its exits and the end, with what is looked at") {
  const Outlook outlook(2, {"a", "b"});
  const SplitArms at(outlook.setting(), SplitArms::Look::at_the_split);
  REQUIRE(at.size() == 3);
  CHECK(positions(at.decision(1).cuts) == std::vector<int>{2, 2});
  CHECK(at.decision(1).exits.bits() == 0b10);
  CHECK(at.decision(2).exits.empty());
  CHECK(at.stays(2));
  CHECK_FALSE(at.stays(1));
  const SplitArms on(outlook.setting(), SplitArms::Look::on_the_way);
  CHECK(on.decision(1).exits.bits() == 0b11);
  CHECK(on.decision(2).exits.bits() == 0b11);
}

TEST_CASE("arms that a memory does not hold are left out") {
  // The server holds c alone (3,000 and 400 bytes), not b and c (6,000 and 3,000).
  Hardware small = fast_server();
  small.memory = Figure<Bytes>{{5e3}};
  const Hardware device = slow_device();
  const Outlook outlook(CostTable(NetworkGraph(three_layers({"a", "b"})), {&device, &small}));
  const SplitArms arms(outlook.setting(), SplitArms::Look::at_the_split);
  REQUIRE(arms.size() == 2);
  CHECK(arms.exit(0) == 2);
  CHECK(arms.exit(1) == 3);
  CHECK(arms.of_exit(2) == std::size_t{0});
  CHECK_FALSE(arms.of_exit(1).has_value());
}

TEST_CASE("a split that cannot be is refused") {
  CHECK_THROWS_WITH_AS(SplitArms(Outlook(0, {"a"}).setting(), SplitArms::Look::at_the_split),
                       "there is no server on the path to offload to", std::invalid_argument);
  CHECK_THROWS_WITH_AS(SplitArms(Outlook(1).setting(), SplitArms::Look::at_the_split),
                       "network 'abc' has no exits to choose from", std::invalid_argument);
  Outlook blind(1, {"a"});
  blind.has_confidences = false;
  CHECK_THROWS_WITH_AS(SplitArms(blind.setting(), SplitArms::Look::at_the_split),
                       "network 'abc' has no samples with confidences to look at", std::invalid_argument);
  Hardware tiny = slow_device();
  tiny.memory = Figure<Bytes>{{10}};
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(three_layers({"a"})), {&tiny, &server}));
  CHECK_THROWS_WITH_AS(SplitArms(outlook.setting(), SplitArms::Look::at_the_split),
                       "the memories hold network 'abc' cut at none of its exits", std::invalid_argument);
}
