#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <optional>

#include "scenarios/app/commands.hpp"
#include "scenarios/app/overrides_of.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/runs/batch.hpp"
#include "scenarios/runs/blocked_signals.hpp"
#include "scenarios/runs/load_all.hpp"
#include "scenarios/runs/manifest.hpp"
#include "scenarios/runs/result_directory.hpp"
#include "scenarios/runs/scratch_directory.hpp"

namespace splitscape {
namespace {

/// A result that policies are compared by.
struct Compared {
  const char* column;  ///< of summary.csv
  const char* title;
  bool more_is_better;
  double factor = 1;  ///< from its unit to that of the title
};

constexpr Compared compared[] = {
    {"accuracy", "accuracy %", true, 100},
    {"latency_p95_s", "p95 ms", false, 1e3},
    {"device_energy_mean_j", "energy J", false},
    {"cost", "cost", false},
    {"regret", "regret", false},
};

/// Text of a table that may be marked.
struct Cell {
  std::string text{};
  bool best = false;
};

/// Lines of summary.csv of one scenario and group, each another policy.
using Lines = std::vector<std::size_t>;

std::vector<Lines> lines_by_group(const CsvTable& summary) {
  const std::size_t scenario = summary.column("scenario");
  const std::size_t group = summary.column("group");
  std::vector<Lines> all;
  for (std::size_t row = 0; row < summary.rows(); ++row) {
    const auto like = [&](const Lines& lines) {
      return summary.text(lines.front(), scenario) == summary.text(row, scenario) &&
             summary.text(lines.front(), group) == summary.text(row, group);
    };
    const auto found = std::find_if(all.begin(), all.end(), like);
    if (found == all.end()) {
      all.push_back({row});
    } else {
      found->push_back(row);
    }
  }
  return all;
}

std::optional<double> value(const CsvTable& summary, std::size_t row, const Compared& result) {
  const std::size_t column = summary.column(result.column);
  if (summary.text(row, column).empty()) return std::nullopt;
  return summary.number(row, column);
}

/// The best value of a column; absent where all that are known are the same.
std::optional<double> best_of(const CsvTable& summary, const Lines& lines, const Compared& result) {
  std::optional<double> best;
  bool differs = false;
  for (const std::size_t row : lines) {
    const auto known = value(summary, row, result);
    if (!known) continue;
    differs = differs || (best && *known != *best);
    if (!best || (result.more_is_better ? *known > *best : *known < *best)) best = known;
  }
  return differs ? best : std::nullopt;
}

std::vector<std::vector<Cell>> cells_of(const CsvTable& summary, bool all_digits) {
  std::vector<std::vector<Cell>> rows;
  for (const Lines& lines : lines_by_group(summary)) {
    const std::size_t first = rows.size();
    for (const std::size_t row : lines) {
      auto& cells = rows.emplace_back();
      for (const char* name : {"scenario", "group", "policy"})
        cells.push_back({std::string(summary.text(row, summary.column(name)))});
    }
    for (const Compared& result : compared) {
      const auto best = best_of(summary, lines, result);
      for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto known = value(summary, lines[i], result);
        Cell cell{.text = all_digits ? "" : "-", .best = known && best && *known == *best};
        if (known) {
          cell.text = all_digits ? std::string(summary.text(lines[i], summary.column(result.column)))
                                 : short_number(*known * result.factor);
        }
        rows[first + i].push_back(cell);
      }
    }
  }
  return rows;
}

/// Pads a table like print_table() and sets what is best in bold, which takes no room.
void print_bold(const std::vector<std::string>& header, const std::vector<std::vector<Cell>>& rows) {
  constexpr std::size_t words = 3;
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

void print(const CsvTable& summary, Layout layout) {
  std::vector<std::string> header{"scenario", "group", "policy"};
  for (const Compared& result : compared)
    header.emplace_back(layout == Layout::csv ? result.column : result.title);
  const auto rows = cells_of(summary, layout == Layout::csv);
  if (layout == Layout::text && isatty(STDOUT_FILENO) != 0) {
    print_bold(header, rows);
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

}  // namespace

int compare_command(const CompareOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  const auto scenarios = load_all(options.run.files, overrides_of(options.run), zoo);
  std::vector<RunSpec> runs;
  for (const LoadedScenario& loaded : scenarios) {
    for (const auto& policy : loaded.scenario.policies) runs.push_back({loaded.scenario, policy});
  }
  const BlockedSignals signals;  // first, so that the directories are tidied up before one has its effect
  std::optional<ResultDirectory> results;
  std::optional<ScratchDirectory> scratch;
  if (options.run.out.empty()) {
    scratch.emplace();
  } else {
    results.emplace(options.run.out, result_file_names(), options.run.force);
  }
  const std::string directory = results ? results->temporary() : scratch->path();
  run_batch(runs, {.jobs = options.run.jobs, .show_progress = isatty(STDERR_FILENO) != 0}, signals,
            directory);
  const std::string path = directory + "/summary.csv";
  const CsvTable summary(read_text_file(path), path, true);
  if (results) {
    write_manifest(scenarios, directory);
    signals.check();
    results->commit();  // before anything is printed: whoever reads it may have gone
  }
  print(summary, options.layout);
  return 0;
}

}  // namespace splitscape
