#include "scenarios/loader/about_file.hpp"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "models/nearest_name.hpp"
#include "scenarios/loader/cost_keys.hpp"
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

struct About {
  std::string title{};
  std::vector<Provenance> sources{};
  std::vector<MeasuredLayer> layers{};
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

Section<About> about_section() {
  Section<About> section("description of a network", "What a network file does not tell of its network.");
  section.optional("title", &About::title, text_format(), "", "what it is, in words")
      .optional("sources", &About::sources, one_or_list_format(source_format()), "none",
                "publications and data that it comes from")
      .optional("measured", &About::layers, layers_format(), "none",
                "times by layer and hardware where somebody measured them");
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

}  // namespace

NetworkProfile with_about(NetworkProfile profile, const std::string& text, const std::string& file) {
  const Zoo none{""};  // nothing in the file names an entry of a catalogue
  Reading reading(none, "");
  About about = about_section().read(parse_document(text, file), reading);
  if (!about.title.empty()) profile.title = about.title;
  profile.sources.insert(profile.sources.begin(), about.sources.begin(), about.sources.end());
  const auto costs = costs_by_name(profile);
  std::vector<std::string> names;
  for (const auto& entry : costs) names.push_back(entry.first);
  for (auto& layer : about.layers) {
    const auto found = costs.find(layer.name);
    if (found == costs.end()) {
      throw InputError(layer.position, fmt::format("the network has no layer '{}'{}", layer.name,
                                                   suggestion(layer.name, names)));
    }
    found->second->measured.merge(layer.measured);
  }
  return profile;
}

}  // namespace splitscape
