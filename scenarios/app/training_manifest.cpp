#include "scenarios/app/training_manifest.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "scenarios/app/training_directory.hpp"
#include "scenarios/loader/document_json.hpp"
#include "scenarios/runs/version.hpp"

namespace splitscape {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* format_name = "splitscape training 1";

const Value& needed(const Value& table, std::string_view key) {
  if (const Value* value = table.find(key)) return *value;
  throw InputError(table.position(), fmt::format("the manifest has no '{}' here", key));
}

}  // namespace

std::string make_training_manifest(const TrainingSpec& spec, const TrainingData& data,
                                   const std::string& data_directory, const std::string& directory) {
  Json manifest;
  manifest["format"] = format_name;
  manifest["version"] = program_version();
  for (const auto& [package, version] : package_versions()) manifest["packages"][package] = version;
  manifest["name"] = spec.architecture.name;
  manifest["seed"] = spec.seed;
  manifest["document"] = Json::parse(to_json(spec.document));
  manifest["directory"] = data_directory;
  manifest["inputs"] = Json::array();
  for (const auto& input : data.inputs)
    manifest["inputs"].push_back({{"path", input.path}, {"sha256", input.sha256}});
  manifest["train_sha256"] = data.train_sha256;
  manifest["test_sha256"] = data.test_sha256;
  for (const auto& name : training_file_names()) {
    if (name == "training.csv" || name == "manifest.json") continue;
    manifest["results"][name] = sha256_of_file(directory + "/" + name);
  }
  return manifest.dump(2) + "\n";
}

std::optional<RepeatedTraining> training_of_manifest(const Value& document, const std::string& file,
                                                     const std::vector<std::string>& assignments) {
  const Value* format = document.kind() == Value::Kind::table ? document.find("format") : nullptr;
  if (format == nullptr || format->text() != format_name) return std::nullopt;
  // The document may leave both to its file and to the defaults.
  std::vector<std::string> all{"seed=" + needed(document, "seed").text()};
  all.insert(all.end(), assignments.begin(), assignments.end());
  RepeatedTraining repeated{.spec = training_spec_of(needed(document, "document"), file, "", all),
                            .data_directory = needed(document, "directory").text(),
                            .manifest = document};
  repeated.spec.architecture.name = needed(document, "name").text();
  return repeated;
}

void require_same_data(const Value& manifest, const TrainingData& data) {
  const auto check = [&manifest](const char* key, const char* what, const std::string& now) {
    const Value& then = needed(manifest, key);
    if (then.text() == now) return;
    throw InputError(then.position(),
                     fmt::format("the {} samples are others now: their SHA-256 is {}", what, now),
                     ErrorKind::meaning);
  };
  check("train_sha256", "training", data.train_sha256);
  check("test_sha256", "test", data.test_sha256);
}

}  // namespace splitscape
