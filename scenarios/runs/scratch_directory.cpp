#include "scenarios/runs/scratch_directory.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <stdexcept>

namespace splitscape {

ScratchDirectory::ScratchDirectory(const std::string& parent) {
  namespace fs = std::filesystem;
  const fs::path where = parent.empty() ? fs::temp_directory_path() : fs::path(parent);
  std::string pattern = (where / ".splitscape-partial-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error(fmt::format("cannot write in '{}': {}", where.string(), std::strerror(errno)));
  }
  path_ = pattern;
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;  // nothing is left to be done about it
  std::filesystem::remove_all(path_, ignored);
}

std::string existing_ancestor(const std::string& path) {
  namespace fs = std::filesystem;
  fs::path ancestor = fs::absolute(path).lexically_normal();
  do {
    ancestor = ancestor.parent_path();
  } while (!fs::exists(ancestor) && ancestor.has_relative_path());
  return ancestor.string();
}

}  // namespace splitscape
