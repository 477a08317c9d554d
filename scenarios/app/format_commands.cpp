#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/columns.hpp"
#include "analysis/comparison_columns.hpp"
#include "analysis/replay_columns.hpp"
#include "models/nearest_name.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/loader/quantity.hpp"
#include "scenarios/loader/scenario_file.hpp"
#include "scenarios/loader/study_file.hpp"
#include "scenarios/loader/training_spec.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

template <class Row>
void print_columns(const char* file, const std::vector<Column<Row>>& columns, Layout layout,
                   std::vector<std::vector<std::string>>& all) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& column : columns) {
    rows.push_back({column.name, column.meaning, column.expression});
    all.push_back({file, column.name, column.meaning, column.expression});
  }
  if (layout == Layout::csv) return;
  fmt::print("{}{}\n\n", layout == Layout::markdown ? "## " : "", file);
  print_table({"column", "meaning", "expression"}, rows, layout);
  fmt::print("\n");
}

void print_section(const SectionDoc& section) {
  fmt::print("\n## {}\n\n{}\n\n", section.name, section.meaning);
  std::vector<std::vector<std::string>> rows;
  for (const auto& key : section.keys) {
    rows.push_back({"`" + key.key + "`", key.type,
                    key.required           ? "required"
                    : key.fallback.empty() ? "none"
                                           : key.fallback,
                    key.meaning});
  }
  print_table({"key", "value", "if left out", "meaning"}, rows, Layout::markdown);
}

void print_units() {
  fmt::print("\n## units\n\nA quantity is a number and its unit, with or without a space between them.\n\n");
  std::vector<std::vector<std::string>> rows;
  for (const auto* family : unit_families())
    rows.push_back({std::string(family->name), std::string(family->example), unit_names(*family)});
  print_table({"quantity", "example", "units"}, rows, Layout::markdown);
}

void print_schema(const std::string& schema) {
  fmt::print("{}\n", nlohmann::ordered_json::parse(schema).dump(2));
}

}  // namespace

int columns_command(Layout layout) {
  std::vector<std::vector<std::string>> all;
  print_columns("summary.csv", summary_columns(), layout, all);
  print_columns("regret.csv", regret_columns(), layout, all);
  print_columns("devices.csv", device_columns(), layout, all);
  print_columns("links.csv", link_columns(), layout, all);
  print_columns("servers.csv", server_columns(), layout, all);
  print_columns("learned.csv", learned_columns(), layout, all);
  constexpr std::size_t shown_hops = 1;  // further hops have the same columns under their number
  print_columns("requests.csv", request_columns(shown_hops), layout, all);
  print_columns("comparisons.csv", comparison_columns(), layout, all);
  print_columns("replay.csv", replay_columns(), layout, all);
  print_columns("orders.csv", replay_order_columns(), layout, all);
  print_columns("regret.csv of a replay", replay_regret_columns(), layout, all);
  if (layout == Layout::csv) print_table({"file", "column", "meaning", "expression"}, all, layout);
  return 0;
}

int schema_command(const std::string& what, Layout layout) {
  const bool documented = layout == Layout::markdown;
  if (what == "training" || what == "study") {
    const bool training = what == "training";
    if (!documented) {
      print_schema(training ? training_schema() : study_schema());
      return 0;
    }
    for (const auto& section : training ? training_docs() : study_docs()) print_section(section);
    return 0;
  }
  if (what != "scenario") {
    throw UserError(fmt::format("there is no schema of '{}'{}", what,
                                suggestion(what, {"scenario", "training", "study"})));
  }
  const Zoo zoo = Zoo::of_this_program();
  if (!documented) {
    print_schema(scenario_schema(zoo));
    return 0;
  }
  for (const auto& section : scenario_docs(zoo)) print_section(section);
  print_units();
  return 0;
}

}  // namespace splitscape
