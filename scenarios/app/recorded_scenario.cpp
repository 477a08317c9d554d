#include "scenarios/app/recorded_scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "scenarios/loader/quantity.hpp"

namespace splitscape {
namespace {

using Json = nlohmann::json;

RecordedGroup group_in(const Json& devices, const std::string& route) {
  RecordedGroup group;
  const Json path = devices.contains("paths") ? devices.at("paths").at(route) : devices.value("path", Json());
  if (path.is_array()) group.path = path.get<std::vector<std::string>>();
  if (devices.contains("deadline")) {
    const auto read = read_quantity(devices.at("deadline").get<std::string>(), units_of<Seconds>());
    if (read.error.empty()) group.deadline = Seconds{read.value};
  }
  return group;
}

}  // namespace

std::string RecordedGroup::link(std::size_t hop) const {
  const std::size_t index = 2 * (hop - 1);
  return index < path.size() ? path[index] : fmt::format("hop {}", hop);
}

std::string RecordedGroup::server(std::size_t hop) const {
  const std::size_t index = 2 * (hop - 1) + 1;
  return index < path.size() ? path[index] : fmt::format("server {}", hop);
}

bool RecordedGroup::passes(const std::string& name) const {
  return path.empty() || std::find(path.begin(), path.end(), name) != path.end();
}

RecordedGroup recorded_group(const std::string& directory, const std::string& scenario,
                             const std::string& group, const std::string& route) {
  std::ifstream file(directory + "/manifest.json");
  const Json manifest = Json::parse(file, nullptr, false);
  if (!manifest.is_object()) return {};
  try {
    for (const Json& each : manifest.at("scenarios")) {
      if (each.at("name") == scenario) return group_in(each.at("document").at("devices").at(group), route);
    }
  } catch (const Json::exception&) {  // of another version, or edited: names are all that is lost
  }
  return {};
}

}  // namespace splitscape
