#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/columns.hpp"
#include "analysis/csv.hpp"
#include "models/units.hpp"

/// What the tables of columns are written with.
namespace splitscape::column {

inline std::string text(double value) {
  return csv_number(value);
}
inline std::string text(std::uint64_t value) {
  return fmt::format("{}", value);
}
inline std::string text(const std::optional<double>& value) {
  return value ? csv_number(*value) : "";
}
template <class Dimension>
std::string text(Quantity<Dimension> value) {
  return csv_number(value.value);
}
template <class Dimension>
std::string text(const std::optional<Quantity<Dimension>>& value) {
  return value ? csv_number(value->value) : "";
}

/// The columns that say which run a line belongs to: at the start of every file.
template <class Row>
std::vector<Column<Row>> run_columns() {
  return {{"scenario", "name of the scenario", "", [](const Row& r) { return r.run.scenario; }},
          {"policy", "label of the policy", "", [](const Row& r) { return r.run.policy; }},
          {"seed", "seed of the experiment", "", [](const Row& r) { return text(r.run.seed); }},
          {"run", "number of the replication", "", [](const Row& r) { return text(r.run.run); }}};
}

template <class Row>
void append(std::vector<Column<Row>>& columns, std::vector<Column<Row>> more) {
  std::move(more.begin(), more.end(), std::back_inserter(columns));
}

}  // namespace splitscape::column
