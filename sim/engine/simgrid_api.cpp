#include "sim/engine/simgrid_api.hpp"

#include <algorithm>
#include <simgrid/kernel/Timer.hpp>
#include <simgrid/kernel/resource/Model.hpp>
#include <vector>

// In SimGrid 4.x: "surf/precision" is called "precision/timing", create_star is zone->add_netzone_star,
// create_host and create_link are add_host and add_link, starting an activity takes an explicit start() after
// its last set_...(), and on_completion_cb sits on Comm and on Exec instead of on Activity.

namespace splitscape::simgrid_api {
namespace sg = simgrid::s4u;

void configure(bool fluid) {
  // Simultaneous to the nanosecond: the default of 10 microseconds would merge events of fast networks. It
  // must stay above the resolution of the clock, which is 1e-10 s after ten days.
  sg::Engine::set_config("surf/precision:1e-9");
  if (!fluid) {
    sg::Engine::set_config("network/model:LV08");
    return;
  }
  sg::Engine::set_config("network/model:CM02");
  sg::Engine::set_config("network/crosstraffic:0");
  // No TCP window: CM02 would bound every flow by gamma / (2 latency).
  sg::Engine::set_config("network/TCP-gamma:1e30");
}

sg::NetZone* create_star(const std::string& name) {
  return sg::create_star_zone(name);
}

sg::Host* add_host(sg::NetZone* zone, const std::string& name, double speed, int cores) {
  return zone->create_host(name, speed)->set_core_count(cores)->seal();
}

sg::Link* add_link(sg::NetZone* zone, const std::string& name, double rate, double latency) {
  return zone->create_link(name, rate)->set_latency(latency)->seal();
}

sg::Link* add_varying_link(sg::NetZone* zone, const std::string& name, double highest, double latency,
                           std::function<double()> rate) {
  auto* link = zone->create_link(name, highest)->set_latency(latency);
  link->set_sharing_policy(sg::Link::SharingPolicy::NONLINEAR,
                           [rate = std::move(rate)](double, int) { return rate(); });
  return link->seal();
}

void add_routes(sg::NetZone* zone, sg::Host* host, sg::Link* up, sg::Link* down) {
  const auto route = [](const sg::Link* link) {
    return link == nullptr ? std::vector<sg::LinkInRoute>{} : std::vector{sg::LinkInRoute(link)};
  };
  zone->add_route(host->get_netpoint(), nullptr, nullptr, nullptr, route(up), false);
  zone->add_route(nullptr, host->get_netpoint(), nullptr, nullptr, route(down), false);
}

sg::CommPtr start_transfer(sg::Host* from, sg::Host* to, std::uint64_t bytes, void* data) {
  auto transfer = sg::Comm::sendto_init();
  transfer->set_payload_size(bytes);
  static_cast<sg::Activity*>(transfer.get())->set_data(data);
  transfer->set_source(from);
  transfer->set_destination(to);  // which starts it: both ends and the size are known
  return transfer;
}

sg::ExecPtr start_execution(sg::Host* host, double flops, void* data) {
  auto execution = sg::Exec::init();
  execution->set_flops_amount(flops);
  static_cast<sg::Activity*>(execution.get())->set_data(data);
  execution->set_host(host);
  execution->vetoable_start();
  return execution;
}

void on_completion(const std::function<void(void* data)>& completed) {
  sg::Activity::on_completion_cb(
      [completed](const sg::Activity& activity) { completed(activity.get_data<void>()); });
}

bool has_named_all(const sg::Engine& engine) {
  const auto& models = engine.get_all_models();
  return std::all_of(models.begin(), models.end(),
                     [](auto* model) { return model->get_finished_action_set()->empty(); });
}

void* set_timer(double date, void (*callback)(void*), void* argument) {
  return simgrid::kernel::timer::Timer::set(date, [callback, argument] { callback(argument); });
}

void remove_timer(void* timer) {
  static_cast<simgrid::kernel::timer::Timer*>(timer)->remove();
}

}  // namespace splitscape::simgrid_api
