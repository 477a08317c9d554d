#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "models/cost.hpp"
#include "models/hardware.hpp"
#include "models/network.hpp"
#include "models/scenario.hpp"
#include "models/units.hpp"

namespace splitscape {

/// What a network costs at every place of a path with nothing else running: place 0 is the device, place p
/// the p-th server of the path. Times are those of the hardware; a server's load factor is not in them.
class CostTable {
 public:
  /// @throws std::invalid_argument where a cost is neither measured nor can be estimated
  CostTable(const NetworkGraph& network, const std::vector<const Hardware*>& places);

  const NetworkGraph& network() const { return network_; }
  std::size_t places() const { return places_.size(); }
  std::size_t layers() const { return network_.layers().size(); }
  const Hardware& hardware(std::size_t place) const { return places_[place].hardware; }

  /// Layers first .. last-1 at a place.
  Seconds time(std::size_t place, std::size_t first, std::size_t last) const;
  /// Board energy of the same; zero where knows_energy(place) is false.
  Joules energy(std::size_t place, std::size_t first, std::size_t last) const;
  /// What else a place computes that runs layers first .. last-1 of a network that is cut before and behind
  /// them: the decoder of the cut before, if layers follow it there, and the encoder of the cut behind, if
  /// layers (at the device: or the input) stand before it there. Zero where there is no bottleneck.
  Seconds decoder_time(std::size_t place, std::size_t first, std::size_t last) const;
  Joules decoder_energy(std::size_t place, std::size_t first, std::size_t last) const;
  Seconds encoder_time(std::size_t place, std::size_t first, std::size_t last) const;
  Joules encoder_energy(std::size_t place, std::size_t first, std::size_t last) const;
  /// Decoder, layers and encoder.
  Seconds visit_time(std::size_t place, std::size_t first, std::size_t last) const;
  Joules visit_energy(std::size_t place, std::size_t first, std::size_t last) const;
  Seconds exit_time(std::size_t place, std::size_t exit) const { return places_[place].exits[exit - 1].time; }
  Joules exit_energy(std::size_t place, std::size_t exit) const;
  /// Whether the energy of every layer and exit at that place is known.
  bool knows_energy(std::size_t place) const { return places_[place].knows_energy; }
  /// Whether somebody measured every layer there.
  bool measured(std::size_t place) const { return places_[place].measured; }
  /// Bytes that cross the cut after the first `position` layers.
  Bytes crossing(std::size_t position) const { return network_.cuts()[position].crossing; }
  /// By how much layers first .. last-1, their decoder and their encoder exceed the memory of a place; absent
  /// where they fit.
  std::optional<Bytes> shortfall(std::size_t place, std::size_t first, std::size_t last) const;

 private:
  struct Place;

  void add_bottlenecks(Place& place, bool decodes, bool encodes) const;
  bool decodes(std::size_t place, std::size_t first, std::size_t last) const;
  bool encodes(std::size_t place, std::size_t first, std::size_t last) const;

  struct Place {
    Hardware hardware;
    std::vector<Seconds> time_before{Seconds{}};  ///< of the first k layers
    std::vector<Joules> energy_before{Joules{}};
    std::vector<Cost> exits;
    std::vector<Cost> decoders;  ///< by position of the cut; empty where nothing is ever decoded
    std::vector<Cost> encoders;
    bool knows_energy = true;
    bool measured = true;
  };

  NetworkGraph network_;
  std::vector<Place> places_;
};

/// The table of a deployment of a scenario whose names all resolve, along its (first) path.
CostTable cost_table(const Scenario& scenario, const Deployment& deployment);
/// Likewise along one of its routes.
CostTable cost_table(const Scenario& scenario, const Deployment& deployment, const Route& route);

}  // namespace splitscape
