#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <span>

#include "models/random_stream.hpp"
#include "models/sparsity/block_pattern.hpp"
#include "models/sparsity/clash_free_pattern.hpp"
#include "models/sparsity/density_lattice.hpp"
#include "models/sparsity/memory_map_count.hpp"
#include "models/sparsity/n_m_pattern.hpp"
#include "models/sparsity/structured_pattern.hpp"
#include "models/sparsity/unstructured_pattern.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/print_table.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// What is drawn, with what the name of the type says.
struct PatternType {
  enum class Kind { random, clash_free, unstructured, n_m, block };
  Kind kind = Kind::random;
  MemoryMapType map = MemoryMapType::type1;
  NofM n_m{};
  BlockShape block{};
};

/// A pattern, and its connections as (left neuron) in the order in which they are printed and read.
struct Drawn {
  ConnectionPattern pattern;
  std::vector<std::uint32_t> left;
  std::optional<MemoryMap> map{};
};

template <class Number>
std::optional<Number> whole(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// "2:4" with ':' or "4x4" with 'x'.
std::optional<std::pair<std::uint32_t, std::uint32_t>> pair_of(std::string_view text, char between) {
  const std::size_t place = text.find(between);
  if (place == std::string_view::npos) return std::nullopt;
  const auto first = whole<std::uint32_t>(text.substr(0, place));
  const auto second = whole<std::uint32_t>(text.substr(place + 1));
  if (!first || !second) return std::nullopt;
  return std::pair{*first, *second};
}

PatternType read_type(const std::string& text) {
  using Kind = PatternType::Kind;
  if (text == "random") return {};
  if (text == "1") return {.kind = Kind::clash_free, .map = MemoryMapType::type1};
  if (text == "2") return {.kind = Kind::clash_free, .map = MemoryMapType::type2};
  if (text == "3") return {.kind = Kind::clash_free, .map = MemoryMapType::type3};
  if (text == "unstructured") return {.kind = Kind::unstructured};
  if (const auto n_m = pair_of(text, ':')) return {.kind = Kind::n_m, .n_m = {n_m->first, n_m->second}};
  if (const auto block = pair_of(text, 'x'))
    return {.kind = Kind::block, .block = {block->first, block->second}};
  throw UserError(fmt::format(
      "there is no type '{}'; one of: random, 1, 2, 3, unstructured, N:M such as 2:4, blocks such as 4x4",
      text));
}

double read_density(std::string_view text) {
  const bool percent = text.ends_with('%');
  if (const auto number = whole<double>(percent ? text.substr(0, text.size() - 1) : text))
    return percent ? *number / 100 : *number;
  throw UserError(fmt::format("'{}' is no density; write it like 20% or .2", text));
}

bool has_degree(const PatternOptions& options) {
  return options.fan_in || options.fan_out || options.density;
}

/// What is asked for is refused before it takes the machine's memory or minutes of its time.
void check_size(double connections) {
  constexpr double most = 1e8;
  if (connections > most) {
    throw UserError(
        fmt::format("a pattern of {:.4g} connections is not drawn; {:.0f} are the most", connections, most));
  }
}

/// Where each place of a junction is looked at.
void check_places(const PatternOptions& options) {
  constexpr double most = 1e9;
  const double places = static_cast<double>(options.inputs) * options.outputs;
  if (places > most) {
    throw UserError(
        fmt::format("a pattern of type {} is not drawn for a junction of {} x {}; {:.0f} places are the most",
                    options.type, options.inputs, options.outputs, most));
  }
}

Connectivity connectivity_of(const PatternOptions& options) {
  const DensityLattice lattice(options.inputs, options.outputs);
  if (options.fan_in) return lattice.with_fan_in(*options.fan_in);
  if (options.fan_out) return lattice.with_fan_out(*options.fan_out);
  return lattice.with_density(read_density(*options.density));
}

double density_alone(const PatternOptions& options) {
  if (!options.density || options.fan_in || options.fan_out) {
    throw UserError(fmt::format("type {} needs a --density and nothing else", options.type));
  }
  check_places(options);
  const double density = read_density(*options.density);
  check_size(density * options.inputs * options.outputs);
  return density;
}

MemoryShape shape_of(const PatternOptions& options, std::uint64_t fan_out) {
  if (!options.parallel) {
    throw UserError(
        fmt::format("a clash-free pattern needs --parallel, a divisor of the {} inputs", options.inputs));
  }
  return {options.inputs, options.outputs, static_cast<std::uint32_t>(fan_out), *options.parallel};
}

Drawn in_order(ConnectionPattern pattern) {
  std::vector<std::uint32_t> left;
  left.reserve(pattern.connections());
  for (std::size_t right = 0; right < pattern.outputs(); ++right) {
    const auto row = pattern.row(right);
    left.insert(left.end(), row.begin(), row.end());
  }
  return {std::move(pattern), std::move(left)};
}

Drawn draw_clash_free(const PatternOptions& options, const PatternType& type, RandomStream& stream) {
  const MemoryShape shape = shape_of(options, connectivity_of(options).fan_out);
  check_size(static_cast<double>(shape.connections()));
  MemoryMap map = draw_memory_map(shape, type.map, options.dither, stream);
  return {pattern_of(map), left_neurons(map), std::move(map)};
}

Drawn draw(const PatternOptions& options, const PatternType& type) {
  RandomStream stream({.seed = options.seed, .purpose = Purpose::patterns});
  switch (type.kind) {
    case PatternType::Kind::random: {
      const Connectivity degrees = connectivity_of(options);
      check_size(static_cast<double>(degrees.fan_in) * options.outputs);
      return in_order(structured_pattern(options.inputs, options.outputs,
                                         static_cast<std::uint32_t>(degrees.fan_out), stream));
    }
    case PatternType::Kind::clash_free:
      return draw_clash_free(options, type, stream);
    case PatternType::Kind::unstructured:
      return in_order(unstructured_pattern(options.inputs, options.outputs, density_alone(options), stream));
    case PatternType::Kind::n_m:
      if (has_degree(options)) throw UserError("N:M says the density itself");
      check(type.n_m);
      check_size(static_cast<double>(kept_of_row(options.inputs, type.n_m)) * options.outputs);
      return in_order(n_m_pattern(options.inputs, options.outputs, type.n_m, stream));
    case PatternType::Kind::block:
      return in_order(
          block_pattern(options.inputs, options.outputs, type.block, density_alone(options), stream));
  }
  throw std::logic_error("a type of pattern that nobody knows");
}

std::string percent(double density) {
  return fmt::format("{:.6g} %", 100 * density);
}

void print_lattice(const PatternOptions& options, Layout layout) {
  constexpr std::uint64_t most_lines = 100000;
  const DensityLattice lattice(options.inputs, options.outputs);
  if (lattice.size() > most_lines) {
    throw UserError(fmt::format("{} densities exist, the multiples of 1/{}; ask for one of them",
                                lattice.size(), lattice.size()));
  }
  Rows rows;
  for (std::uint64_t k = 1; k <= lattice.size(); ++k) {
    const Connectivity degrees = lattice.at(k);
    rows.push_back({layout == Layout::csv ? fmt::format("{}", degrees.density) : percent(degrees.density),
                    fmt::format("{}", degrees.fan_in), fmt::format("{}", degrees.fan_out),
                    fmt::format("{}", degrees.fan_in * options.outputs)});
  }
  print_table(layout == Layout::csv ? std::vector<std::string>{"density", "fan_in", "fan_out", "weights"}
                                    : std::vector<std::string>{"density", "fan-in", "fan-out", "weights"},
              rows, layout);
}

void print_connections(const Drawn& drawn) {
  fmt::memory_buffer text;
  fmt::format_to(std::back_inserter(text), "right,left\n");
  std::size_t next = 0;
  for (std::size_t right = 0; right < drawn.pattern.outputs(); ++right) {
    for (const std::size_t end = next + drawn.pattern.row(right).size(); next < end; ++next)
      fmt::format_to(std::back_inserter(text), "{},{}\n", right, drawn.left[next]);
    std::fwrite(text.data(), 1, text.size(), stdout);
    text.clear();
  }
}

/// "20", or "17 to 25" where neurons differ.
std::string range(const std::vector<std::uint32_t>& degrees) {
  const auto [least, most] = std::minmax_element(degrees.begin(), degrees.end());
  return *least == *most ? fmt::format("{}", *least) : fmt::format("{} to {}", *least, *most);
}

std::string text_of(const std::optional<LargeCount>& count) {
  constexpr std::size_t readable = 15;
  if (!count) return "no formula is known";
  if (!count->digits.empty() && count->digits.size() <= readable) return count->digits;
  return fmt::format("10^{:.6g}", count->log10);
}

void add_hardware_facts(const PatternOptions& options, const Drawn& drawn, Rows& rows) {
  if (!options.parallel) return;
  const std::uint32_t parallel = *options.parallel;
  if (parallel == 0 || options.inputs % parallel != 0) {
    throw UserError(
        fmt::format("{} left neurons do not share out over {} memory banks", options.inputs, parallel));
  }
  rows.push_back({"connections a clock", fmt::format("{}", parallel)});
  rows.push_back({"clocks a sample", fmt::format("{}", (drawn.left.size() + parallel - 1) / parallel)});
  rows.push_back({"clash-free", is_clash_free(drawn.left, parallel) ? "yes" : "no"});
  if (!drawn.map) return;
  const MemoryMap& map = *drawn.map;
  rows.push_back({"memory maps", text_of(count_memory_maps(map.shape, map.type, options.dither))});
  rows.push_back({"of these, without a connection twice",
                  text_of(count_memory_maps_without_repeats(map.shape, map.type, options.dither))});
}

void print_facts(const PatternOptions& options, const Drawn& drawn, Layout layout) {
  const ConnectionPattern& pattern = drawn.pattern;
  Rows rows{{"junction", fmt::format("{} x {}", options.inputs, options.outputs)},
            {"density", percent(pattern.density())},
            {"weights", fmt::format("{}", pattern.connections())},
            {"fan-in", range(pattern.fan_ins())},
            {"fan-out", range(pattern.fan_outs())}};
  add_hardware_facts(options, drawn, rows);
  print_table({"fact", "value"}, rows, layout);
}

}  // namespace

int pattern_command(const PatternOptions& options, Layout layout) {
  const PatternType type = read_type(options.type);
  using Kind = PatternType::Kind;
  if (options.dither && type.kind != Kind::clash_free) {
    throw UserError("only the clash-free types 1, 2 and 3 have a dither");
  }
  try {
    if (!has_degree(options) && (type.kind == Kind::random || type.kind == Kind::clash_free)) {
      print_lattice(options, layout);
      return 0;
    }
    const Drawn drawn = draw(options, type);
    if (layout == Layout::csv) {
      print_connections(drawn);
    } else {
      print_facts(options, drawn, layout);
    }
  } catch (const std::invalid_argument& error) {
    throw UserError(error.what());
  }
  return 0;
}

}  // namespace splitscape
