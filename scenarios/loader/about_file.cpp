#include "scenarios/loader/about_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>

#include "scenarios/loader/cost_keys.hpp"
#include "scenarios/loader/published_sections.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {
namespace {

Section<AboutPart> exit_part_section() {
  Section<AboutPart> section("exit", "What is known of an exit.");
  section
      .optional("measured", &AboutPart::measured, measured_format(), "estimated from the hardware's rate",
                "time of its head where somebody measured it")
      .then([](AboutPart& part, const Value& value) { part.position = value.position(); });
  return section;
}

Section<AboutPart> layer_part_section() {
  Section<AboutPart> section("layer", "What is known of a layer.");
  section
      .optional(
          "output", [](AboutPart& part, Bytes size) { part.output = size; },
          quantity_format<Bytes>(Bound::not_negative), "the tensor of the model",
          "what it hands on, where that is not the tensor of the model")
      .optional("left_out", &AboutPart::left_out, yes_no_format(), "false",
                "true: it only gives a tensor another shape and is no layer of the profile")
      .optional("measured", &AboutPart::measured, measured_format(), "estimated from the hardware's rate",
                "time where somebody measured it")
      .then([](AboutPart& part, const Value& value) { part.position = value.position(); });
  return section;
}

Section<AboutNetwork> about_section() {
  Section<AboutNetwork> section("file about a network", "What a model file does not tell.");
  section.optional("title", &AboutNetwork::title, text_format(), "", "what it is, in words")
      .optional("sources", &AboutNetwork::sources, one_or_list_format(source_format()),
                "counted in the model file", "publications and data that the numbers come from")
      .optional("layers", &AboutNetwork::layers, named_format(layer_part_section(), &AboutPart::layer),
                "none", "what is known of layers, by name")
      .optional("exits", &AboutNetwork::exits, list_format(exit_part_section().format()), "none",
                "what is known of the exits, in the order in which a sample meets them")
      .optional(
          "samples", [](AboutNetwork& about, PublishedShares shares) { about.samples = std::move(shares); },
          shares_section().format(), "unknown", "how samples behave at the exits")
      .then([](AboutNetwork& about, const Value& value) { about.position = value.position(); });
  return section;
}

void complete(ComputeCost& cost, const AboutPart& part) {
  if (!part.measured.empty()) cost.measured = part.measured;
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

void complete(LayerProfile& layer, const AboutPart& part) {
  complete(layer.cost, part);
  if (!part.output) return;
  layer.output = *part.output;
  layer.shape.clear();  // that of the model's tensor
}

std::size_t place_of(const NetworkProfile& profile, const AboutPart& part) {
  std::vector<std::string> names;
  for (const auto& layer : profile.layers) names.push_back(layer.name);
  const auto found = std::find(names.begin(), names.end(), part.layer);
  if (found == names.end()) {
    throw InputError(
        part.position,
        fmt::format("the network has no layer '{}'{}", part.layer, suggestion(part.layer, names)),
        ErrorKind::meaning);
  }
  return static_cast<std::size_t>(found - names.begin());
}

/// What a layer reads, by name; empty where that is the network's input.
const LayerProfile* before(const NetworkProfile& profile, const LayerProfile& layer) {
  const auto found = std::find_if(profile.layers.begin(), profile.layers.end(),
                                  [&layer](const auto& other) { return other.name == layer.inputs.front(); });
  return found == profile.layers.end() ? nullptr : &*found;
}

void leave_out(NetworkProfile& profile, const AboutPart& part) {
  const std::size_t place = place_of(profile, part);
  const LayerProfile layer = profile.layers[place];
  const bool one_input = layer.inputs.size() == 1;
  const LayerProfile* source = one_input ? before(profile, layer) : nullptr;
  const Bytes size = source == nullptr ? profile.input : source->output;
  const bool works = layer.cost.macs.value_or(Macs{}).value != 0 || layer.cost.parameters != 0;
  if (!one_input || works || size.value != layer.output.value || place + 1 == profile.layers.size()) {
    throw InputError(
        part.position,
        fmt::format("layer '{}' does more than give a tensor another shape, or is the last", part.layer),
        ErrorKind::meaning);
  }
  for (auto& reader : profile.layers) {
    std::replace(reader.inputs.begin(), reader.inputs.end(), layer.name, layer.inputs.front());
  }
  for (auto& exit : profile.exits) {
    if (exit.after == layer.name) exit.after = layer.inputs.front();
  }
  profile.layers.erase(profile.layers.begin() + static_cast<std::ptrdiff_t>(place));
}

}  // namespace

AboutNetwork read_about(const std::string& path) {
  const Zoo none("");  // the file names no other
  Reading reading(none, "");
  return about_section().read(parse_document(read_text_file(path), path), reading);
}

void complete(NetworkProfile& profile, const AboutNetwork& about) {
  if (!about.title.empty()) profile.title = about.title;
  if (!about.sources.empty()) profile.sources = about.sources;
  for (const AboutPart& part : about.layers) complete(profile.layers[place_of(profile, part)], part);
  for (const AboutPart& part : about.layers) {
    if (part.left_out) leave_out(profile, part);
  }
  if (!about.exits.empty() && about.exits.size() != profile.exits.size()) {
    throw InputError(about.exits.front().position,
                     fmt::format("the network has {} exits before its end, here are {}", profile.exits.size(),
                                 about.exits.size()),
                     ErrorKind::meaning);
  }
  for (std::size_t k = 0; k < about.exits.size(); ++k) complete(profile.exits[k].cost, about.exits[k]);
  if (!about.samples) return;
  if (const auto found = defects(*about.samples, profile.exits.size() + 1); !found.empty()) {
    throw InputError(about.position, "samples: " + found.front(), ErrorKind::meaning);
  }
}

std::string samples_text(const AboutNetwork& about) {
  if (!about.samples) return "";
  std::string text = fmt::format("samples:\n  shares: {}\n", shares_text(about.samples->shares));
  const auto& accuracy = about.samples->accuracy;
  if (!accuracy.empty()) {
    text += fmt::format("  accuracy: {}\n",
                        accuracy.size() == 1 ? share_text(accuracy.front()) : shares_text(accuracy));
  }
  if (about.samples->rows != PublishedShares{}.rows) text += fmt::format("  rows: {}\n", about.samples->rows);
  return text;
}

}  // namespace splitscape
