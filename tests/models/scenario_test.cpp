#include "models/scenario.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <stdexcept>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("networks and links and servers are found by their names") {
  Scenario scenario = idle_scenario();
  scenario.networks.push_back({.name = "other", .profile = three_layers({"a"})});
  scenario.links.push_back({.name = "fibre"});
  scenario.servers.push_back({.name = "cloud"});
  CHECK(network_of(scenario, "abc").profile.exits.empty());
  CHECK(network_of(scenario, "other").profile.exits.size() == 1);
  CHECK(&link_of(scenario, "air") == &scenario.links[0]);
  CHECK(&link_of(scenario, "fibre") == &scenario.links[1]);
  CHECK(&server_of(scenario, "edge") == &scenario.servers[0]);
  CHECK(&server_of(scenario, "cloud") == &scenario.servers[1]);
}

TEST_CASE("a name that is not there is out of range") {
  const Scenario scenario = idle_scenario();
  CHECK_THROWS_WITH_AS((void)network_of(scenario, "abd"), "no network 'abd'", std::out_of_range);
  CHECK_THROWS_WITH_AS((void)link_of(scenario, "edge"), "no link 'edge'", std::out_of_range);
  CHECK_THROWS_WITH_AS((void)server_of(scenario, "air"), "no server 'air'", std::out_of_range);
}

TEST_CASE("scenarios are equal when nothing differs and not when anything does") {
  using Change = std::function<void(Scenario&)>;
  Scenario scenario = idle_scenario({"a"});
  scenario.networks[0].samples = SampleTrace(2, true, true);
  scenario.policies = {cut_after({"a"})};
  CHECK((scenario == Scenario(scenario)));

  const std::vector<Change> changes{
      [](Scenario& s) { s.name = "busy"; },
      [](Scenario& s) { s.seed = 2; },
      [](Scenario& s) { s.run = 1; },
      [](Scenario& s) { s.duration = Seconds{60}; },
      [](Scenario& s) { s.requests = 11; },
      [](Scenario& s) { s.warmup = {1}; },
      [](Scenario& s) { s.at_end = AtEnd::cut; },
      [](Scenario& s) { s.network_model = NetworkModel::tcp; },
      [](Scenario& s) { s.networks[0].profile.sources = {{.source = "a paper"}}; },
      [](Scenario& s) { s.networks[0].profile.layers[1].cost.measured["slow"] = {.time = {1}}; },
      [](Scenario& s) { s.networks[0].profile.layers[1].inputs = {"input"}; },
      [](Scenario& s) { s.networks[0].profile.exits[0].cost.weights = {9}; },
      [](Scenario& s) {
        s.networks[0].samples->add({{.confidence = 0.5}, {}});
      },
      [](Scenario& s) { s.links[0].medium = Medium::shared; },
      [](Scenario& s) { s.links[0].duplex = Duplex::half; },
      [](Scenario& s) { s.links[0].up.period = {1}; },
      [](Scenario& s) { s.links[0].down.steps[0].rate = {3e6}; },
      [](Scenario& s) { s.links[0].radio->receive_slope.source = "a data sheet"; },
      [](Scenario& s) { s.servers[0].hardware.overhead.status = Status::verified; },
      [](Scenario& s) { s.servers[0].hardware.memory = Figure<Bytes>{{1e9}}; },
      [](Scenario& s) { s.servers[0].batching.relative_time[4] = 2.5; },
      [](Scenario& s) { s.servers[0].discipline = Discipline::processor_sharing; },
      [](Scenario& s) { s.servers[0].announces_load = false; },
      [](Scenario& s) { s.devices[0].hardware.power.idle.reset(); },
      [](Scenario& s) { s.devices[0].variation.law = Variation::Law::exponential; },
      [](Scenario& s) { s.devices[0].workload.arrivals = PoissonArrivals{{0.1}}; },
      [](Scenario& s) { s.devices[0].workload.arrivals = PeriodicArrivals{.period = {10}}; },
      [](Scenario& s) { s.devices[0].workload.order = SampleOrder::file; },
      [](Scenario& s) { s.devices[0].answer.reset(); },
      [](Scenario& s) { s.devices[0].path.clear(); },
      [](Scenario& s) { s.policies[0].parameters.clear(); },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Scenario changed = scenario;
    changes[i](changed);
    CAPTURE(i);
    CHECK_FALSE((changed == scenario));
  }
}
