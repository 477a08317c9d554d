#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "scenarios/app/print_table.hpp"
#include "scenarios/app/reproduce_options.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/reproduce/comparison.hpp"
#include "scenarios/reproduce/experiment_catalogue.hpp"
#include "scenarios/reproduce/record.hpp"
#include "scenarios/reproduce/workbench.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

// ---- which

std::vector<const Experiment*> chosen(const ReproduceOptions& options) {
  std::vector<const Experiment*> experiments;
  for (const std::string& name : options.names) {
    const Experiment* one = &experiment_named(name);
    if (std::find(experiments.begin(), experiments.end(), one) == experiments.end())
      experiments.push_back(one);
  }
  if (!experiments.empty()) return experiments;
  for (const Experiment& one : experiment_catalogue()) {
    if (one.files.empty() || !options.data.empty() || !options.from.empty()) experiments.push_back(&one);
  }
  return experiments;
}

std::string names_of(const std::vector<NeededFile>& files) {
  std::string names;
  for (const NeededFile& file : files) names += (names.empty() ? "" : ", ") + file.name;
  return names;
}

std::size_t figures_of(const Experiment& experiment) {
  std::size_t count = 0;
  for (const PublishedTable& table : experiment.tables) {
    for (const PublishedRow& row : table.rows)
      count += static_cast<std::size_t>(std::count_if(row.figures.begin(), row.figures.end(),
                                                      [](const auto& figure) { return !figure.empty(); }));
  }
  return count;
}

int list(Layout layout) {
  std::vector<std::vector<std::string>> rows;
  std::map<std::string, std::string> files;
  for (const Experiment& one : experiment_catalogue()) {
    rows.push_back({one.name, one.title, fmt::format("{}", one.tables.size()),
                    fmt::format("{}", figures_of(one)), one.files.empty() ? "-" : names_of(one.files),
                    one.publication});
    for (const NeededFile& file : one.files) files[file.name] = file.published;
  }
  print_table({"experiment", "what it does again", "tables", "figures", "files that it needs", "publication"},
              rows, layout);
  if (layout == Layout::csv) return 0;
  rows.clear();
  for (const auto& [name, published] : files) rows.push_back({name, published});
  fmt::print("\n");
  print_table({"file", "published"}, rows, layout);
  return 0;
}

// ---- doing

Reproduced reproduce(const Experiment& experiment, Workbench& bench) {
  Reproduced done{.experiment = &experiment, .missing = bench.missing(experiment)};
  if (!done.missing.empty()) return done;
  done.ours = experiment.compute(bench);
  check_shape(experiment, done.ours);
  return done;
}

std::vector<Reproduced> compute(const std::vector<const Experiment*>& experiments,
                                const ReproduceOptions& options) {
  const bool show_progress = isatty(STDERR_FILENO) != 0;
  const Zoo zoo = Zoo::of_this_program();
  const BlockedSignals signals;
  Workbench bench(zoo, signals, {.jobs = options.jobs, .data = options.data, .show_progress = show_progress});
  std::vector<Reproduced> all;
  for (const Experiment* experiment : experiments) {
    signals.check();
    if (show_progress)
      fmt::print(stderr, "{} ({} of {})\n", experiment->name, all.size() + 1, experiments.size());
    all.push_back(reproduce(*experiment, bench));
  }
  return all;
}

std::vector<Reproduced> read(const std::vector<const Experiment*>& experiments, const std::string& path) {
  const CsvTable record(read_text_file(path), path, true);
  const bool all_of_it = experiments.size() == experiment_catalogue().size();
  std::vector<Reproduced> all;
  for (const Experiment* experiment : experiments) {
    if (all_of_it && !has_record_of(record, *experiment)) continue;
    all.push_back({.experiment = experiment, .ours = ours_of_record(record, *experiment)});
  }
  return all;
}

// ---- telling

std::string title_of(const PublishedColumn& column) {
  return column.name + (column.unit.empty() ? "" : ", " + column.unit);
}

std::string allowed_in(const PublishedTable& table) {
  const auto same = [&table](const PublishedColumn& column) {
    return allowed_by(column) == allowed_by(table.columns.front());
  };
  if (std::all_of(table.columns.begin(), table.columns.end(), same)) return allowed_by(table.columns.front());
  std::string text;
  for (const PublishedColumn& column : table.columns)
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", column.name, allowed_by(column));
  return text;
}

/// What stands in place of ours: the numbers of the missing files below the tables.
std::string needs(std::size_t files) {
  std::string text = "needs [1]";
  for (std::size_t i = 2; i <= files; ++i) text += fmt::format(" [{}]", i);
  return text;
}

/// A line of a table: what is published, ours and the error of each column.
std::vector<std::string> cells_of(const Reproduced& done, std::size_t table, std::size_t row, Layout layout) {
  const PublishedTable& published = done.experiment->tables[table];
  std::vector<std::string> cells{published.rows[row].label};
  for (std::size_t i = 0; i < published.columns.size(); ++i) {
    const std::string& theirs = published.rows[row].figures[i];
    cells.push_back(theirs.empty() ? "-" : theirs);
    if (done.ours.empty()) {
      cells.push_back(needs(done.missing.size()));
      cells.emplace_back("-");
      continue;
    }
    const Comparison compared = compare(published.columns[i], theirs, done.ours[table][row][i]);
    cells.push_back(compared.ours);
    const std::string error = compared.error.empty() ? "-" : compared.error;
    const bool bold = layout == Layout::markdown;
    cells.push_back(compared.within ? error : bold ? "**" + error + " OFF**" : error + " OFF");
  }
  return cells;
}

void print_one(const Reproduced& done, std::size_t table, Layout layout) {
  const PublishedTable& published = done.experiment->tables[table];
  const std::string about = fmt::format("Published: {} ({}). Allowed: {}.", published.source,
                                        name_of(published.known), allowed_in(published));
  if (layout == Layout::markdown) {
    fmt::print("\n**{}.** {}\n\n", published.title, about);
  } else {
    fmt::print("\n{}\n  {}\n", published.title, about);
  }
  std::vector<std::string> header{published.of};
  for (const PublishedColumn& column : published.columns) {
    header.push_back(title_of(column) + ": published");
    header.emplace_back("ours");
    header.emplace_back("error");
  }
  std::vector<std::vector<std::string>> rows;
  for (std::size_t row = 0; row < published.rows.size(); ++row)
    rows.push_back(cells_of(done, table, row, layout));
  print_table(header, rows, layout);
  if (!published.note.empty()) fmt::print("{}{}\n", layout == Layout::markdown ? "\n" : "  ", published.note);
}

void print(const Reproduced& done, Layout layout) {
  const Experiment& experiment = *done.experiment;
  if (layout == Layout::markdown) {
    fmt::print("`splitscape reproduce {}`: {}. {}.\n", experiment.name, experiment.title,
               experiment.publication);
  } else {
    fmt::print("{}: {}\n{}\n", experiment.name, experiment.title, experiment.publication);
  }
  for (std::size_t table = 0; table < experiment.tables.size(); ++table) print_one(done, table, layout);
  if (done.missing.empty()) return;
  fmt::print("\n");
  for (std::size_t i = 0; i < done.missing.size(); ++i) {
    fmt::print("{}[{}] needs the file {} in the folder of --data; published: {}\n",
               layout == Layout::markdown ? "- " : "", i + 1, done.missing[i].name,
               done.missing[i].published);
  }
}

void print_all(const std::vector<Reproduced>& all, Layout layout) {
  if (layout == Layout::csv) {
    std::vector<std::vector<std::string>> lines;
    for (const Reproduced& done : all) {
      for (auto& line : record_lines(done)) lines.push_back(std::move(line));
    }
    print_table(record_columns(), lines, layout);
    return;
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0) fmt::print("\n");
    print(all[i], layout);
  }
}

/// What is said at the end, where people read.
void print_verdict(const std::vector<Reproduced>& all, const ReproduceOptions& options) {
  std::size_t judged = 0;
  std::size_t off = 0;
  std::vector<std::string> without_files;
  for (const Reproduced& done : all) {
    judged += judged_figures(done);
    off += offenders(done).size();
    if (!done.missing.empty()) without_files.push_back(done.experiment->name);
  }
  if (options.names.empty() && options.data.empty() && options.from.empty()) {
    for (const Experiment& one : experiment_catalogue()) {
      if (!one.files.empty()) without_files.push_back(one.name);
    }
  }
  fmt::print("\n{} figures compared, {} outside of what is allowed\n", judged, off);
  if (!without_files.empty())
    fmt::print("not done, for want of files that are not shipped (--list): {}\n",
               fmt::join(without_files, ", "));
}

}  // namespace

int reproduce_command(const ReproduceOptions& options) {
  if (options.list) return list(options.layout);
  const auto experiments = chosen(options);
  if (!options.data.empty() && !std::filesystem::is_directory(options.data))
    throw UserError(fmt::format("there is no folder '{}' (--data)", options.data));
  const auto all = options.from.empty() ? compute(experiments, options) : read(experiments, options.from);
  print_all(all, options.layout);
  if (options.layout == Layout::text) print_verdict(all, options);
  bool within = true;
  for (const Reproduced& done : all) {
    for (const std::string& offender : offenders(done)) {
      within = false;
      fmt::print(stderr, "splitscape: outside of what is allowed: {}\n", offender);
    }
  }
  return within ? 0 : 1;
}

}  // namespace splitscape
