#include "scenarios/runs/manifest.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "scenarios/loader/document_json.hpp"
#include "scenarios/runs/result_directory.hpp"
#include "scenarios/runs/version.hpp"

namespace splitscape {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* format_name = "splitscape manifest 1";

const Value& needed(const Value& table, std::string_view key) {
  if (const Value* value = table.find(key)) return *value;
  throw InputError(table.position(), fmt::format("the manifest has no '{}' here", key));
}

void check_inputs(const Value& listed, const LoadedScenario& loaded) {
  for (const Value& input : listed.items()) {
    const InputFile then{needed(input, "path").text(), needed(input, "sha256").text()};
    for (const InputFile& now : loaded.inputs) {
      if (now.path == then.path && now.sha256 != then.sha256) {
        throw InputError(input.position(),
                         fmt::format("'{}' has changed since the manifest was written", then.path),
                         ErrorKind::meaning);
      }
    }
  }
}

}  // namespace

std::string make_manifest(const std::vector<LoadedScenario>& scenarios, const std::string& directory,
                          std::size_t replications) {
  Json manifest;
  manifest["format"] = format_name;
  manifest["version"] = program_version();
  for (const auto& [package, version] : package_versions()) manifest["packages"][package] = version;
  manifest["scenarios"] = Json::array();
  for (const LoadedScenario& loaded : scenarios) {
    Json entry;
    entry["name"] = loaded.scenario.name;
    entry["seed"] = loaded.scenario.seed;
    entry["run"] = loaded.scenario.run;
    if (replications != 1) entry["replications"] = replications;
    entry["policies"] = Json::array();
    for (const auto& policy : loaded.scenario.policies) entry["policies"].push_back(policy.shown());
    entry["directory"] = loaded.directory;
    entry["document"] = Json::parse(to_json(loaded.document));
    entry["inputs"] = Json::array();
    for (const auto& input : loaded.inputs)
      entry["inputs"].push_back({{"path", input.path}, {"sha256", input.sha256}});
    manifest["scenarios"].push_back(std::move(entry));
  }
  for (const auto& name : result_file_names()) {
    const std::string path = directory + "/" + name;
    if (name != "manifest.json" && std::filesystem::exists(path))
      manifest["results"][name] = sha256_of_file(path);
  }
  return manifest.dump(2) + "\n";
}

void write_manifest(const std::vector<LoadedScenario>& scenarios, const std::string& directory,
                    std::size_t replications) {
  const std::string path = directory + "/manifest.json";
  const std::string text = make_manifest(scenarios, directory, replications);
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw std::runtime_error(fmt::format("cannot write '{}'", path));
}

bool is_manifest(const Value& document) {
  const Value* format = document.find("format");
  return format != nullptr && format->text() == format_name;
}

std::vector<LoadedScenario> scenarios_of_manifest(const Value& manifest, const std::string& file,
                                                  const Overrides& overrides, const Zoo& zoo) {
  std::vector<LoadedScenario> scenarios;
  for (const Value& entry : needed(manifest, "scenarios").items()) {
    const std::string name = needed(entry, "name").text();
    LoadedScenario loaded =
        load_scenario(needed(entry, "document"), file, needed(entry, "directory").text(), overrides, zoo);
    loaded.scenario.name = name;  // it may have been the name of the file
    check_inputs(needed(entry, "inputs"), loaded);
    scenarios.push_back(std::move(loaded));
  }
  return scenarios;
}

}  // namespace splitscape
