#include "scenarios/runs/trace_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "scenarios/runs/batch.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/runs/version.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;

/// @return how many lines were copied
std::uint64_t append_file(std::ofstream& whole, const std::string& part) {
  constexpr std::size_t buffer_size = 1U << 20U;
  std::vector<char> buffer(buffer_size);
  std::ifstream file(part, std::ios::binary);
  std::uint64_t line_ends = 0;
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())), file.gcount() > 0) {
    line_ends += static_cast<std::uint64_t>(std::count(buffer.data(), buffer.data() + file.gcount(), '\n'));
    whole.write(buffer.data(), file.gcount());
  }
  return line_ends + 1;
}

}  // namespace

TraceFile::TraceFile(std::string path, bool force) : path_(std::move(path)) {
  std::error_code failed;
  if (fs::is_directory(path_, failed)) {
    throw UserError(fmt::format("--trace {}: this is a directory, not a file", path_));
  }
  if (!force && fs::exists(path_, failed)) {
    throw UserError(
        fmt::format("--trace {}: the file is there; choose another, or replace it with --force", path_));
  }
  try {
    scratch_ = std::make_unique<ScratchDirectory>(existing_ancestor(path_));
  } catch (const std::runtime_error& error) {
    throw UserError(fmt::format("--trace {}: {}", path_, error.what()));
  }
}

std::string TraceFile::made() const {
  return scratch_->path() + "/trace.json";
}

void TraceFile::put_together(const std::string& directory, std::size_t runs) {
  std::ofstream whole(made(), std::ios::binary);
  // Nanoseconds: what a viewer shows of instants that lie close together. The version has no letters to
  // escape.
  whole << fmt::format(
               R"({{"displayTimeUnit":"ns","otherData":{{"version":"splitscape {}"}},"traceEvents":[)",
               program_version())
        << '\n';
  for (std::size_t run = 0; run < runs; ++run) {
    const std::string part = part_path(directory, run, "trace");
    if (run > 0) whole << ",\n";
    events_ += append_file(whole, part);
    fs::remove(part);
  }
  whole << "\n]}\n";
  whole.close();
  if (!whole) throw std::runtime_error(fmt::format("--trace {}: cannot write the file", path_));
}

void TraceFile::commit() {
  std::error_code failed;
  const fs::path parent = fs::path(path_).parent_path();
  if (!parent.empty()) fs::create_directories(parent, failed);
  if (!failed) fs::rename(made(), path_, failed);
  if (failed) {
    throw std::runtime_error(
        fmt::format("--trace {}: cannot move the trace there: {}", path_, failed.message()));
  }
}

}  // namespace splitscape
