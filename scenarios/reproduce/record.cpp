#include "scenarios/reproduce/record.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <map>

#include "analysis/csv.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/reproduce/comparison.hpp"

namespace splitscape {
namespace {

/// A figure of a table, by its place.
struct Place {
  const PublishedTable& table;
  const PublishedRow& row;
  const PublishedColumn& column;
  const std::string& published;
  std::size_t in_table, in_row, in_column;
};

void for_each_figure(const Experiment& experiment, const std::function<void(const Place&)>& take) {
  for (std::size_t i = 0; i < experiment.tables.size(); ++i) {
    const PublishedTable& table = experiment.tables[i];
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (std::size_t column = 0; column < table.columns.size(); ++column)
        take(
            {table, table.rows[row], table.columns[column], table.rows[row].figures[column], i, row, column});
    }
  }
}

const OurFigure& ours_at(const Reproduced& reproduced, const Place& place) {
  return reproduced.ours[place.in_table][place.in_row][place.in_column];
}

std::string exact_text(const OurFigure& figure) {
  const auto* number = std::get_if<double>(&figure);
  return number != nullptr ? csv_number(*number) : std::get<std::string>(figure);
}

OurFigure read_figure(const std::string& text) {
  double value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return value;
  return text;
}

std::string key(const std::string& experiment, const std::string& table, const std::string& row,
                const std::string& figure) {
  return fmt::format("{}\n{}\n{}\n{}", experiment, table, row, figure);
}

}  // namespace

const std::vector<std::string>& record_columns() {
  static const std::vector<std::string> columns{"experiment", "table",     "row",   "figure",
                                                "unit",       "published", "ours",  "error",
                                                "allowed",    "within",    "known", "source"};
  return columns;
}

std::vector<std::vector<std::string>> record_lines(const Reproduced& reproduced) {
  std::vector<std::vector<std::string>> lines;
  for_each_figure(*reproduced.experiment, [&](const Place& place) {
    std::string ours;
    std::string within;
    Comparison compared{};
    if (!reproduced.ours.empty()) {
      compared = compare(place.column, place.published, ours_at(reproduced, place));
      ours = exact_text(ours_at(reproduced, place));
      if (compared.judged) within = compared.within ? "1" : "0";
    }
    lines.push_back({reproduced.experiment->name, place.table.name, place.row.label, place.column.name,
                     place.column.unit, place.published, ours, compared.error, allowed_by(place.column),
                     within, std::string(name_of(place.table.known)), place.table.source});
  });
  return lines;
}

bool has_record_of(const CsvTable& record, const Experiment& experiment) {
  const std::size_t name = record.column("experiment");
  for (std::size_t row = 0; row < record.rows(); ++row) {
    if (record.text(row, name) == experiment.name) return true;
  }
  return false;
}

std::vector<OurTable> ours_of_record(const CsvTable& record, const Experiment& experiment) {
  const std::size_t names[] = {record.column("experiment"), record.column("table"), record.column("row"),
                               record.column("figure")};
  const std::size_t ours = record.column("ours");
  const auto text = [&record](std::size_t row, std::size_t column) {
    return std::string(record.text(row, column));
  };
  std::map<std::string, std::string> known;
  for (std::size_t row = 0; row < record.rows(); ++row) {
    known[key(text(row, names[0]), text(row, names[1]), text(row, names[2]), text(row, names[3]))] =
        text(row, ours);
  }
  std::vector<OurTable> tables(experiment.tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    tables[i].assign(experiment.tables[i].rows.size(),
                     std::vector<OurFigure>(experiment.tables[i].columns.size()));
  }
  for_each_figure(experiment, [&](const Place& place) {
    const auto found = known.find(key(experiment.name, place.table.name, place.row.label, place.column.name));
    if (found == known.end() || found->second.empty()) {
      throw InputError({.file = record.name()},
                       fmt::format("there is no figure of experiment {}, table {}, row {}, figure {}: record "
                                   "it again (splitscape reproduce {} --data DIR --csv)",
                                   experiment.name, place.table.name, place.row.label, place.column.name,
                                   experiment.name));
    }
    tables[place.in_table][place.in_row][place.in_column] = read_figure(found->second);
  });
  return tables;
}

std::vector<std::string> offenders(const Reproduced& reproduced) {
  std::vector<std::string> found;
  if (reproduced.ours.empty()) return found;
  for_each_figure(*reproduced.experiment, [&](const Place& place) {
    const Comparison compared = compare(place.column, place.published, ours_at(reproduced, place));
    if (compared.within) return;
    found.push_back(fmt::format("{}, {}, {}, {}: published {}, ours {} (allowed: {})",
                                reproduced.experiment->name, place.table.title, place.row.label,
                                place.column.name, place.published, exact_text(ours_at(reproduced, place)),
                                allowed_by(place.column)));
  });
  return found;
}

std::size_t judged_figures(const Reproduced& reproduced) {
  std::size_t count = 0;
  if (reproduced.ours.empty()) return count;
  for_each_figure(*reproduced.experiment, [&](const Place& place) {
    count += compare(place.column, place.published, ours_at(reproduced, place)).judged ? 1U : 0U;
  });
  return count;
}

}  // namespace splitscape
