#include "tests/support/shared_data.hpp"

#include <cstdio>
#include <filesystem>

namespace splitscape::test {

std::optional<std::string> shared_data(const std::string& name) {
  const std::string path = std::string(SPLITSCAPE_SHARED_DATA) + "/" + name;
  if (std::filesystem::exists(path)) return path;
  std::printf("skipped: %s is not there\n", path.c_str());
  return std::nullopt;
}

std::string project_file(const std::string& name) {
  return std::string(SPLITSCAPE_SOURCE_DIR) + "/" + name;
}

}  // namespace splitscape::test
