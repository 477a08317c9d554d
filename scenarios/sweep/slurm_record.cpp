#include "scenarios/sweep/slurm_record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "scenarios/runs/other_program.hpp"
#include "scenarios/runs/result_file.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/run_numbers.hpp"

namespace splitscape {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* format_name = "splitscape slurm jobs 1";
constexpr std::size_t most_runs = 100'000'000;  ///< more are a damaged file

std::string record_path(const std::string& directory) {
  return slurm_directory(directory) + "/jobs.json";
}

SlurmRecord record_of(const Json& json) {
  if (json.at("format") != format_name) throw UserError("another format");
  SlurmRecord record{.sweep = json.at("sweep"),
                     .cluster = json.at("cluster"),
                     .started_in = json.at("started_in"),
                     .arguments = json.at("arguments"),
                     .chunk = json.at("chunk"),
                     .at_once = json.at("at_once"),
                     .over = json.at("over")};
  for (const Json& entry : json.at("arrays")) {
    SlurmArray array{.name = entry.at("name"), .job = entry.at("job")};
    for (const std::string runs : entry.at("tasks"))
      array.tasks.push_back(run_numbers_of(runs, "tasks", most_runs));
    record.arrays.push_back(std::move(array));
  }
  return record;
}

}  // namespace

std::optional<SlurmTask> SlurmRecord::last_task(std::size_t run) const {
  for (auto array = arrays.rbegin(); array != arrays.rend(); ++array) {
    for (std::size_t task = 0; task < array->tasks.size(); ++task) {
      const TaskRuns& runs = array->tasks[task];
      if (std::binary_search(runs.begin(), runs.end(), run)) return SlurmTask{array->name, task};
    }
  }
  return std::nullopt;
}

std::vector<std::string> SlurmRecord::names() const {
  std::vector<std::string> names;
  for (const SlurmArray& array : arrays) names.push_back(array.name);
  return names;
}

std::string slurm_record_text(const SlurmRecord& record) {
  Json json;
  json["format"] = format_name;
  json["sweep"] = record.sweep;
  json["cluster"] = record.cluster;
  json["started_in"] = record.started_in;
  json["arguments"] = record.arguments;
  json["chunk"] = record.chunk;
  json["at_once"] = record.at_once;
  json["over"] = record.over;
  json["arrays"] = Json::array();
  for (const SlurmArray& array : record.arrays) {
    Json tasks = Json::array();
    for (const TaskRuns& runs : array.tasks) tasks.push_back(run_numbers_text(runs));
    json["arrays"].push_back({{"name", array.name}, {"job", array.job}, {"tasks", std::move(tasks)}});
  }
  return json.dump(1) + "\n";
}

std::optional<SlurmRecord> read_slurm_record(const std::string& directory) {
  const std::string path = record_path(directory);
  if (!std::filesystem::exists(path)) return std::nullopt;
  try {
    return record_of(Json::parse(bytes_of(path)));
  } catch (const std::exception& error) {
    throw UserError(
        fmt::format("{}: not a record of Slurm jobs that this program can read: {}", path, error.what()));
  }
}

void write_slurm_record(const std::string& directory, const SlurmRecord& record) {
  write_result_file(record_path(directory), slurm_record_text(record), true);
}

std::string slurm_directory(const std::string& directory) {
  return directory + "/slurm";
}

std::string slurm_script_path(const std::string& directory, const std::string& array) {
  return slurm_directory(directory) + "/" + array + ".sh";
}

std::string slurm_log_path(const std::string& directory, const SlurmTask& task) {
  return fmt::format("{}/logs/{}-{}.log", slurm_directory(directory), task.array, task.number);
}

}  // namespace splitscape
