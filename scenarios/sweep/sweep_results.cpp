#include "scenarios/sweep/sweep_results.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/columns.hpp"
#include "analysis/csv.hpp"
#include "scenarios/runs/version.hpp"
#include "scenarios/sweep/run_command_line.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr const char* complete_name = "results.csv";
constexpr const char* partial_name = "results.partial.csv";
constexpr const char* failures_name = "failures.csv";
constexpr const char* manifest_name = "manifest.json";

std::string csv_line(const std::vector<std::string>& fields) {
  std::vector<std::string> written;
  for (const auto& field : fields) written.push_back(csv_field(field));
  return fmt::format("{}\n", fmt::join(written, ","));
}

/// End of the record of a CSV file that begins somewhere: a quoted field may have lines in it.
std::size_t end_of_record(const std::string& text, std::size_t begin) {
  bool quoted = false;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\n' && !quoted) return i + 1;
  }
  return text.size();
}

std::string manifest_of(const SweepDirectory& directory, const SweepRecord& record) {
  Json manifest{{"format", "splitscape sweep manifest 1"},
                {"version", program_version()},
                {"packages", Json::object()},
                {"study", record.study.name},
                {"runs", record.runs.size()},
                {"inputs", Json::array()}};
  for (const auto& [package, version] : package_versions()) manifest["packages"][package] = version;
  for (const InputFile& input : record.inputs)
    manifest["inputs"].push_back({{"path", input.path}, {"sha256", input.sha256}});
  for (const char* name : {complete_name, "study.json"})
    manifest["results"][name] = sha256_of_file(directory.file(name));
  return manifest.dump(2) + "\n";
}

std::vector<FailedRun> failed_among(const std::vector<SweepRun>& missing, const SweepDirectory& directory,
                                    const StudyScenarios& scenarios) {
  std::vector<FailedRun> failed;
  std::error_code gone;
  for (const SweepRun& run : missing) {
    if (!fs::exists(directory.failure(run.id), gone)) continue;
    std::string message = read_text_file(directory.failure(run.id));
    while (message.ends_with('\n')) message.pop_back();
    failed.push_back(
        {run, run_command_line(scenarios, run, fmt::format("run-{}", run.number)), std::move(message)});
  }
  return failed;
}

void write_failures(const SweepDirectory& directory, const std::vector<FailedRun>& failed) {
  if (failed.empty()) return;
  std::string text = csv_line({"number", "id", "command", "message"});
  for (const FailedRun& failure : failed)
    text +=
        csv_line({fmt::format("{}", failure.run.number), failure.run.id, failure.command, failure.message});
  directory.write(failures_name, text);
}

}  // namespace

std::vector<std::string> results_columns(const Study& study) {
  std::vector<std::string> columns;
  for (const StudyAxis& axis : study.axes) {
    if (axis.has_column()) columns.push_back(axis.name);
  }
  const auto summary = header(summary_columns());
  columns.insert(columns.end(), summary.begin(), summary.end());
  return columns;
}

std::string results_of(const SweepDirectory& directory, const Study& study, const SweepRun& run) {
  const std::string path = directory.run(run.id) + "/summary.csv";
  const std::string summary = read_text_file(path);
  std::string axes;
  for (std::size_t i = 0; i < run.axes.size(); ++i) {
    if (study.axes[i].has_column()) axes += csv_field(run.axes[i]) + ",";
  }
  std::size_t begin = end_of_record(summary, 0);
  if (summary.substr(0, begin) != csv_line(header(summary_columns()))) {
    throw InputError({path, 1, 1}, "these are not the columns of this program's summary.csv");
  }
  std::string lines;
  while (begin < summary.size()) {
    const std::size_t end = end_of_record(summary, begin);
    lines += axes;
    lines.append(summary, begin, end - begin);
    begin = end;
  }
  return lines;
}

GrowingResults::GrowingResults(const SweepDirectory& directory, const SweepRecord& record)
    : directory_(directory),
      record_(record),
      file_(directory.file(partial_name), std::ios::binary | std::ios::trunc) {
  for (const SweepRun& run : record.runs) over_.emplace(run.id, directory.has(run.id));
  file_ << csv_line(results_columns(record.study));
  grow();
}

void GrowingResults::ended(const SweepRun& run) {
  over_[run.id] = true;
  grow();
}

void GrowingResults::grow() {
  for (; next_ < record_.runs.size() && over_[record_.runs[next_].id]; ++next_) {
    const SweepRun& run = record_.runs[next_];
    if (directory_.has(run.id)) file_ << results_of(directory_, record_.study, run);
  }
  file_.flush();
  if (!file_) throw std::runtime_error(fmt::format("cannot write '{}'", directory_.file(partial_name)));
}

Collected collect_sweep(const SweepDirectory& directory, const SweepRecord& record,
                        const StudyScenarios& scenarios) {
  Collected collected{.runs = record.runs.size()};
  std::string text = csv_line(results_columns(record.study));
  for (const SweepRun& run : record.runs) {
    if (directory.has(run.id)) {
      text += results_of(directory, record.study, run);
    } else {
      collected.missing.push_back(run);
    }
  }
  collected.failed = failed_among(collected.missing, directory, scenarios);
  uncollect(directory);  // what follows may be of another study than what was there
  std::error_code gone;
  if (collected.complete()) {
    directory.write(complete_name, text);
    fs::remove(directory.file(partial_name), gone);
    fs::remove_all(directory.file("failed"), gone);
    directory.write(manifest_name, manifest_of(directory, record));
  } else {
    directory.write(partial_name, text);
    write_failures(directory, collected.failed);
  }
  return collected;
}

void uncollect(const SweepDirectory& directory) {
  std::error_code gone;
  for (const char* name : {manifest_name, complete_name, failures_name})
    fs::remove(directory.file(name), gone);
}

}  // namespace splitscape
