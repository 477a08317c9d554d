// The energy ledger against SimGrid's host-energy plug-in, which knows nothing of it.
#include <doctest/doctest.h>
#include <simgrid/plugins/energy.h>

#include <simgrid/s4u.hpp>

#include "sim/simulate.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

class Nobody final : public RunListener {
 public:
  void take(const RequestRecord&) override {}
};

}  // namespace

TEST_CASE("the joules of SimGrid's host energy plug-in are those of the ledger") {
  // The powers must be there when the plug-in first sees a host, so this callback comes before the plug-in's.
  simgrid::s4u::Host::on_creation_cb([](simgrid::s4u::Host& host) {
    // idle : as soon as anything runs : all cores
    host.set_property("wattage_per_state", "1.0:3.0:3.0");
  });
  sg_host_energy_plugin_init();

  Scenario scenario = idle_scenario();
  scenario.requests = 300;
  scenario.devices.front().count = 3;
  scenario.devices.front().path = {};
  scenario.devices.front().variation.law = Variation::Law::exponential;
  scenario.devices.front().workload.arrivals = PoissonArrivals{{0.8}};
  Nobody nobody;
  // The scenario's server comes first: devices 0, 1, 2 are the places 1, 2, 3.
  const RunReport report = simulate(scenario, {.name = "device_only"}, nobody, {.work_as_activities = true});

  sg_host_energy_update_all();
  for (const DeviceReport& device : report.devices) {
    CAPTURE(device.number);
    const auto* host = simgrid::s4u::Host::by_name("place-" + std::to_string(device.number + 1));
    CHECK(device.energy.total().value > 100);
    CHECK(sg_host_get_consumed_energy(host) == doctest::Approx(device.energy.total().value).epsilon(1e-9));
  }
}
