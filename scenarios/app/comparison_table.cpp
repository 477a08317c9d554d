#include "scenarios/app/comparison_table.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/csv.hpp"
#include "analysis/statistics/mean_interval.hpp"
#include "scenarios/app/print_table.hpp"

namespace splitscape {
namespace {

/// Text of a table that may be marked.
struct Cell {
  std::string text{};
  bool best = false;
};

using Cells = std::vector<std::vector<Cell>>;

Estimate estimate_of(const std::vector<std::optional<double>>& values) {
  std::vector<double> known;
  for (const auto& value : values) {
    if (value) known.push_back(*value);
  }
  return mean_interval(known);
}

bool has_several(const ComparedTable& table) {
  for (const ComparedRuns& runs : table.places) {
    for (const auto& metrics : runs.values) {
      for (const auto& values : metrics) {
        if (values.size() > 1) return true;
      }
    }
  }
  return false;
}

/// The best value of a column; absent where all that are known are the same, or none is better than another.
std::optional<double> best_of(const std::vector<Estimate>& estimates, const ComparedMetric& metric) {
  if (metric.better == Better::neither) return std::nullopt;
  std::optional<double> best;
  bool differs = false;
  for (const Estimate& estimate : estimates) {
    if (!estimate.mean) continue;
    differs = differs || (best && *estimate.mean != *best);
    const bool better =
        best && (metric.better == Better::more ? *estimate.mean > *best : *estimate.mean < *best);
    if (!best || better) best = estimate.mean;
  }
  return differs ? best : std::nullopt;
}

std::string shown(const Estimate& estimate, double factor) {
  if (!estimate.mean) return "-";
  std::string text = short_number(*estimate.mean * factor);
  constexpr double shown_digits = 1e-4;  // below them it is rounding, not spread
  if (estimate.half_width && *estimate.half_width > shown_digits * std::abs(*estimate.mean))
    text += fmt::format(" +-{:.2g}", *estimate.half_width * factor);
  return text;
}

std::string digits(const std::optional<double>& value) {
  return value ? csv_number(*value) : "";
}

/// The column with the half-widths of a column: `latency_mean_ci95_s`.
std::string interval_column(const std::string& column) {
  for (const std::string unit : {"_s", "_j", "_w", "_rps"}) {
    if (column.ends_with(unit)) return column.substr(0, column.size() - unit.size()) + "_ci95" + unit;
  }
  return column + "_ci95";
}

class PolicyTable {
 public:
  PolicyTable(const ComparedTable& table, const std::vector<ComparedMetric>& metrics, Layout layout)
      : table_(table), metrics_(metrics), csv_(layout == Layout::csv), several_(has_several(table)) {}

  std::vector<std::string> header() const {
    std::vector<std::string> names = table_.titles;
    names.push_back(table_.compared);
    for (const ComparedMetric& metric : metrics_) {
      names.push_back(csv_ ? metric.column : metric.title);
      if (csv_ && several_) names.push_back(interval_column(metric.column));
    }
    return names;
  }

  Cells cells() const {
    Cells all;
    for (const ComparedRuns& runs : table_.places) {
      Cells rows(runs.policies.size());
      for (std::size_t policy = 0; policy < rows.size(); ++policy) {
        for (const std::string& text : runs.place) rows[policy].push_back({text});
        rows[policy].push_back({runs.policies[policy]});
      }
      for (std::size_t metric = 0; metric < metrics_.size(); ++metric) add(runs, metric, rows);
      std::move(rows.begin(), rows.end(), std::back_inserter(all));
    }
    return all;
  }

 private:
  void add(const ComparedRuns& runs, std::size_t metric, Cells& rows) const {
    std::vector<Estimate> estimates;
    for (const auto& values : runs.values) estimates.push_back(estimate_of(values[metric]));
    const auto best = best_of(estimates, metrics_[metric]);
    for (std::size_t policy = 0; policy < rows.size(); ++policy) {
      const Estimate& estimate = estimates[policy];
      const bool is_best = best && estimate.mean && *estimate.mean == *best;
      rows[policy].push_back(
          {csv_ ? digits(estimate.mean) : shown(estimate, metrics_[metric].factor), is_best});
      if (csv_ && several_) rows[policy].push_back({digits(estimate.half_width)});
    }
  }

  const ComparedTable& table_;
  const std::vector<ComparedMetric>& metrics_;
  bool csv_;
  bool several_;
};

/// Pads a table like print_table() and sets what is best in bold, which takes no room.
/// @param words columns at the start that hold words
void print_bold(const std::vector<std::string>& header, const Cells& rows, std::size_t words) {
  std::vector<std::size_t> widths;
  for (const auto& title : header) widths.push_back(title.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].text.size());
  }
  const auto line = [&](const std::vector<Cell>& cells) {
    std::string text;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string padded = i < words ? fmt::format("{:<{}}", cells[i].text, widths[i])
                                           : fmt::format("{:>{}}", cells[i].text, widths[i]);
      text += i == 0 ? "" : "  ";
      text += cells[i].best ? "\x1b[1m" + padded + "\x1b[0m" : padded;
    }
    fmt::print("{}\n", text);
  };
  std::vector<Cell> titles;
  for (const auto& title : header) titles.push_back({title});
  line(titles);
  for (const auto& row : rows) line(row);
}

}  // namespace

void print_policies(const ComparedTable& table, const std::vector<ComparedMetric>& metrics, Layout layout) {
  const PolicyTable policies(table, metrics, layout);
  const auto header = policies.header();
  const Cells rows = policies.cells();
  if (layout == Layout::text && isatty(STDOUT_FILENO) != 0) {
    print_bold(header, rows, table.titles.size() + 1);
    return;
  }
  std::vector<std::vector<std::string>> texts;
  for (const auto& row : rows) {
    auto& line = texts.emplace_back();
    for (const Cell& cell : row)
      line.push_back(cell.best && layout == Layout::markdown ? "**" + cell.text + "**" : cell.text);
  }
  print_table(header, texts, layout);
}

}  // namespace splitscape
