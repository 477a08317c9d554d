#include "sim/reinforcement/offload_actions.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

std::vector<std::vector<int>> cuts_of(const std::vector<Decision>& actions, std::uint64_t exits) {
  std::vector<std::vector<int>> cuts;
  for (const Decision& action : actions) {
    if (action.exits.bits() == exits) cuts.push_back(positions(action.cuts));
  }
  return cuts;
}

using Cuts = std::vector<std::vector<int>>;

}  // namespace

TEST_CASE("the actions are each exit with each cut before it and once without a cut") {
  const auto actions = offload_actions(Outlook(1, {"a", "b"}).costs);
  CHECK(cuts_of(actions, 0) == Cuts{{3}, {2}, {1}, {0}});
  CHECK(cuts_of(actions, 1) == Cuts{{3}, {0}});       // exit 1 sits behind layer a
  CHECK(cuts_of(actions, 2) == Cuts{{3}, {1}, {0}});  // exit 2 behind layer b
  CHECK(actions.size() == 9);
}

TEST_CASE("the actions of a path of two hops have two cuts that do not fall") {
  const auto actions = offload_actions(Outlook(2, {"a"}).costs);
  CHECK(cuts_of(actions, 0).size() == 10);
  CHECK(cuts_of(actions, 1) == Cuts{{3, 3}, {0, 3}, {0, 0}});
}

TEST_CASE("there is nothing to choose without a path and an exit") {
  CHECK(cuts_of(offload_actions(Outlook(0).costs), 0) == Cuts{{}});
}

TEST_CASE("only the actions that memories hold are there") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{16024}};  // layer a with its exit and no more
  const Hardware server = fast_server();
  const CostTable costs(NetworkGraph(three_layers({"a", "b"})), {&small, &server});
  const auto actions = offload_actions(costs);
  CHECK(cuts_of(actions, 0) == Cuts{{1}, {0}});
  CHECK(cuts_of(actions, 1) == Cuts{{1}, {0}});
  CHECK(cuts_of(actions, 2) == Cuts{{1}, {0}});
}

TEST_CASE("the actions may be limited to some cuts and to the end of the network") {
  const Outlook outlook(1, {"a", "b"});
  CHECK(cuts_of(offload_actions(outlook.costs, {.positions = {0, 2}}), 0) == Cuts{{2}, {0}});
  const auto without_exits = offload_actions(outlook.costs, {.exits = false});
  CHECK(without_exits.size() == 4);
}

TEST_CASE("the actions encode what crosses in every way that the cut has") {
  NetworkProfile network = three_layers({"b"});
  network.bottlenecks = {{.after = "a", .name = "half", .ratio = .5},
                         {.after = "a", .name = "tenth", .ratio = .1}};
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  const auto actions = offload_actions(CostTable(NetworkGraph(network), {&device, &server}));
  std::vector<int> at_the_end;
  for (const Decision& action : actions) {
    const bool behind_a = action.cuts.front() == 1;
    CHECK((behind_a || action.encoding(0) == 0));
    if (behind_a && action.exits.empty()) at_the_end.push_back(static_cast<int>(action.encoding(0)));
  }
  CHECK(at_the_end == std::vector<int>{0, 1, 2});
  // To the end: 3, 2, 1 in three ways, 0; to exit 1 behind b: on the device, 1 in three ways, 0.
  CHECK(actions.size() == 6 + 5);
}

TEST_CASE("the actions stop at no branch in a head that a bottleneck replaces") {
  NetworkProfile network = three_layers({"a"});
  network.bottlenecks = {{.after = "b",
                          .name = "distilled",
                          .ratio = .5,
                          .encoder = {.macs = Macs{1e5}},
                          .replaces_head = true}};
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  const auto actions = offload_actions(CostTable(NetworkGraph(network), {&device, &server}));
  for (const Decision& action : actions) CHECK((action.exits.empty() || action.encoding(0) == 0));
  CHECK(actions.size() == 5 + 2);
}

TEST_CASE("too many actions or none are refused") {
  CHECK_THROWS_WITH_AS(
      offload_actions(Outlook(2).costs, {}, 5),
      "network 'abc' can be cut and left in more than 5 ways on this path; name fewer with 'cuts'",
      std::invalid_argument);
  Hardware none = slow_device();
  none.memory = Figure<Bytes>{{1}};
  CHECK_THROWS_WITH_AS(offload_actions(CostTable(NetworkGraph(three_layers()), {&none})),
                       "no cut of network 'abc' fits the memories of the path", std::invalid_argument);
}
