#include "scenarios/loader/about_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

#include "models/nearest_name.hpp"
#include "scenarios/loader/cost_keys.hpp"
#include "scenarios/loader/shares_section.hpp"
#include "scenarios/loader/source_section.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {
namespace {

/// What was measured of a layer, and where the file says so.
struct MeasuredLayer {
  std::string name{};
  Position position{};
  std::map<std::string, MeasuredCost> measured{};
};

/// A name of a layer, and where it stands.
struct NamedLayer {
  std::string name{};
  Position position{};
  Bytes output{};  ///< where the file tells it
};

struct About {
  std::string title{};
  std::vector<Provenance> sources{};
  std::vector<MeasuredLayer> layers{};
  std::vector<NamedLayer> outputs{};
  std::vector<NamedLayer> left_out{};
  std::optional<PublishedShares> samples{};
  Position of_samples{};
};

Format<std::vector<MeasuredLayer>> layers_format() {
  const auto measured = measured_format();
  return {"table of layers: " + measured.type,
          fmt::format(R"({{"type":"object","additionalProperties":{}}})", measured.schema),
          [measured](const Value& value, Reading& reading) {
            if (value.kind() != Value::Kind::table)
              refuse(value, "a table of layers, each with times by hardware");
            std::vector<MeasuredLayer> layers;
            for (const auto& entry : value.entries()) {
              layers.push_back({entry.key, entry.key_position, measured.read(entry.value, reading)});
            }
            return layers;
          }};
}

Format<std::vector<NamedLayer>> outputs_format() {
  const auto size = quantity_format<Bytes>(Bound::not_negative);
  return {"table of layers: " + size.type,
          fmt::format(R"({{"type":"object","additionalProperties":{}}})", size.schema),
          [size](const Value& value, Reading& reading) {
            if (value.kind() != Value::Kind::table) refuse(value, "a table of layers, each with a size");
            std::vector<NamedLayer> layers;
            for (const auto& entry : value.entries()) {
              layers.push_back({entry.key, entry.key_position, size.read(entry.value, reading)});
            }
            return layers;
          }};
}

Format<NamedLayer> layer_format() {
  const auto text = text_format("layer");
  return {text.type, text.schema, [text](const Value& value, Reading& reading) {
            return NamedLayer{text.read(value, reading), value.position()};
          }};
}

Section<About> about_section() {
  Section<About> section("description of a network", "What a network file does not tell of its network.");
  section.optional("title", &About::title, text_format(), "", "what it is, in words")
      .optional("sources", &About::sources, one_or_list_format(source_format()), "none",
                "publications and data that it comes from")
      .optional("measured", &About::layers, layers_format(), "none",
                "times by layer and hardware where somebody measured them")
      .optional("outputs", &About::outputs, outputs_format(), "the tensors of the network file",
                "what layers hand on, where that is something else")
      .optional("left_out", &About::left_out, one_or_list_format(layer_format()), "none",
                "layers that only give a tensor another shape and are to be none")
      .optional(
          "samples", [](About& about, PublishedShares shares) { about.samples = std::move(shares); },
          shares_section().format(), "unknown", "how samples behave at the exits")
      .then([](About& about, const Value& value) {
        if (const Value* samples = value.find("samples")) about.of_samples = samples->position();
      });
  return section;
}

/// The costs that times can be given for, by name.
std::map<std::string, ComputeCost*> costs_by_name(NetworkProfile& profile) {
  std::map<std::string, ComputeCost*> costs;
  for (std::size_t k = 0; k < profile.exits.size(); ++k) {
    costs.emplace(fmt::format("exit {}", k + 1), &profile.exits[k].cost);
  }
  for (auto& layer : profile.layers) costs.insert_or_assign(layer.name, &layer.cost);
  return costs;
}

[[noreturn]] void refuse_layer(const std::string& name, const Position& position,
                               const std::vector<std::string>& names) {
  throw InputError(position, fmt::format("the network has no layer '{}'{}", name, suggestion(name, names)));
}

std::size_t place_of(const NetworkProfile& profile, const NamedLayer& wanted) {
  std::vector<std::string> names;
  for (const auto& layer : profile.layers) names.push_back(layer.name);
  const auto found = std::find(names.begin(), names.end(), wanted.name);
  if (found == names.end()) refuse_layer(wanted.name, wanted.position, names);
  return static_cast<std::size_t>(found - names.begin());
}

/// Bytes of the one tensor that a layer reads; absent where it reads several.
std::optional<Bytes> input_of(const NetworkProfile& profile, const LayerProfile& layer) {
  if (layer.inputs.size() != 1) return std::nullopt;
  const auto found = std::find_if(profile.layers.begin(), profile.layers.end(),
                                  [&layer](const auto& other) { return other.name == layer.inputs.front(); });
  return found == profile.layers.end() ? profile.input : found->output;
}

/// Takes a layer away; who read it reads what it read.
void leave_out(NetworkProfile& profile, const NamedLayer& wanted) {
  const std::size_t place = place_of(profile, wanted);
  const LayerProfile layer = profile.layers[place];
  const bool works = layer.cost.macs.value_or(Macs{}).value != 0 || layer.cost.parameters != 0;
  const bool last = place + 1 == profile.layers.size();
  if (works || last || input_of(profile, layer) != layer.output) {
    throw InputError(wanted.position, fmt::format("layer '{}' is the last, or does more than give a tensor "
                                                  "another shape, and cannot be left out",
                                                  wanted.name));
  }
  for (auto& reader : profile.layers) {
    std::replace(reader.inputs.begin(), reader.inputs.end(), layer.name, layer.inputs.front());
  }
  for (auto& exit : profile.exits) {
    if (exit.after == layer.name) exit.after = layer.inputs.front();
  }
  profile.layers.erase(profile.layers.begin() + static_cast<std::ptrdiff_t>(place));
}

About read_about(const std::string& text, const std::string& file) {
  const Zoo none{""};  // nothing in the file names an entry of a catalogue
  Reading reading(none, "");
  return about_section().read(parse_document(text, file), reading);
}

void add_measured(NetworkProfile& profile, About& about) {
  const auto costs = costs_by_name(profile);
  std::vector<std::string> names;
  for (const auto& entry : costs) names.push_back(entry.first);
  for (auto& layer : about.layers) {
    const auto found = costs.find(layer.name);
    if (found == costs.end()) refuse_layer(layer.name, layer.position, names);
    found->second->measured.merge(layer.measured);
  }
}

}  // namespace

NetworkProfile with_about(NetworkProfile profile, const std::string& text, const std::string& file) {
  About about = read_about(text, file);
  if (!about.title.empty()) profile.title = about.title;
  profile.sources.insert(profile.sources.begin(), about.sources.begin(), about.sources.end());
  add_measured(profile, about);
  for (const NamedLayer& wanted : about.left_out) leave_out(profile, wanted);
  for (const NamedLayer& wanted : about.outputs) {
    LayerProfile& layer = profile.layers[place_of(profile, wanted)];
    layer.output = wanted.output;
    layer.shape.clear();  // that of the tensor in the network file
  }
  return profile;
}

std::optional<PublishedShares> samples_about(const std::string& text, const std::string& file,
                                             std::size_t exits) {
  const About about = read_about(text, file);
  if (!about.samples) return std::nullopt;
  if (const auto found = defects(*about.samples, exits); !found.empty()) {
    throw InputError(about.of_samples, found.front());
  }
  return about.samples;
}

}  // namespace splitscape
