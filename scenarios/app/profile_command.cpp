#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "analysis/csv.hpp"
#include "models/import/importers.hpp"
#include "models/import/network_of_graph.hpp"
#include "models/nearest_name.hpp"
#include "scenarios/app/adaptation_text.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/named_network.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/loader/about_file.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/profile_text.hpp"
#include "scenarios/loader/reading.hpp"
#include "scenarios/runs/result_file.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/runs/version.hpp"

namespace splitscape {
namespace {

// ---- options

std::vector<std::int64_t> dimensions_of(const std::string& text, const std::string& option) {
  std::vector<std::int64_t> dimensions;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (true) {
    std::int64_t dimension = 0;
    const auto [rest, failed] = std::from_chars(at, end, dimension);
    if (failed != std::errc{} || dimension < 1 || (rest != end && *rest != 'x')) {
      throw UserError(fmt::format("--input {}: expected a name and a shape, as image=1x3x224x224", option));
    }
    dimensions.push_back(dimension);
    if (rest == end) return dimensions;
    at = rest + 1;
  }
}

ImportOptions import_options(const ProfileOptions& options) {
  ImportOptions import;
  for (const auto& option : options.inputs) {
    const auto sign = option.rfind('=');
    if (sign == std::string::npos || sign == 0) {
      throw UserError(fmt::format("--input {}: expected a name and a shape, as image=1x3x224x224", option));
    }
    import.inputs[option.substr(0, sign)] = dimensions_of(option.substr(sign + 1), option);
  }
  import.zero_cost.insert(options.zero_cost.begin(), options.zero_cost.end());
  return import;
}

// ---- the table

/// A line of the table: a layer, or the head of an exit.
struct Row {
  std::string name{}, op{}, shape{};
  double macs = 0, parameters = 0, weights = 0;
  std::optional<double> output{};
};

Row row_of(const std::string& name, const ComputeCost& cost) {
  return {.name = name,
          .macs = cost.macs.value_or(Macs{}).value,
          .parameters = cost.parameters,
          .weights = cost.weights.value};
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  std::string text;
  for (const std::int64_t dimension : shape) text += (text.empty() ? "" : "x") + std::to_string(dimension);
  return text;
}

std::vector<Row> layer_rows(const NetworkProfile& profile) {
  std::vector<Row> rows;
  for (const auto& layer : profile.layers) {
    rows.push_back(row_of(layer.name, layer.cost));
    rows.back().op = layer.op;
    rows.back().shape = shape_text(layer.shape);
    rows.back().output = layer.output.value;
  }
  return rows;
}

std::vector<Row> exit_rows(const NetworkProfile& profile) {
  std::vector<Row> rows;
  for (std::size_t k = 0; k < profile.exits.size(); ++k) {
    rows.push_back(
        row_of(fmt::format("exit {} after {}", k + 1, profile.exits[k].after), profile.exits[k].cost));
  }
  return rows;
}

Row total_of(const std::vector<Row>& rows) {
  Row total{.name = "total"};
  for (const Row& row : rows) {
    total.macs += row.macs;
    total.parameters += row.parameters;
    total.weights += row.weights;
  }
  return total;
}

void sort_rows(std::vector<Row>& rows, const std::string& key) {
  const auto value = [&key](const Row& row) {
    if (key == "macs") return row.macs;
    if (key == "parameters") return row.parameters;
    return key == "weights" ? row.weights : row.output.value_or(0);
  };
  if (key.empty()) return;
  std::stable_sort(rows.begin(), rows.end(),
                   [&value](const Row& a, const Row& b) { return value(a) > value(b); });
}

std::vector<std::string> cells(const Row& row, double macs) {
  const auto whole = [](double value) { return fmt::format("{:.0f}", value); };
  return {row.name,
          row.op,
          row.shape,
          whole(row.macs),
          whole(row.parameters),
          whole(row.weights),
          row.output ? whole(*row.output) : "",
          macs > 0 ? fmt::format("{:.2f}", 100 * row.macs / macs) : ""};
}

/// For scripts: SI units and shares of 1 with all digits, layers and exits, no totals.
void print_csv(const std::vector<Row>& rows, double macs) {
  std::vector<std::vector<std::string>> lines;
  for (const Row& row : rows) {
    auto line = cells(row, macs);
    line.back() = macs > 0 ? csv_number(row.macs / macs) : "";
    lines.push_back(std::move(line));
  }
  print_table({"layer", "op", "shape", "macs", "parameters", "weight_bytes", "output_bytes", "macs_share"},
              lines, Layout::csv);
}

void print(const NetworkProfile& profile, const ProfileOptions& options) {
  auto rows = layer_rows(profile);
  const auto exits = exit_rows(profile);
  const Row total = total_of(rows);
  sort_rows(rows, options.sort);
  rows.insert(rows.end(), exits.begin(), exits.end());
  if (options.layout == Layout::csv) {
    print_csv(rows, total.macs);
    return;
  }
  fmt::print("{}: {} layers, input {:.0f} B\n\n", options.file, profile.layers.size(), profile.input.value);
  std::vector<std::vector<std::string>> lines;
  for (const Row& row : rows) lines.push_back(cells(row, total.macs));
  lines.push_back(cells(total, total.macs));
  if (!exits.empty()) lines.back().front() = "total without exits";
  print_table({"layer", "op", "shape", "MACs", "parameters", "weights B", "output B", "MACs %"}, lines,
              options.layout);
}

/// Notes must not stand among the lines of a CSV table.
void print_notes(const std::vector<std::string>& notes, Layout layout) {
  if (layout != Layout::csv && !notes.empty()) fmt::print("\n");
  for (const auto& note : notes) {
    if (layout == Layout::csv) {
      fmt::print(stderr, "{}\n", note);
    } else {
      fmt::print("{}{}\n", layout == Layout::markdown ? "- " : "", note);
    }
  }
}

// ---- the profile

Provenance provenance_of(const std::string& file, const std::string& bytes) {
  return {.figures = "layers, MACs, parameters, tensor sizes",
          .status = Status::derived,
          .source = fmt::format("counted by splitscape {} in {}, SHA-256 {}", program_version(),
                                std::filesystem::path(file).filename().string(), sha256(bytes))};
}

OperationGraph graph_of(const ProfileOptions& options, const std::string& bytes) {
  const ImportOptions import = import_options(options);
  try {
    return import_network(bytes, options.file, import);
  } catch (const ImportError& error) {
    throw UserError(error.what());
  }
}

NetworkProfile profile_of(const OperationGraph& graph, const ProfileOptions& options) {
  try {
    NetworkProfile profile = network_of(graph);
    profile.name.clear();  // that of its file
    return profile;
  } catch (const ImportError& error) {
    throw UserError(fmt::format("{}: {}", options.file, error.what()));
  }
}

/// A network that is a profile already: of the scenario, of the zoo, of a file. Absent where the model is a
/// file to import.
std::optional<NetworkUse> known_network(const ProfileOptions& options) {
  const Zoo zoo = Zoo::of_this_program();
  if (!options.scenario.empty()) {
    return network_in_scenario(options.file, options.scenario, options.assignments, zoo);
  }
  const bool yaml = options.file.ends_with(".yaml") || options.file.ends_with(".yml");
  if (!yaml && (can_import(options.file) || std::filesystem::exists(options.file))) return std::nullopt;
  return named_network(options.file, zoo);
}

/// Prints what is known; there is nothing to import and nothing to write.
int show(const NetworkUse& network, const ProfileOptions& options) {
  const bool imports = !options.inputs.empty() || !options.zero_cost.empty() || !options.about.empty();
  if (imports || !options.out.empty()) {
    throw UserError(
        fmt::format("{} is a profile already: --input, --zero-cost, --about and --out are for files "
                    "of networks",
                    options.file));
  }
  print(network.profile, options);
  const std::string adaptation = adaptation_text(network);
  if (!adaptation.empty()) print_notes({adaptation}, options.layout);
  return 0;
}

}  // namespace

const std::vector<std::string>& profile_sort_keys() {
  static const std::vector<std::string> keys{"macs", "parameters", "weights", "output"};
  return keys;
}

int profile_command(const ProfileOptions& options) {
  const auto& keys = profile_sort_keys();
  if (!options.sort.empty() && std::find(keys.begin(), keys.end(), options.sort) == keys.end()) {
    throw UserError(
        fmt::format("--sort {}: there is no such key{}", options.sort, suggestion(options.sort, keys)));
  }
  if (const auto known = known_network(options)) return show(*known, options);
  if (!options.out.empty()) check_result_file(options.out, options.force);
  const std::string bytes = read_text_file(options.file);
  const OperationGraph graph = graph_of(options, bytes);
  NetworkProfile profile = profile_of(graph, options);
  profile.sources = {provenance_of(options.file, bytes)};
  std::string samples;
  if (!options.about.empty()) {
    const std::string about = read_text_file(options.about);
    profile = with_about(std::move(profile), about, options.about);
    const auto shares = samples_about(about, options.about, profile.exits.size() + 1);
    if (shares) samples = samples_text(*shares);
  }
  if (!options.out.empty()) write_result_file(options.out, profile_text(profile) + samples, options.force);
  print(profile, options);
  print_notes(graph.notes, options.layout);
  return 0;
}

}  // namespace splitscape
