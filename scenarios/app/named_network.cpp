#include "scenarios/app/named_network.hpp"

#include <fmt/format.h>

#include "models/nearest_name.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "scenarios/runs/load_all.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {

NetworkUse named_network(const std::string& name, const Zoo& zoo) {
  return read_named_network(name, zoo).network;
}

ReadNetwork read_named_network(const std::string& name, const Zoo& zoo) {
  const Position place{.file = name};
  Value network = Value::make_table(place);
  network.add_entry(place, "profile", Value::make_text(place, name, true));
  Value networks = Value::make_table(place);
  networks.add_entry(place, "network", std::move(network));
  Reading reading(zoo, "");
  NetworkUse use = networks_format().read(networks, reading).front();
  return {std::move(use), reading.inputs()};
}

NetworkUse network_in_scenario(const std::string& name, const std::string& file,
                               const std::vector<std::string>& assignments, const Zoo& zoo) {
  std::vector<std::string> names;
  for (const auto& loaded : load_all({file}, {.assignments = assignments}, zoo)) {
    for (const auto& network : loaded.scenario.networks) {
      if (network.name == name) return network;
      names.push_back(network.name);
    }
  }
  throw UserError(fmt::format("{} has no network '{}'{}", file, name, suggestion(name, names)));
}

}  // namespace splitscape
