#include "sim/check.hpp"

#include <doctest/doctest.h>

#include "sim/decision.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Scenario sound() {
  Scenario scenario = idle_scenario({"a"});
  scenario.policies = {cut_after({"a"})};
  return scenario;
}

using Contradictions = std::vector<Contradiction>;

}  // namespace

TEST_CASE("a sound scenario has no contradictions") {
  CHECK(check(sound()).empty());
}

TEST_CASE("a scenario needs a policy") {
  Scenario scenario = sound();
  scenario.policies.clear();
  CHECK(check(scenario) == Contradictions{{"policy", "a scenario needs a policy"}});
}

TEST_CASE("contradictions of the description come before those of policies") {
  Scenario scenario = sound();
  scenario.policies.clear();
  scenario.devices.front().network = "abd";
  const auto found = check(scenario);
  REQUIRE(found.size() == 2);
  CHECK(found[0] ==
        Contradiction{"devices.sensors.network", "there is no network 'abd'; did you mean 'abc'?"});
  CHECK(found[1].where == "policy");
}

TEST_CASE("a battery without known powers is a contradiction") {
  Scenario scenario = sound();
  scenario.devices.front().battery = Joules{10};
  CHECK(check(scenario).empty());
  scenario.devices.front().hardware.power.idle.reset();
  CHECK(check(scenario) ==
        Contradictions{{"devices.sensors.battery",
                        "a battery needs hardware and a radio whose powers are all known; those of 'slow' "
                        "are not"}});
}

TEST_CASE("two policies with one name need a label") {
  Scenario scenario = sound();
  scenario.policies = {cut_after({"a"}), cut_after({"b"})};
  CHECK(check(scenario) ==
        Contradictions{{"policy.1", "two policies are called 'fixed_cut': give one of them a 'label'"}});
  scenario.policies[1].label = "later";
  CHECK(check(scenario).empty());
}

TEST_CASE("a policy that does not fit its devices is a contradiction with the words of the policy") {
  Scenario scenario = sound();
  scenario.policies = {cut_after({"a", "b"})};
  CHECK(check(scenario) ==
        Contradictions{{"policy",
                        "policy 'fixed_cut' for devices 'sensors': 2 cuts for a path with 1 hop: give one a "
                        "hop"}});
}

TEST_CASE("a policy that does not exist is a contradiction") {
  Scenario scenario = sound();
  scenario.policies = {cut_after({"a"}), {.name = "fixed_cat"}};
  CHECK(check(scenario) ==
        Contradictions{{"policy.1",
                        "policy 'fixed_cat' for devices 'sensors': there is no policy 'fixed_cat'; did you "
                        "mean 'fixed_cut'?"}});
}

TEST_CASE("what is wrong with a policy for several groups is said once") {
  Scenario scenario = sound();
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "others";
  scenario.policies = {cut_after({})};
  CHECK(check(scenario).size() == 1);
}

TEST_CASE("every policy is checked for every group") {
  Scenario scenario = sound();
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "loners";
  scenario.devices.back().path.clear();
  const auto found = check(scenario);
  REQUIRE(found.size() == 1);
  CHECK(found[0].what ==
        "policy 'fixed_cut' for devices 'loners': 1 cut for a path with 0 hops: give one a hop");
}

TEST_CASE("a policy that looks at exits needs samples with confidences") {
  Scenario scenario = sound();
  scenario.policies = {{.name = "confidence_exit", .parameters = {{"threshold", 0.5}}}};
  CHECK(check(scenario).size() == 1);
  SampleTrace samples(2, false, true);
  samples.add({{.prediction = 1}, {.prediction = 2}});
  scenario.networks.front().samples = samples;
  CHECK(check(scenario).size() == 1);
  SampleTrace confident(2, true, false);
  confident.add({{.confidence = 0.2}, {.confidence = 1}});
  scenario.networks.front().samples = confident;
  CHECK(check(scenario).empty());
}

TEST_CASE("a scenario that asks for no requests is refused") {
  // Otherwise its arrivals never end: no count ever reaches 0.
  Scenario scenario = sound();
  scenario.requests = 0;
  CHECK_FALSE(check(scenario).empty());
}

TEST_CASE("a network with more exits than can be looked at is refused") {
  // Exits are numbered in a set of 64 (sim/decision.hpp): number 65 has no place there.
  NetworkProfile network{.name = "deep", .input = {100}};
  SampleTrace samples(ExitSet::largest + 2, true, false);
  samples.add(std::vector<ExitOutcome>(ExitSet::largest + 2));
  for (std::size_t i = 0; i < ExitSet::largest + 2; ++i) {
    network.layers.push_back(
        {.name = "layer" + std::to_string(i), .op = "conv", .cost = {.macs = Macs{1000}}, .output = {10}});
    if (i <= ExitSet::largest)
      network.exits.push_back({.after = network.layers.back().name, .cost = {.macs = Macs{1}}});
  }
  Scenario scenario = sound();
  scenario.networks.front().profile = network;
  scenario.networks.front().samples = samples;
  scenario.policies = {{.name = "confidence_exit", .parameters = {{"threshold", 0.5}}}};
  CHECK_FALSE(check(scenario).empty());
}
