#pragma once

#include <simgrid/s4u.hpp>

#include <simgrid/version.h>  // needs what s4u.hpp includes

#include <cstdint>
#include <functional>
#include <string>

/// The calls to SimGrid whose names or meaning change between 3.32, the supported version, and 4.x.
/// Everything else the engine uses is the same in both.
namespace splitscape::simgrid_api {

static_assert(SIMGRID_VERSION_MAJOR == 3 && SIMGRID_VERSION_MINOR == 32,
              "Splitscape supports SimGrid 3.32; for 4.x adapt sim/engine/simgrid_api.cpp, which says how");

/// Sets the precision and the network model: a fluid one, whose flows nothing but the links bounds, or LV08.
void configure(bool fluid);

/// The zone that holds all media: a star around one host without a link of its own.
simgrid::s4u::NetZone* create_star(const std::string& name);
simgrid::s4u::Host* add_host(simgrid::s4u::NetZone* zone, const std::string& name, double speed, int cores);
/// @param rate byte/s
simgrid::s4u::Link* add_link(simgrid::s4u::NetZone* zone, const std::string& name, double rate,
                             double latency);
/// A link whose rate is asked for each time the shares are computed. `highest` bounds every flow: SimGrid
/// keeps for the life of a flow the bandwidth that its link had when it started, so a link that gets faster
/// must be created fast and slowed down.
simgrid::s4u::Link* add_varying_link(simgrid::s4u::NetZone* zone, const std::string& name, double highest,
                                     double latency, std::function<double()> rate);
/// How `host` reaches the other hosts of the star and is reached; null: without a link.
void add_routes(simgrid::s4u::NetZone* zone, simgrid::s4u::Host* host, simgrid::s4u::Link* up,
                simgrid::s4u::Link* down);

/// Starts a transfer. The pointer must be kept until its completion has been reported and control is back.
simgrid::s4u::CommPtr start_transfer(simgrid::s4u::Host* from, simgrid::s4u::Host* to, std::uint64_t bytes,
                                     void* data);
/// Likewise a computation.
simgrid::s4u::ExecPtr start_execution(simgrid::s4u::Host* host, double flops, void* data);
/// Calls `completed` with the data of every activity that ends, in whichever way.
void on_completion(const std::function<void(void* data)>& completed);

/// Whether SimGrid has named all activities that are over at this instant.
bool has_named_all(const simgrid::s4u::Engine& engine);

/// Timers of maestro: an internal but installed header in both versions.
void* set_timer(double date, void (*callback)(void*), void* argument);
void remove_timer(void* timer);

}  // namespace splitscape::simgrid_api
