#include "scenarios/loader/adaptation_section.hpp"

#include <algorithm>
#include <regex>
#include <stdexcept>

#include "models/name_pattern.hpp"
#include "models/nearest_name.hpp"

namespace splitscape {
namespace {

// ---- sparsity

Format<double> density_format() {
  const auto share = share_format();
  return {"density: " + share.type, share.schema, [share](const Value& value, Reading& reading) {
            const double density = share.read(value, reading);
            if (!(density > 0)) {
              throw InputError(value.position(), "a density greater than zero is needed here",
                               ErrorKind::meaning);
            }
            return density;
          }};
}

OneOf<SparsityRule> rule_choice() {
  Section<SparsityRule> density("sparsity rule by density", "How many connections of a layer stay.");
  density.required("density", &SparsityRule::density, density_format(), "share of the connections");
  Section<SparsityRule> fan_in("sparsity rule by fan-in", "Likewise.");
  fan_in.required("fan_in", &SparsityRule::fan_in, count_format(1),
                  "connections of each right neuron, or filter");
  Section<SparsityRule> fan_out("sparsity rule by fan-out", "Likewise.");
  fan_out.required("fan_out", &SparsityRule::fan_out, count_format(1),
                   "connections of each left neuron, or input channel");
  OneOf<SparsityRule> choice("sparsity rule");
  const auto as_it_is = [](SparsityRule rule) { return rule; };
  choice.alternative("density", density, as_it_is)
      .alternative("fan_in", fan_in, as_it_is)
      .alternative("fan_out", fan_out, as_it_is);
  return choice;
}

struct PlacedRules {
  std::vector<SparsityRule> rules{};
  std::vector<Position> positions{};
};

/// A table of layers, each with a density or a rule. @param taken keys that are no layers here
Format<PlacedRules> rules_format(const std::vector<std::string>& taken = {}) {
  const auto density = density_format();
  const auto rule = rule_choice().format();
  std::string names = R"({"minLength":1})";
  if (!taken.empty()) {
    std::string words;
    for (const auto& word : taken) words += (words.empty() ? "" : ",") + json_string(word);
    names = fmt::format(R"({{"minLength":1,"not":{{"enum":[{}]}}}})", words);
  }
  return {
      "table of layer, or pattern with * and ?: density, or table: " + rule.type,
      fmt::format(
          R"({{"type":"object","minProperties":1,"propertyNames":{},"additionalProperties":{{"anyOf":[{},{}]}}}})",
          names, density.schema, rule.schema),
      [density, rule](const Value& value, Reading& reading) {
        if (value.kind() != Value::Kind::table || value.entries().empty())
          refuse(value, "a table of layers with densities, as {fc6: 5%, \"conv*\": 20%}");
        PlacedRules all;
        for (const auto& entry : value.entries()) {
          if (entry.key.empty()) throw InputError(entry.key_position, "a name must not be empty");
          SparsityRule read;
          if (entry.value.kind() == Value::Kind::table) {
            read = rule.read(entry.value, reading);
          } else {
            read.density = density.read(entry.value, reading);
          }
          read.layers = entry.key;
          all.rules.push_back(std::move(read));
          all.positions.push_back(entry.key_position);
        }
        return all;
      }};
}

Format<std::pair<std::uint64_t, std::uint64_t>> block_format() {
  const auto side = count_format(1, 65536);
  return {"[rows, columns]",
          fmt::format(R"({{"type":"array","minItems":2,"maxItems":2,"items":{}}})", side.schema),
          [side](const Value& value, Reading& reading) {
            if (value.kind() != Value::Kind::list || value.items().size() != 2)
              refuse(value, "the rows and the columns of a block, as [4, 4]");
            return std::pair(side.read(value.items()[0], reading), side.read(value.items()[1], reading));
          }};
}

/// Keys that only one format reads.
void refuse_idle_keys(const PlacedSparsity& sparsity, const Value& value) {
  const auto belongs = [&](const char* key, WeightFormat format) {
    if (value.find(key) == nullptr || sparsity.choice.format == format) return;
    throw InputError(value.find(key)->position(),
                     fmt::format("'{}' says something of the format {} only", key, name_of(format)),
                     ErrorKind::meaning);
  };
  belongs("n", WeightFormat::n_m);
  belongs("m", WeightFormat::n_m);
  belongs("block", WeightFormat::block);
}

void complete(PlacedSparsity& sparsity, const Value& value) {
  SparsityChoice& choice = sparsity.choice;
  sparsity.position = value.position();
  refuse_idle_keys(sparsity, value);
  if (choice.format == WeightFormat::n_m && choice.n > choice.m) {
    throw InputError(value.position(), fmt::format("{} of {} weights cannot stay", choice.n, choice.m),
                     ErrorKind::meaning);
  }
  if (choice.density || !choice.rules.empty()) return;
  if (choice.format != WeightFormat::n_m)
    throw InputError(value.position(), "sparsity needs a 'density' or 'layers'", ErrorKind::meaning);
  choice.density = static_cast<double>(choice.n) / static_cast<double>(choice.m);
}

Section<PlacedSparsity> sparsity_section() {
  Section<PlacedSparsity> section("sparsity", "Which weights of a network are pruned, and how.");
  const auto into = [](auto member) {
    return [member](PlacedSparsity& sparsity, auto value) { sparsity.choice.*member = std::move(value); };
  };
  section
      .optional("format", into(&SparsityChoice::format),
                choice_format<WeightFormat>({{"predefined", WeightFormat::predefined},
                                             {"csr", WeightFormat::csr},
                                             {"bitmap", WeightFormat::bitmap},
                                             {"n_m", WeightFormat::n_m},
                                             {"block", WeightFormat::block}}),
                "predefined", "which patterns there are, and how the weights are stored")
      .optional("density", into(&SparsityChoice::density), density_format(),
                "only the layers named; N/M with the format n_m",
                "of all layers that no rule names, the first and the last spared")
      .optional(
          "layers",
          [](PlacedSparsity& sparsity, PlacedRules read) {
            sparsity.choice.rules = std::move(read.rules);
            sparsity.rules = std::move(read.positions);
          },
          rules_format(), "none", "rules; the first that fits a layer holds. \"exit 1\" is an exit head")
      .optional("n", into(&SparsityChoice::n), count_format(1, 65536), "2", "weights of every M that stay")
      .optional("m", into(&SparsityChoice::m), count_format(1, 65536), "4", "consecutive weights")
      .optional(
          "block",
          [](PlacedSparsity& sparsity, std::pair<std::uint64_t, std::uint64_t> sides) {
            sparsity.choice.block_rows = sides.first;
            sparsity.choice.block_columns = sides.second;
          },
          block_format(), "[4, 4]", "weights of a block")
      .then(complete);
  return section;
}

std::vector<std::string> sparsity_keys() {
  std::vector<std::string> keys;
  const auto section = sparsity_section();
  for (const auto& key : section.doc().keys) keys.push_back(key.key);
  return keys;
}

// ---- what is wrong with a rule

/// A name that is no pattern must be that of a layer or an exit.
void refuse_unknown_layers(const NetworkProfile& profile, const PlacedSparsity& sparsity) {
  std::vector<std::string> names;
  for (const auto& layer : profile.layers) names.push_back(layer.name);
  for (std::size_t k = 1; k <= profile.exits.size(); ++k) names.push_back(fmt::format("exit {}", k));
  for (std::size_t i = 0; i < sparsity.choice.rules.size(); ++i) {
    const std::string& wanted = sparsity.choice.rules[i].layers;
    if (is_pattern(wanted) || std::find(names.begin(), names.end(), wanted) != names.end()) continue;
    if (sparsity.short_form) {
      const auto keys = sparsity_keys();
      names.insert(names.end(), keys.begin(), keys.end());
    }
    throw InputError(
        sparsity.rules[i],
        fmt::format("network '{}' has no layer '{}'{}", profile.name, wanted, suggestion(wanted, names)),
        ErrorKind::meaning);
  }
}

/// Where the fault lies: at a rule that cannot be met alone either, or at the whole.
Position place_of_fault(const NetworkProfile& profile, const PlacedSparsity& sparsity) {
  for (std::size_t i = 0; i < sparsity.choice.rules.size(); ++i) {
    Adaptation alone{.sparsity = sparsity.choice};
    alone.sparsity->rules = {sparsity.choice.rules[i]};
    alone.sparsity->density.reset();
    try {
      (void)adapted(profile, alone);
    } catch (const std::invalid_argument&) {
      return sparsity.rules[i];
    }
  }
  return sparsity.position;
}

// ---- precision

Format<unsigned> bits_format() {
  return {"bits, as 8 or '8 bit': 32 | 16 | 8 | 4",
          R"({"anyOf":[{"enum":[32,16,8,4]},{"type":"string","pattern":"^(32|16|8|4) *bit$"}]})",
          [](const Value& value, Reading&) -> unsigned {
            static const std::regex in_words("^(32|16|8|4) *bit$");
            std::smatch match;
            if (value.kind() == Value::Kind::text && std::regex_match(value.text(), match, in_words))
              return static_cast<unsigned>(std::stoul(match[1]));
            const auto number = finite_number(value);
            for (const unsigned bits : {32U, 16U, 8U, 4U}) {
              if (number && *number == bits) return bits;
            }
            refuse(value, "a number of bits: 32, 16, 8 or 4");
          }};
}

Section<Precision> precision_section() {
  Section<Precision> section("precision", "How many bits a value has.");
  section
      .optional("weights", &Precision::weights, bits_format(), "32",
                "of a weight, as it is stored; times stay")
      .optional("cut", &Precision::cut, bits_format(), "32",
                "of a value that a layer hands over a cut; the network's input is sent as it is");
  return section;
}

}  // namespace

Format<PlacedSparsity> sparsity_format() {
  const auto density = density_format();
  const auto section = sparsity_section();
  const auto keys = sparsity_keys();
  const auto rules = rules_format(keys);
  return {fmt::format("{}; or table: {}; or {}", density.type, section.doc().name, rules.type),
          fmt::format(R"({{"anyOf":[{},{},{}]}})", density.schema, section.schema(), rules.schema),
          [density, section, keys, rules](const Value& value, Reading& reading) {
            PlacedSparsity sparsity{.position = value.position()};
            if (value.kind() != Value::Kind::table) {
              sparsity.choice.density = density.read(value, reading);
              return sparsity;
            }
            const auto is_there = [&value](const std::string& key) { return value.find(key) != nullptr; };
            const bool long_form = value.entries().empty() || std::any_of(keys.begin(), keys.end(), is_there);
            if (long_form) return section.read(value, reading);
            PlacedRules read = rules.read(value, reading);
            sparsity.choice.rules = std::move(read.rules);
            sparsity.rules = std::move(read.positions);
            sparsity.short_form = true;
            return sparsity;
          }};
}

Format<Precision> precision_format() {
  return precision_section().format();
}

Adaptation adapt(NetworkProfile& profile, const AdaptationDraft& draft) {
  if (draft.bottlenecks) profile.bottlenecks = *draft.bottlenecks;
  Adaptation adaptation;
  if (draft.precision) {
    adaptation.weight_bits = draft.precision->weights;
    profile.cut_bits = draft.precision->cut;
  }
  if (!defects(profile).empty()) return adaptation;  // which is told where the network is checked
  if (draft.sparsity) {
    refuse_unknown_layers(profile, *draft.sparsity);
    adaptation.sparsity = draft.sparsity->choice;
  }
  if (adaptation == Adaptation{}) return adaptation;
  try {
    profile = adapted(profile, adaptation);
  } catch (const std::invalid_argument& error) {
    if (!draft.sparsity) throw;  // a precision alone is met by every network
    throw InputError(place_of_fault(profile, *draft.sparsity), error.what(), ErrorKind::meaning);
  }
  return adaptation;
}

std::vector<SectionDoc> adaptation_docs() {
  std::vector<SectionDoc> docs{sparsity_section().doc()};
  const auto rule = rule_choice();
  docs.insert(docs.end(), rule.docs().begin(), rule.docs().end());
  docs.push_back(precision_section().doc());
  return docs;
}

}  // namespace splitscape
