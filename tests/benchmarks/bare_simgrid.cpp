/// The requests of cells.yaml on SimGrid alone, in the fastest way known for SimGrid 3.32: no actors, work as
/// timers of SimGrid, transfers as communications between hosts, the next step begun in the callback of the
/// last.
///
/// The same as in Splitscape: the links and their routes, SimGrid's settings, every work and transfer of a
/// request, the queues (a device computes, sends and receives one request at a time; a server has slots), and
/// the arrivals, drawn from the same random streams. With a latency of zero the mean latency is the same to
/// rounding, which `compare.py --check` holds.
///
/// Not the same: the latency of a link is SimGrid's own and keeps the sender busy, where Splitscape pays it
/// after the last byte; events of one instant come in SimGrid's order; and there is no scenario file,
/// network, policy, energy, record, statistic or result file.

#include <simgrid/s4u.hpp>

#include <xbt/log.h>
#include <simgrid/kernel/Timer.hpp>

#include <cstdint>
#include <cstdio>
#include <deque>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/random_stream.hpp"

namespace {

namespace sg = simgrid::s4u;
using simgrid::kernel::timer::Timer;

// ---- the figures of cells.yaml

constexpr double rate = 20e6 / 8;         // byte/s
constexpr std::uint64_t download = 1000;  // byte
constexpr std::size_t slots = 8;          // of a server
constexpr double mean_gap = 1.0;          // s, between the requests of a device

/// What a cut leaves to the device, the medium and the server.
struct Shares {
  double device_work = 0;    ///< s; 0: nothing runs there
  std::uint64_t upload = 0;  ///< byte
  double server_work = 0;    ///< s
};
constexpr Shares cut_after_second{.device_work = 0.050, .upload = 30000, .server_work = 0.010};
constexpr Shares cut_after_input{.device_work = 0, .upload = 100000, .server_work = 0.015};

/// What compare.py sets.
struct Options {
  std::size_t devices = 10;
  std::size_t cells = 1;
  std::uint64_t requests = 1000;
  double latency = 0.003;  ///< s
  double think = 0;  ///< s; above 0: after an answer and a pause of this mean a device sends the next input
  Shares shares = cut_after_second;
};

struct Device;

struct Request {
  Device* device = nullptr;
  double arrival = 0;
  bool comes_back = false;  ///< the transfer is the answer
  sg::CommPtr transfer{};
  Request* next = nullptr;  ///< in the queue it is in
};

/// First come, first served, one at a time or as many as there are slots.
class Queue {
 public:
  bool empty() const { return first_ == nullptr; }
  void push(Request& request) {
    request.next = nullptr;
    (first_ == nullptr ? first_ : last_->next) = &request;
    last_ = &request;
  }
  Request& pop() {
    Request& request = *first_;
    first_ = request.next;
    return request;
  }

 private:
  Request* first_ = nullptr;
  Request* last_ = nullptr;
};

struct Station {
  std::size_t busy = 0;
  Queue waiting{};
};

struct Cell {
  sg::Host* host = nullptr;
  Station server{};
};

struct Device {
  splitscape::RandomStream arrivals;
  Cell* cell;
  Station processor{};
  Station sender{};
  Station receiver{};
};

class World {
 public:
  World(sg::Engine& engine, const Options& options) : engine_(engine), options_(options) {
    sg::NetZone* zone = sg::create_star_zone("world");
    hub_ = zone->create_host("hub", 1e9)->seal();
    zone->add_route(hub_->get_netpoint(), nullptr, nullptr, nullptr, std::vector<sg::LinkInRoute>{}, false);
    zone->add_route(nullptr, hub_->get_netpoint(), nullptr, nullptr, std::vector<sg::LinkInRoute>{}, false);
    for (std::size_t number = 0; number < options.cells; ++number) add_cell(zone, std::to_string(number));
    zone->seal();
    for (std::uint64_t number = 0; number < options.devices; ++number) {
      const splitscape::StreamName stream{.owner = "boards", .index = number};
      devices_.push_back(
          {.arrivals = splitscape::RandomStream(stream), .cell = &cells_[number % options.cells]});
    }
    sg::Activity::on_completion_cb(
        [this](const sg::Activity& activity) { transferred(*activity.get_data<Request>()); });
  }

  void run() {
    for (Device& device : devices_) expect_arrival(device);
    engine_.run();
    if (ended_ != options_.requests) throw std::runtime_error("requests were lost");
  }

  double mean_latency() const { return sum_of_latencies_ / static_cast<double>(ended_); }

 private:
  static double now() { return sg::Engine::get_clock(); }

  void add_cell(sg::NetZone* zone, const std::string& number) {
    Cell& cell = cells_.emplace_back();
    cell.host = zone->create_host("cell-" + number, 1e9)->seal();
    const auto link = [&](const char* direction) {
      return zone->create_link(number + direction, rate)->set_latency(options_.latency)->seal();
    };
    const std::vector<sg::LinkInRoute> up{sg::LinkInRoute(link("-up"))};
    const std::vector<sg::LinkInRoute> down{sg::LinkInRoute(link("-down"))};
    zone->add_route(cell.host->get_netpoint(), nullptr, nullptr, nullptr, up, false);
    zone->add_route(nullptr, cell.host->get_netpoint(), nullptr, nullptr, down, false);
  }

  void expect_arrival(Device& device) {
    const double gap = device.arrivals.exponential(options_.think > 0 ? options_.think : mean_gap);
    Timer::set(now() + gap, [this, &device] { arrive(device); });
  }

  void arrive(Device& device) {
    if (arrived_ == options_.requests) return;
    ++arrived_;
    Request& request = new_request();
    request.device = &device;
    request.arrival = now();
    if (options_.shares.device_work > 0) {
      enter(device.processor, 1, request, &World::compute);
    } else {
      enter(device.sender, 1, request, &World::send);
    }
    if (options_.think == 0) expect_arrival(device);
  }

  // ---- the steps of a request

  using Step = void (World::*)(Request&);

  void enter(Station& station, std::size_t places, Request& request, Step begin) {
    if (station.busy == places) {
      station.waiting.push(request);
    } else {
      ++station.busy;
      (this->*begin)(request);
    }
  }

  void leave(Station& station, Step begin) {
    if (station.waiting.empty()) {
      --station.busy;
    } else {
      (this->*begin)(station.waiting.pop());
    }
  }

  void compute(Request& request) {
    Timer::set(now() + options_.shares.device_work, [this, &request] {
      Device& device = *request.device;
      enter(device.sender, 1, request, &World::send);
      leave(device.processor, &World::compute);
    });
  }

  void send(Request& request) {
    start_transfer(request, request.device->cell->host, hub_, options_.shares.upload);
  }

  void serve(Request& request) {
    Timer::set(now() + options_.shares.server_work, [this, &request] {
      Device& device = *request.device;
      request.comes_back = true;
      enter(device.receiver, 1, request, &World::answer);
      leave(device.cell->server, &World::serve);
    });
  }

  void answer(Request& request) { start_transfer(request, hub_, request.device->cell->host, download); }

  void start_transfer(Request& request, sg::Host* from, sg::Host* to, std::uint64_t size) {
    request.transfer = sg::Comm::sendto_init();
    request.transfer->set_payload_size(size);
    static_cast<sg::Activity*>(request.transfer.get())->set_data(&request);
    request.transfer->set_source(from);
    request.transfer->set_destination(to);  // which starts it
  }

  void transferred(Request& request) {
    just_completed_ = std::move(request.transfer);  // SimGrid still uses it
    Device& device = *request.device;
    if (!request.comes_back) {
      enter(device.cell->server, slots, request, &World::serve);
      leave(device.sender, &World::send);
      return;
    }
    ++ended_;
    sum_of_latencies_ += now() - request.arrival;
    free_.push_back(&request);
    leave(device.receiver, &World::answer);
    if (options_.think > 0) expect_arrival(device);
  }

  Request& new_request() {
    if (free_.empty()) return requests_.emplace_back();
    Request& request = *free_.back();
    free_.pop_back();
    request = Request{};
    return request;
  }

  sg::Engine& engine_;
  const Options& options_;
  sg::Host* hub_ = nullptr;
  std::deque<Cell> cells_{};
  std::deque<Device> devices_{};
  std::deque<Request> requests_{};
  std::vector<Request*> free_{};
  sg::CommPtr just_completed_{};
  std::uint64_t arrived_ = 0;
  std::uint64_t ended_ = 0;
  double sum_of_latencies_ = 0;
};

Options options_of(const std::vector<std::string>& words) {
  Options options;
  for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
    const std::string& key = words[i];
    const std::string& value = words[i + 1];
    if (key == "--devices") {
      options.devices = std::stoul(value);
    } else if (key == "--cells") {
      options.cells = std::stoul(value);
    } else if (key == "--requests") {
      options.requests = std::stoul(value);
    } else if (key == "--latency") {
      options.latency = std::stod(value);
    } else if (key == "--think") {
      options.think = std::stod(value);
      options.shares = cut_after_input;
    } else {
      throw std::invalid_argument(key);
    }
  }
  return options;
}

/// Prints the mean latency of the requests in seconds.
void simulate(int argc, char** argv) {
  const Options options = options_of({argv, argv + argc});
  xbt_log_control_set("root.thresh:error");
  int engine_argc = 1;
  sg::Engine engine(&engine_argc, argv);
  // As sim/engine/simgrid_engine.cpp sets them.
  sg::Engine::set_config("surf/precision:1e-9");
  sg::Engine::set_config("network/model:CM02");
  sg::Engine::set_config("network/crosstraffic:0");
  sg::Engine::set_config("network/TCP-gamma:1e30");
  World world(engine, options);
  world.run();
  std::printf("%.17g\n", world.mean_latency());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    simulate(argc, argv);
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
