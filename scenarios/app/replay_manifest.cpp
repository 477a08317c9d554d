#include "scenarios/app/replay_manifest.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "scenarios/app/named_policy.hpp"
#include "scenarios/loader/document_json.hpp"
#include "scenarios/runs/version.hpp"

namespace splitscape {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* format_name = "splitscape replay 1";

Json json_of(const SampleFileLayout& layout) {
  const bool wide = layout.shape == SampleFileLayout::Shape::columns;
  Json columns{{"layout", wide ? "wide" : "long"}};
  if (!wide) columns["sample"] = layout.sample;
  if (!wide) columns["exit"] = layout.exit;
  columns["first_exit"] = layout.first_exit;
  const auto add = [&columns](const char* key, const std::optional<std::string>& name) {
    if (name) columns[key] = *name;
  };
  add("confidence", layout.confidence);
  add("entropy", layout.entropy);
  add("prediction", layout.prediction);
  add("correct", layout.correct);
  add("label", layout.label);
  return columns;
}

Json json_of(const AbstractCosts& costs) {
  Json json{{"offload_cost", costs.offload}};
  if (costs.exit_costs.empty()) {
    json["layer_cost"] = costs.layer;
    json["head_share"] = costs.head_share;
    if (!costs.depths.empty()) json["depths"] = costs.depths;
  } else {
    json["exit_costs"] = costs.exit_costs;
  }
  return json;
}

}  // namespace

const std::vector<std::string>& replay_file_names() {
  static const std::vector<std::string> names{"replay.csv", "orders.csv", "regret.csv", "manifest.json"};
  return names;
}

std::string make_replay_manifest(const ReplayOptions& options, const std::vector<InputFile>& inputs,
                                 const SampleFileLayout* layout, const std::string& directory) {
  Json manifest;
  manifest["format"] = format_name;
  manifest["version"] = program_version();
  for (const auto& [package, version] : package_versions()) manifest["packages"][package] = version;
  manifest["trace"] = options.file;
  manifest["inputs"] = Json::array();
  for (const auto& input : inputs)
    manifest["inputs"].push_back({{"path", input.path}, {"sha256", input.sha256}});
  if (layout != nullptr) manifest["columns"] = json_of(*layout);
  manifest["costs"] = json_of(options.costs);
  manifest["orders"] = options.orders;
  manifest["seed"] = options.seed;
  if (!options.calibration.empty()) manifest["calibration"] = options.calibration;
  manifest["policies"] = Json::array();
  for (const auto& policy : options.policies)
    manifest["policies"].push_back(Json::parse(to_json(document_of(policy))));
  for (const auto& name : replay_file_names()) {
    if (name != "manifest.json") manifest["results"][name] = sha256_of_file(directory + "/" + name);
  }
  return manifest.dump(2) + "\n";
}

}  // namespace splitscape
