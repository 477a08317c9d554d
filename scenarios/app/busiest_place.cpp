#include "scenarios/app/busiest_place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>

#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

/// Calls with each line of a table that belongs to a run.
void for_each_line(const std::string& path, const std::string& scenario, const std::string& policy,
                   const std::function<void(const CsvTable&, std::size_t)>& take) {
  if (!std::filesystem::exists(path)) return;
  const CsvTable table(read_text_file(path), path, true);
  const std::size_t of_scenario = table.column("scenario");
  const std::size_t of_policy = table.column("policy");
  for (std::size_t row = 0; row < table.rows(); ++row) {
    if (table.text(row, of_scenario) == scenario && table.text(row, of_policy) == policy) take(table, row);
  }
}

}  // namespace

std::vector<UsedPlace> places_by_use(const std::string& directory, const std::string& scenario,
                                     const std::string& policy, const std::string& group,
                                     const RecordedGroup& recorded) {
  std::vector<UsedPlace> places;
  const auto text = [](const CsvTable& table, std::size_t row, const char* column) {
    return std::string(table.text(row, table.column(column)));
  };
  for_each_line(directory + "/servers.csv", scenario, policy, [&](const CsvTable& table, std::size_t row) {
    const std::string name = text(table, row, "server");
    if (recorded.passes(name)) {
      places.push_back({"server " + name, table.number(row, table.column("utilisation_max"))});
    }
  });
  for_each_line(directory + "/links.csv", scenario, policy, [&](const CsvTable& table, std::size_t row) {
    const std::string name = text(table, row, "link");
    if (recorded.passes(name)) {
      places.push_back({fmt::format("link {} {}", name, text(table, row, "direction")),
                        table.number(row, table.column("busy"))});
    }
  });
  std::optional<UsedPlace> device;
  for_each_line(directory + "/devices.csv", scenario, policy, [&](const CsvTable& table, std::size_t row) {
    if (text(table, row, "group") != group) return;
    const double utilisation = table.number(row, table.column("utilisation"));
    if (device && device->utilisation >= utilisation) return;
    device = {fmt::format("device {} {}", group, text(table, row, "device")), utilisation};
  });
  if (device) places.push_back(*device);
  std::stable_sort(places.begin(), places.end(),
                   [](const UsedPlace& a, const UsedPlace& b) { return a.utilisation > b.utilisation; });
  return places;
}

}  // namespace splitscape
