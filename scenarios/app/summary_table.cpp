#include "scenarios/app/summary_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string_view>
#include <vector>

#include "scenarios/app/print_table.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"

namespace splitscape {
namespace {

/// How a field of summary.csv is shown.
enum class Shown { text, number, shares, most_frequent };

struct ShownColumn {
  const char* column;  ///< of summary.csv
  const char* title;
  Shown shown;
  double factor = 1;                 ///< from its unit to that of the title
  const char* half_width = nullptr;  ///< column with the half-width of its interval
};

constexpr ShownColumn shown_columns[] = {
    {"scenario", "scenario", Shown::text},
    {"group", "group", Shown::text},
    {"policy", "policy", Shown::text},
    {"cut_shares", "cut after", Shown::most_frequent},
    {"route_shares", "path", Shown::shares},
    {"completed", "answers", Shown::number},
    {"accuracy", "accuracy %", Shown::number, 100, "accuracy_ci95"},
    {"latency_mean_s", "latency ms", Shown::number, 1e3, "latency_mean_ci95_s"},
    {"latency_p50_s", "p50 ms", Shown::number, 1e3},
    {"latency_p95_s", "p95 ms", Shown::number, 1e3},
    {"deadline_miss_rate", "missed %", Shown::number, 100},
    {"device_energy_mean_j", "energy J", Shown::number, 1, "device_energy_mean_ci95_j"},
    {"device_power_mean_w", "power W", Shown::number, 1},
    {"device_weights_bytes", "stored kB", Shown::number, 1e-3},
    {"regret", "regret", Shown::number, 1},
    {"offload_rate", "offloaded %", Shown::number, 100},
    {"server_cost", "servers cost", Shown::number},
    {"exit_shares", "exits", Shown::shares},
    {"verdict", "verdict", Shown::text},
};

/// A part of "name:share;name:share;...", and what follows it.
struct Share {
  std::string name{};
  double share = 0;
};

std::vector<Share> shares_of(std::string_view field) {
  std::vector<Share> shares;
  while (!field.empty()) {
    const std::string_view part = field.substr(0, field.find(';'));
    const auto colon = part.rfind(':');
    shares.push_back({std::string(part.substr(0, colon)), std::stod(std::string(part.substr(colon + 1)))});
    field.remove_prefix(std::min(field.size(), part.size() + 1));
  }
  return shares;
}

std::string number(const CsvTable& summary, std::size_t row, const ShownColumn& shown) {
  const double value = summary.number(row, summary.column(shown.column));
  std::string text = short_number(value * shown.factor);
  if (shown.half_width != nullptr && !summary.text(row, summary.column(shown.half_width)).empty()) {
    const double half = summary.number(row, summary.column(shown.half_width));
    constexpr double shown_digits = 1e-4;  // below them it is rounding, not spread
    if (half > shown_digits * std::abs(value)) text += fmt::format(" +-{:.2g}", half * shown.factor);
  }
  return text;
}

std::string cell(const CsvTable& summary, std::size_t row, const ShownColumn& shown) {
  const std::string_view field = summary.text(row, summary.column(shown.column));
  if (field.empty()) return "-";
  switch (shown.shown) {
    case Shown::text:
      return std::string(field);
    case Shown::number:
      return number(summary, row, shown);
    case Shown::shares: {
      std::string text;
      for (const Share& part : shares_of(field)) {
        text += fmt::format("{}{}:{:.3g}", text.empty() ? "" : " ", part.name, part.share);
      }
      return text;
    }
    case Shown::most_frequent: {
      const Share most = shares_of(field).front();
      return most.share == 1 ? most.name : fmt::format("{} ({:.0f} %)", most.name, 100 * most.share);
    }
  }
  return "";
}

/// A single scenario's name says nothing, nor do exits where there are none, nor fields that nobody filled.
bool worth_showing(const CsvTable& summary, const ShownColumn& shown) {
  const std::size_t column = summary.column(shown.column);
  const std::string_view name = shown.column;
  bool differs = false;
  bool filled = false;
  bool several = false;
  for (std::size_t row = 0; row < summary.rows(); ++row) {
    const std::string_view field = summary.text(row, column);
    filled = filled || !field.empty();
    differs = differs || field != summary.text(0, column);
    several = several || field.find(';') != std::string_view::npos;
  }
  if (name == "scenario") return differs;
  if (name == "exit_shares") return several;
  return filled;
}

/// The rows with those of one scenario and group together, each in the order in which it comes first.
std::vector<std::size_t> grouped_rows(const CsvTable& summary) {
  const std::size_t scenario = summary.column("scenario");
  const std::size_t group = summary.column("group");
  const auto first_like = [&](std::size_t row) {
    std::size_t first = 0;
    while (summary.text(first, scenario) != summary.text(row, scenario) ||
           summary.text(first, group) != summary.text(row, group)) {
      ++first;
    }
    return first;
  };
  std::vector<std::size_t> first(summary.rows());
  for (std::size_t row = 0; row < summary.rows(); ++row) first[row] = first_like(row);
  std::vector<std::size_t> rows(summary.rows());
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  std::stable_sort(rows.begin(), rows.end(),
                   [&](std::size_t a, std::size_t b) { return first[a] < first[b]; });
  return rows;
}

/// Whether a request was answered and still the column is empty.
bool unknown_somewhere(const CsvTable& summary, const char* column) {
  for (std::size_t row = 0; row < summary.rows(); ++row) {
    const bool answers = summary.number(row, summary.column("completed")) > 0;
    if (answers && summary.text(row, summary.column(column)).empty()) return true;
  }
  return false;
}

/// Why a number is missing, where one is.
void print_reasons(const CsvTable& summary) {
  if (unknown_somewhere(summary, "accuracy")) {
    fmt::print(
        "accuracy: unknown where samples leave at an exit for which nobody says which answers are right\n");
  }
  if (unknown_somewhere(summary, "device_energy_mean_j") ||
      unknown_somewhere(summary, "device_power_mean_w")) {
    fmt::print("energy, power: unknown where a power of the hardware is (splitscape hardware)\n");
  }
}

}  // namespace

void print_summary(const std::string& path) {
  const CsvTable summary(read_text_file(path), path, true);
  std::vector<ShownColumn> columns;
  std::vector<std::string> titles;
  for (const ShownColumn& shown : shown_columns) {
    if (!worth_showing(summary, shown)) continue;
    columns.push_back(shown);
    titles.emplace_back(shown.title);
  }
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t row : grouped_rows(summary)) {
    auto& cells = rows.emplace_back();
    for (const ShownColumn& shown : columns) cells.push_back(cell(summary, row, shown));
  }
  print_table(titles, rows, Layout::text);
  print_reasons(summary);
}

}  // namespace splitscape
