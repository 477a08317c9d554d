#include "scenarios/loader/profile_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <cstdlib>
#include <stdexcept>
#include <vector>

#include "scenarios/loader/cost_keys.hpp"
#include "scenarios/loader/quantity.hpp"
#include "scenarios/loader/yaml_words.hpp"

namespace splitscape {
namespace {

/// From here on doubles are whole but have more digits than they know.
constexpr double longest_whole = 1e30;

[[noreturn]] void refuse_profile(const std::string& what) {
  throw std::invalid_argument("the profile cannot be written: " + what);
}

/// The shortest digits that read back as the same number; whole numbers without an exponent.
std::string digits_of(double value) {
  if (std::floor(value) == value && value < longest_whole) return fmt::format("{:.0f}", value + 0.0);
  return fmt::format("{}", value);
}

/// A quantity in the first of the units, or in another one where that is shorter and reads back the same.
template <class Quantity>
std::string quantity_text(Quantity quantity, const std::vector<Unit>& units) {
  std::string shortest;
  for (const Unit& unit : units) {
    const std::string text = fmt::format("{} {}", digits_of(quantity.value / unit.factor), unit.symbol);
    const ReadQuantity read = read_quantity(text, units_of<Quantity>());
    const bool same = read.error.empty() && read.value == quantity.value;
    if (same && (shortest.empty() || text.size() < shortest.size())) shortest = text;
  }
  if (shortest.empty())
    refuse_profile(fmt::format("{} {} is beyond what a file can say", quantity.value, units.front().symbol));
  return shortest;
}

std::string text_of(Macs macs) {
  return quantity_text(macs, {{"MAC", 1}});
}
std::string text_of(Bytes size) {
  return quantity_text(size, {{"B", 1}});
}
std::string text_of(Seconds time) {
  return quantity_text(time, {{"s", 1}, {"ms", 1e-3}});
}
std::string text_of(Joules energy) {
  return quantity_text(energy, {{"J", 1}, {"mJ", 1e-3}});
}

std::string count_text(double count) {
  if (std::floor(count) != count || count > static_cast<double>(unbounded_count))
    refuse_profile(fmt::format("{} is no count that a file can say", count));
  return digits_of(count);
}

/// Entries of a flow table, in the order in which they are added.
class FlowTable {
 public:
  FlowTable& add(const std::string& key, const std::string& value) {
    text_ += (text_.empty() ? "" : ", ") + key + ": " + value;
    return *this;
  }
  std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_{};
};

/// "a", or "[a, b]".
std::string one_or_list(const std::vector<std::string>& items) {
  return items.size() == 1 ? items.front() : fmt::format("[{}]", fmt::join(items, ", "));
}

std::string text_of(const Junction& junction) {
  FlowTable table;
  const auto add = [&table](const char* key, std::uint64_t count, bool always) {
    if (always || count != 1) table.add(key, count_text(static_cast<double>(count)));
  };
  add("inputs", junction.inputs, true);
  add("outputs", junction.outputs, true);
  add("groups", junction.groups, false);
  add("kernel", junction.kernel, false);
  add("uses", junction.uses, false);
  return table.text();
}

std::string text_of(const std::map<std::string, MeasuredCost>& measured) {
  FlowTable table;
  for (const auto& [hardware, cost] : measured) {
    const std::string time = text_of(cost.time);
    table.add(
        yaml_word(hardware),
        !cost.energy ? time : FlowTable().add("time", time).add("energy", text_of(*cost.energy)).text());
  }
  return table.text();
}

/// The keys of a cost that stand in front of an output, and those that stand behind it.
void add_counts(FlowTable& table, const ComputeCost& cost) {
  if (cost.pruning) refuse_profile("weights are already pruned, and a file holds the dense network");
  if (cost.macs) table.add("macs", text_of(*cost.macs));
  if (cost.parameters != 0) table.add("parameters", count_text(cost.parameters));
  if (cost.weights.value != bytes_of_a_float * cost.parameters) table.add("weights", text_of(cost.weights));
}
void add_details(FlowTable& table, const ComputeCost& cost) {
  std::vector<std::string> junctions;
  for (const Junction& junction : cost.junctions) junctions.push_back(text_of(junction));
  if (!junctions.empty()) table.add("junctions", one_or_list(junctions));
  if (!cost.measured.empty()) table.add("measured", text_of(cost.measured));
}

std::string text_of(const LayerProfile& layer) {
  FlowTable table;
  table.add("name", yaml_word(layer.name));
  if (!layer.op.empty()) table.add("op", yaml_word(layer.op));
  add_counts(table, layer.cost);
  table.add("output", text_of(layer.output));
  if (!layer.shape.empty()) table.add("shape", fmt::format("[{}]", fmt::join(layer.shape, ", ")));
  std::vector<std::string> inputs;
  for (const auto& name : layer.inputs) inputs.push_back(yaml_word(name));
  if (!inputs.empty()) table.add("inputs", one_or_list(inputs));
  add_details(table, layer.cost);
  return table.text();
}

std::string text_of(const ExitHead& exit) {
  FlowTable table;
  table.add("after", yaml_word(exit.after));
  add_counts(table, exit.cost);
  add_details(table, exit.cost);
  return table.text();
}

std::string text_of(const ComputeCost& codec) {
  FlowTable table;
  add_counts(table, codec);
  add_details(table, codec);
  return table.text();
}

std::string text_of(const Bottleneck& bottleneck) {
  FlowTable table;
  table.add("after", yaml_word(bottleneck.after));
  if (!bottleneck.name.empty()) table.add("name", yaml_word(bottleneck.name));
  table.add("ratio", digits_of(bottleneck.ratio));
  if (bottleneck.width) table.add("width", digits_of(*bottleneck.width));
  if (bottleneck.replaces_head) table.add("replaces_head", "true");
  if (bottleneck.accuracy_change != 0) table.add("accuracy_change", digits_of(bottleneck.accuracy_change));
  if (bottleneck.encoder != ComputeCost{}) table.add("encoder", text_of(bottleneck.encoder));
  if (bottleneck.decoder != ComputeCost{}) table.add("decoder", text_of(bottleneck.decoder));
  return table.text();
}

std::string text_of(const Provenance& provenance) {
  constexpr std::size_t indent_of_text = 6;
  constexpr std::size_t indent_of_words = 4;
  if (provenance.figures.empty() && provenance.status == Status::user)
    return "  - " + yaml_folded(provenance.source, indent_of_words) + "\n";
  if (provenance.figures.empty() || provenance.status == Status::user)
    refuse_profile("a source with a status needs figures, and one with figures a status");
  return fmt::format("  - figures: {}\n    status: {}\n    source: {}\n",
                     yaml_folded(provenance.figures, indent_of_text), name_of(provenance.status),
                     yaml_folded(provenance.source, indent_of_text));
}

/// A percentage where that reads back as the same share, else the share.
std::string share_text(double share) {
  const std::string percent = fmt::format("{:.12g}", 100 * share);
  return std::strtod(percent.c_str(), nullptr) / 100 == share ? percent + "%" : fmt::format("{}", share);
}

std::string shares_text(const std::vector<double>& shares) {
  std::vector<std::string> texts;
  for (const double share : shares) texts.push_back(share_text(share));
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

std::string rule_text(const SparsityRule& rule) {
  if (rule.nearest) refuse_profile("only a program can ask for the nearest density to that of a rule");
  if (rule.density) return share_text(*rule.density);
  if (rule.fan_in) return fmt::format("{{fan_in: {}}}", *rule.fan_in);
  if (rule.fan_out) return fmt::format("{{fan_out: {}}}", *rule.fan_out);
  refuse_profile(fmt::format("the sparsity of '{}' has neither a density nor a degree", rule.layers));
}

/// The density that stands for all other layers; N of every M weights where nothing else is said.
std::optional<double> density_written(const SparsityChoice& choice) {
  if (choice.density || !choice.rules.empty()) return choice.density;
  if (choice.format != WeightFormat::n_m) refuse_profile("sparsity needs a density or rules for layers");
  return static_cast<double>(choice.n) / static_cast<double>(choice.m);
}

void check_writable(const NetworkProfile& profile) {
  if (const auto found = defects(profile); !found.empty()) refuse_profile(found.front());
  if (profile.cut_bits != NetworkProfile{}.cut_bits)
    refuse_profile("a precision of the cut belongs to a scenario");
  for (const auto& source : profile.sources) {
    if (source.source.empty()) refuse_profile("a source has no text");
  }
  for (const auto& layer : profile.layers) {
    for (const std::int64_t extent : layer.shape) {
      if (extent < 1)
        refuse_profile(fmt::format("the shape of layer '{}' has an extent of {}", layer.name, extent));
    }
  }
}

}  // namespace

std::string profile_text(const NetworkProfile& profile) {
  check_writable(profile);
  std::string text =
      "# Costs are those of one sample: a MAC is one multiply-accumulate, tensors are 32-bit, biases count "
      "as "
      "parameters.\n";
  if (!profile.name.empty()) text += "name: " + yaml_word(profile.name) + "\n";
  if (!profile.title.empty()) text += "title: " + yaml_quoted(profile.title) + "\n";
  if (!profile.sources.empty()) text += "sources:\n";
  for (const auto& source : profile.sources) text += text_of(source);
  text += "input: " + text_of(profile.input) + "\nlayers:\n";
  for (const auto& layer : profile.layers) text += "  - " + text_of(layer) + "\n";
  if (!profile.exits.empty()) text += "exits:\n";
  for (const auto& exit : profile.exits) text += "  - " + text_of(exit) + "\n";
  if (!profile.bottlenecks.empty()) text += "bottlenecks:\n";
  for (const auto& bottleneck : profile.bottlenecks) text += "  - " + text_of(bottleneck) + "\n";
  return text;
}

std::string samples_text(const PublishedShares& samples) {
  std::string text = fmt::format("samples:\n  shares: {}\n", shares_text(samples.shares));
  const auto& accuracy = samples.accuracy;
  if (!accuracy.empty()) {
    text += fmt::format("  accuracy: {}\n",
                        accuracy.size() == 1 ? share_text(accuracy.front()) : shares_text(accuracy));
  }
  if (samples.rows != PublishedShares{}.rows) text += fmt::format("  rows: {}\n", samples.rows);
  return text;
}

std::string sparsity_text(const SparsityChoice& choice) {
  std::string text = "sparsity:\n";
  if (choice.format == WeightFormat::dense) refuse_profile("the dense format leaves nothing out");
  text += fmt::format("  format: {}\n", name_of(choice.format));
  if (choice.format == WeightFormat::n_m) text += fmt::format("  n: {}\n  m: {}\n", choice.n, choice.m);
  if (choice.format == WeightFormat::block)
    text += fmt::format("  block: [{}, {}]\n", choice.block_rows, choice.block_columns);
  if (const auto density = density_written(choice))
    text += fmt::format("  density: {}\n", share_text(*density));
  if (!choice.rules.empty()) text += "  layers:\n";
  for (const SparsityRule& rule : choice.rules)
    text += fmt::format("    {}: {}\n", yaml_word(rule.layers), rule_text(rule));
  return text;
}

}  // namespace splitscape
