#include "scenarios/sweep/sweep_directory.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "scenarios/loader/reading.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;

/// Beginning of the names of scratch directories.
constexpr const char* scratch_prefix = ".splitscape-partial-";

void remove_leftovers(const std::string& directory) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    if (entry.path().filename().string().starts_with(scratch_prefix)) fs::remove_all(entry.path(), failed);
  }
}

std::string without_slashes(std::string path) {
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

}  // namespace

SweepDirectory::SweepDirectory(std::string path) : path_(without_slashes(std::move(path))) {}

bool SweepDirectory::has(const std::string& id) const {
  std::error_code failed;
  return fs::exists(run(id) + "/manifest.json", failed);
}

bool SweepDirectory::is_sound(const std::string& id) const {
  const std::string place = run(id);
  try {
    const auto manifest = nlohmann::json::parse(read_text_file(place + "/manifest.json"));
    for (const auto& [name, sha256] : manifest.at("results").items()) {
      if (sha256_of_file(place + "/" + name) != sha256) return false;
    }
    return true;
  } catch (const std::exception&) {  // a file that is not there, or is no manifest
    return false;
  }
}

std::unique_ptr<ScratchDirectory> SweepDirectory::scratch() const {
  return std::make_unique<ScratchDirectory>(path_ + "/runs");
}

void SweepDirectory::take(const std::string& scratch, const std::string& id) const {
  fs::permissions(scratch, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                               fs::perms::others_read | fs::perms::others_exec);
  std::error_code failed;
  fs::rename(scratch, run(id), failed);
  if (!failed || has(id)) return;  // another task of the sweep was faster
  fs::remove_all(run(id), failed);
  fs::rename(scratch, run(id), failed);
  if (failed)
    throw std::runtime_error(fmt::format("cannot move the results to '{}': {}", run(id), failed.message()));
}

void SweepDirectory::write(const std::string& name, const std::string& text) const {
  const ScratchDirectory scratch(path_);
  const std::string made = scratch.path() + "/file";
  std::ofstream out(made, std::ios::binary);
  out << text;
  out.close();
  std::error_code failed;
  if (out) fs::rename(made, file(name), failed);
  if (!out || failed) throw std::runtime_error(fmt::format("cannot write '{}'", file(name)));
}

void make_sweep_directory(const SweepDirectory& directory) {
  const std::string& path = directory.path();
  std::error_code failed;
  if (fs::exists(path, failed) && !fs::is_directory(path, failed))
    throw UserError(fmt::format("--out {}: this is a file, not a directory", path));
  for (const char* name : {"manifest.json", "summary.csv"}) {
    if (fs::exists(directory.file(name), failed) && !is_sweep(path)) {
      throw UserError(fmt::format(
          "--out {}: the directory holds results that are no sweep ({}); choose another", path, name));
    }
  }
  fs::create_directories(path + "/runs", failed);
  if (failed) throw UserError(fmt::format("--out {}: cannot make the directory: {}", path, failed.message()));
}

void clear_leftovers(const SweepDirectory& directory) {
  remove_leftovers(directory.path());
  remove_leftovers(directory.path() + "/runs");
}

std::vector<std::string> open_sweep(const SweepDirectory& directory, const SweepRecord& record) {
  const std::string& path = directory.path();
  if (is_sweep(path)) {
    const SweepRecord before = read_sweep_record(path);
    if (before.study.name != record.study.name) {
      throw UserError(fmt::format("--out {}: the directory holds the study '{}', not '{}'; choose another",
                                  path, before.study.name, record.study.name));
    }
  }
  clear_leftovers(directory);
  std::vector<std::string> damaged;
  std::set<std::string> seen;
  for (const SweepRun& run : record.runs) {
    if (!seen.insert(run.id).second || !directory.has(run.id) || directory.is_sound(run.id)) continue;
    fs::remove_all(directory.run(run.id));
    damaged.push_back(run.id);
  }
  const std::string text = text_of(record);
  std::error_code failed;
  if (!fs::exists(directory.file("study.json"), failed) ||
      read_text_file(directory.file("study.json")) != text)
    directory.write("study.json", text);
  return damaged;
}

std::vector<SweepRun> missing_runs(const SweepDirectory& directory, const std::vector<SweepRun>& runs) {
  std::vector<SweepRun> missing;
  std::set<std::string> seen;
  for (const SweepRun& run : runs) {
    if (seen.insert(run.id).second && !directory.has(run.id)) missing.push_back(run);
  }
  return missing;
}

}  // namespace splitscape
