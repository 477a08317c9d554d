#include "scenarios/app/named_network.hpp"

#include "scenarios/loader/network_sections.hpp"

namespace splitscape {

NetworkProfile named_network(const std::string& name, const Zoo& zoo) {
  const Position place{.file = name};
  Value network = Value::make_table(place);
  network.add_entry(place, "profile", Value::make_text(place, name, true));
  Value networks = Value::make_table(place);
  networks.add_entry(place, "network", std::move(network));
  Reading reading(zoo, "");
  return networks_format().read(networks, reading).front().profile;
}

}  // namespace splitscape
