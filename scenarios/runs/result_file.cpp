#include "scenarios/runs/result_file.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "scenarios/runs/scratch_directory.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {

namespace fs = std::filesystem;

void check_result_file(const std::string& path, bool force) {
  std::error_code failed;
  if (fs::is_directory(path, failed))
    throw UserError(fmt::format("--out {}: this is a directory, not a file", path));
  if (!force && fs::exists(path, failed)) {
    throw UserError(
        fmt::format("--out {}: the file is there; choose another, or replace it with --force", path));
  }
}

void write_result_file(const std::string& path, const std::string& text, bool force) {
  check_result_file(path, force);
  try {
    const ScratchDirectory scratch(fs::absolute(path).parent_path().string());  // on the same file system
    const fs::path made = fs::path(scratch.path()) / fs::path(path).filename();
    std::ofstream file(made, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw std::runtime_error("cannot write the file");
    fs::rename(made, path);
  } catch (const std::runtime_error& error) {  // a filesystem_error is one
    throw UserError(fmt::format("--out {}: {}", path, error.what()));
  }
}

}  // namespace splitscape
