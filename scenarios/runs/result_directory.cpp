#include "scenarios/runs/result_directory.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <stdexcept>

#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;

}  // namespace

const std::vector<std::string>& result_file_names() {
  // The manifest last: where it stands, the others are complete.
  static const std::vector<std::string> names{"summary.csv",  "regret.csv",      "devices.csv",
                                              "links.csv",    "servers.csv",     "learned.csv",
                                              "requests.csv", "comparisons.csv", "manifest.json"};
  return names;
}

ResultDirectory::ResultDirectory(std::string path, std::vector<std::string> names, bool force)
    : path_(std::move(path)), names_(std::move(names)) {
  while (path_.size() > 1 && path_.back() == '/') path_.pop_back();
  if (fs::exists(path_) && !fs::is_directory(path_)) {
    throw UserError(fmt::format("--out {}: this is a file, not a directory", path_));
  }
  for (const auto& name : names_) {
    if (!force && fs::exists(fs::path(path_) / name)) {
      throw UserError(fmt::format(
          "--out {}: the directory holds other results ({}); choose another, or replace them with --force",
          path_, name));
    }
  }
  const fs::path where = fs::is_directory(path_) ? fs::path(path_) : fs::path(existing_ancestor(path_));
  try {
    temporary_ = std::make_unique<ScratchDirectory>(where.string());
  } catch (const std::runtime_error& error) {
    throw UserError(fmt::format("--out {}: {}", path_, error.what()));
  }
}

void ResultDirectory::commit() {
  try {
    if (!fs::exists(path_)) {
      const fs::path parent = fs::path(path_).parent_path();
      if (!parent.empty()) fs::create_directories(parent);
      fs::permissions(temporary(), fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                                       fs::perms::others_read | fs::perms::others_exec);
      fs::rename(temporary(), path_);
      return;
    }
    for (auto name = names_.rbegin(); name != names_.rend(); ++name) fs::remove(fs::path(path_) / *name);
    for (const auto& name : names_) {
      const fs::path made = fs::path(temporary()) / name;
      if (fs::exists(made)) fs::rename(made, fs::path(path_) / name);
    }
  } catch (const fs::filesystem_error& error) {
    throw std::runtime_error(fmt::format("--out {}: cannot move the results there: {}", path_, error.what()));
  }
}

}  // namespace splitscape
