#include "models/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace splitscape {
namespace {

template <class Entry>
const Entry& entry_of(const std::vector<Entry>& entries, const std::string& name, const char* kind) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&name](const Entry& entry) { return entry.name == name; });
  if (found == entries.end()) throw std::out_of_range(fmt::format("no {} '{}'", kind, name));
  return *found;
}

}  // namespace

const NetworkUse& network_of(const Scenario& scenario, const std::string& name) {
  return entry_of(scenario.networks, name, "network");
}

const Link& link_of(const Scenario& scenario, const std::string& name) {
  return entry_of(scenario.links, name, "link");
}

const Server& server_of(const Scenario& scenario, const std::string& name) {
  return entry_of(scenario.servers, name, "server");
}

}  // namespace splitscape
