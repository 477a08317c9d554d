#include "sim/exit_rules/cut_choice.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/exit_rules/rule_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

CutChoice choice(const RuleWorld& world, const ParameterValue& cut) {
  const PolicyChoice policy{.name = "any", .parameters = {{"cut", cut}}};
  return CutChoice(Parameters(policy), world.setting(), 3);
}

std::vector<int> cuts(CutChoice&& chosen, const RuleWorld& world) {
  return positions(chosen.decide(world.outlook.observation()).cuts);
}

std::string refusal(const RuleWorld& world, const std::string& cut) {
  try {
    choice(world, cut);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("a cut is that of the layers named, or another one where none are") {
  const RuleWorld world(2);
  CHECK(cuts(choice(world, std::vector<std::string>{"a", "b"}), world) == std::vector<int>{1, 2});
  const PolicyChoice silent{.name = "any"};
  CHECK(cuts(CutChoice(Parameters(silent), world.setting(), 3), world) == std::vector<int>{3, 3});
  const RuleWorld one_hop;
  CHECK(cuts(choice(one_hop, "exit 2"), one_hop) == std::vector<int>{2});
}

TEST_CASE("a cut may be that of a policy for each request") {
  RuleWorld world;
  CutChoice chosen = choice(world, "neurosurgeon");
  const auto alone = make_policy({.name = "neurosurgeon"}, world.setting());
  for (const double rate : {1e3, 1e6, 1e9}) {
    CAPTURE(rate);
    world.outlook.links.front().up = {rate};
    const Decision decision = chosen.decide(world.outlook.observation());
    CHECK(decision == alone->decide(world.outlook.observation()));
    CHECK(decision.exits.empty());
  }
}

TEST_CASE("a policy decides all hops by its one name") {
  const RuleWorld world(2);
  CHECK(cuts(choice(world, "server_only"), world) == std::vector<int>{0, 0});
}

TEST_CASE("a layer is meant rather than a policy where both have the name") {
  NetworkProfile network = three_layers();
  network.layers[0].name = "server_only";
  network.layers[1].inputs = {};
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  const CostTable costs(NetworkGraph(network), {&device, &server});
  const PolicyChoice policy{.name = "any", .parameters = {{"cut", std::string("server_only")}}};
  CutChoice chosen(Parameters(policy), {.costs = costs}, 3);
  const Outlook outlook(costs);
  CHECK(positions(chosen.decide(outlook.observation()).cuts) == std::vector<int>{1});
}

TEST_CASE("a policy that looks at exits itself or needs parameters decides no cut of another one") {
  const std::string those = "policy 'split_exit' cannot decide the cut of another one: it looks at exits itself, ";
  CHECK(refusal(RuleWorld(), "split_exit").starts_with(those));
  CHECK(refusal(RuleWorld(), "fixed_cut").starts_with("policy 'fixed_cut' cannot decide the cut"));
  CHECK(refusal(RuleWorld(), "fixed_cut").find("needs parameters or knows the truth; one of: ") !=
        std::string::npos);
  CHECK(refusal(RuleWorld(), "fixed_cut").find("neurosurgeon") != std::string::npos);
}

TEST_CASE("a cut that is neither a layer nor a policy is refused with a proposal") {
  CHECK(refusal(RuleWorld(), "neurosurgeo") ==
        "network 'abc' has no layer 'neurosurgeo' to cut after, and no policy that decides cuts has this name; "
        "did you mean 'neurosurgeon'?");
  CHECK(refusal(RuleWorld(), "exit 3").ends_with("; did you mean 'exit 1'?"));
  CHECK(refusal(RuleWorld(2), "a") == "1 cut for a path with 2 hops: give one a hop");
}

TEST_CASE("a fixed cut needs places that hold their layers") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{16000}};
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&small}));
  const PolicyChoice silent{.name = "any"};
  CHECK_THROWS_WITH_AS(CutChoice(Parameters(silent), outlook.setting(), 3),
                       "the layers of network 'abc' do not fit the memory of device 'slow', by 48 bytes",
                       std::invalid_argument);
}
