#include "scenarios/app/found_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "scenarios/loader/csv_table.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;

std::string policy_axis_of(const std::string& study_path) {
  const Value file = parse_document(read_text_file(study_path), study_path);
  const Value* study = file.find("document");
  const Value* axes = study == nullptr ? nullptr : study->find("axes");
  if (axes == nullptr) return "";
  for (const Value::Entry& axis : axes->entries()) {
    if (axis.value.find("policies") != nullptr) return axis.key;
  }
  return "";
}

}  // namespace

FoundResults find_results(const std::string& directory) {
  const auto in = [&directory](const char* name) { return (fs::path(directory) / name).string(); };
  if (!fs::exists(in("study.json"))) {
    if (fs::exists(in("summary.csv"))) return {.path = in("summary.csv")};
    throw UserError(fmt::format(
        "{}: no results are here: neither summary.csv of runs nor study.json of a sweep", directory));
  }
  if (!fs::exists(in("results.csv"))) {
    throw UserError(fmt::format(
        "{}: the sweep is not complete: splitscape sweep goes on with what is missing", directory));
  }
  FoundResults found{.path = in("results.csv"), .policy_axis = policy_axis_of(in("study.json"))};
  const CsvTable table(read_text_file(found.path), found.path, true);
  const std::vector<std::string> run{"scenario", "policy", "seed", "run", "group"};
  const auto& names = table.header();
  const auto start = std::search(names.begin(), names.end(), run.begin(), run.end());
  if (start == names.end()) {
    throw InputError({found.path, 1, 1}, "the columns scenario, policy, seed, run, group are not here");
  }
  found.axes.assign(names.begin(), start);
  return found;
}

}  // namespace splitscape
