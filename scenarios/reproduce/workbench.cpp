#include "scenarios/reproduce/workbench.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "scenarios/loader/document.hpp"
#include "scenarios/loader/own_files.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/runs/batch.hpp"
#include "scenarios/runs/scratch_directory.hpp"
#include "sim/check.hpp"

namespace splitscape {

double RunSummaries::number(std::size_t row, const std::string& column) const {
  return table_.number(row, table_.column(column));
}

std::string RunSummaries::text(std::size_t row, const std::string& column) const {
  return std::string(table_.text(row, table_.column(column)));
}

std::size_t RunSummaries::row_of(const std::string& policy, const std::string& group) const {
  for (std::size_t row = 0; row < rows(); ++row) {
    if (text(row, "policy") == policy && text(row, "group") == group) return row;
  }
  throw std::out_of_range(fmt::format("no run with policy '{}' and group '{}'", policy, group));
}

LoadedScenario Workbench::shipped(const std::string& name,
                                  const std::vector<std::string>& assignments) const {
  const auto places = places_of("scenarios", "scenarios");
  for (const std::string& place : places) {
    const std::string file = fmt::format("{}/{}.yaml", place, name);
    if (std::filesystem::exists(file)) return load_scenario(file, {.assignments = assignments}, zoo_);
  }
  throw std::runtime_error(
      fmt::format("the scenario {}.yaml that comes with Splitscape is missing in {}", name, places.back()));
}

LoadedScenario Workbench::written(const std::string& yaml) const {
  const std::string name = "experiment";
  return load_scenario(parse_document(yaml, name), name, "", {}, zoo_);
}

RunSummaries Workbench::simulate(const std::vector<RunSpec>& runs) const {
  for (const RunSpec& run : runs) {
    Scenario asked = run.scenario;
    asked.policies = {run.policy};
    for (const auto& contradiction : check(asked))
      throw std::logic_error(fmt::format("{}: {}", contradiction.where, contradiction.what));
  }
  const ScratchDirectory scratch;
  run_batch(runs, {.jobs = options_.jobs, .show_progress = options_.show_progress}, signals_, scratch.path());
  const std::string path = scratch.path() + "/summary.csv";
  return RunSummaries(CsvTable(read_text_file(path), path, true));
}

std::vector<NeededFile> Workbench::missing(const Experiment& experiment) const {
  std::vector<NeededFile> files;
  for (const NeededFile& file : experiment.files) {
    if (options_.data.empty() || !std::filesystem::is_regular_file(path_of(file.name))) files.push_back(file);
  }
  return files;
}

SampleTrace Workbench::trace(const std::string& file, const SampleFileLayout& layout,
                             std::size_t exits) const {
  const std::string path = path_of(file);
  return read_samples(CsvTable(read_text_file(path), path, true), layout, exits);
}

}  // namespace splitscape
