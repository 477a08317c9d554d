#include "models/memory_fit.hpp"

#include "models/memory.hpp"

namespace splitscape {

MemoryFit::MemoryFit(const CostTable& costs) {
  const NetworkGraph& network = costs.network();
  const std::size_t layers = costs.layers();
  for (std::size_t p = 0; p < costs.places(); ++p) {
    Place& place = places_.emplace_back();
    place.earliest.resize(layers + 1);
    for (std::size_t last = 0; last <= layers; ++last) {
      std::size_t first = last == 0 ? 0 : place.earliest[last - 1];
      while (first < last && shortfall(memory_need(network, first, last), costs.hardware(p))) ++first;
      place.earliest[last] = first;
    }
    if (network.profile().bottlenecks.empty()) continue;
    for (std::size_t last = 0; last <= layers; ++last) {
      for (std::size_t first = place.earliest[last]; first <= last; ++first) {
        const bool encoded =
            network.bottleneck_at(first) != nullptr || network.bottleneck_at(last) != nullptr;
        if (encoded && costs.shortfall(p, first, last)) place.unfit.emplace(first, last);
      }
    }
  }
}

bool MemoryFit::possible() const {
  const std::size_t layers = places_.front().earliest.size() - 1;
  std::vector<bool> reached(layers + 1, false);
  reached[0] = true;
  bool at_device = true;
  for (const Place& place : places_) {
    std::vector<bool> next(layers + 1, false);
    for (std::size_t last = 0; last <= layers; ++last) {
      for (std::size_t first = place.earliest[last]; first <= last && !next[last]; ++first) {
        const bool from = at_device ? first == 0 : bool{reached[first]};
        next[last] = from && !place.unfit.contains({first, last});
      }
    }
    reached = std::move(next);
    at_device = false;
  }
  return reached[layers];
}

}  // namespace splitscape
