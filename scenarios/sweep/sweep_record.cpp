#include "scenarios/sweep/sweep_record.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "scenarios/loader/document_json.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/runs/version.hpp"

namespace splitscape {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* format_name = "splitscape study 1";

std::string path_in(const std::string& directory) {
  return directory + "/study.json";
}

Json json_of(const SweepRun& run, const Study& study) {
  Json axes = Json::object();
  for (std::size_t i = 0; i < run.axes.size(); ++i) axes[study.axes[i].name] = run.axes[i];
  return {{"number", run.number}, {"id", run.id},     {"point", run.row}, {"axes", axes},
          {"policy", run.policy}, {"seed", run.seed}, {"run", run.run}};
}

SweepRun run_of(const Json& json, const Study& study) {
  SweepRun run;
  json.at("number").get_to(run.number);
  json.at("id").get_to(run.id);
  json.at("point").get_to(run.row);
  for (const StudyAxis& axis : study.axes)
    run.axes.push_back(json.at("axes").at(axis.name).get<std::string>());
  json.at("policy").get_to(run.policy);
  json.at("seed").get_to(run.seed);
  json.at("run").get_to(run.run);
  return run;
}

SweepRecord record_of(const Json& json, const std::string& path) {
  SweepRecord record;
  record.study = study_of(parse_document(json.at("document").dump(), path),
                          json.at("file").get<std::string>(), json.at("directory").get<std::string>());
  for (const Json& input : json.at("inputs"))
    record.inputs.push_back({input.at("path").get<std::string>(), input.at("sha256").get<std::string>()});
  for (const Json& run : json.at("runs")) record.runs.push_back(run_of(run, record.study));
  return record;
}

}  // namespace

std::string text_of(const SweepRecord& record) {
  const Study& study = record.study;
  Json json{{"format", format_name},
            {"version", program_version()},
            {"name", study.name},
            {"file", study.file},
            {"directory", study.directory},
            {"scenario", study.scenario},
            {"document", Json::parse(to_json(study.document))},
            {"inputs", Json::array()}};
  for (const InputFile& input : record.inputs)
    json["inputs"].push_back({{"path", input.path}, {"sha256", input.sha256}});
  // A line a run, for whoever looks into a file of thousands.
  std::string text = json.dump(2);
  text.resize(text.size() - 2);
  text += ",\n  \"runs\": [";
  for (const SweepRun& run : record.runs)
    text += fmt::format("{}\n    {}", run.number == 1 ? "" : ",", json_of(run, study).dump());
  return text + "\n  ]\n}\n";
}

SweepRecord read_sweep_record(const std::string& directory) {
  const std::string path = path_in(directory);
  if (!is_sweep(directory)) {
    throw UserError(fmt::format("{}: there is no study.json here; splitscape sweep STUDY --out {} makes one",
                                directory, directory));
  }
  try {
    const Json json = Json::parse(read_text_file(path));
    if (json.at("format") != format_name) throw UserError("");
    return record_of(json, path);
  } catch (const nlohmann::json::exception&) {
  } catch (const UserError&) {
  }
  throw UserError(fmt::format("{}: this is not what a sweep leaves ('{}')", path, format_name));
}

bool is_sweep(const std::string& directory) {
  std::error_code failed;
  return std::filesystem::exists(path_in(directory), failed);
}

}  // namespace splitscape
