#include "scenarios/loader/zoo.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace splitscape {

Zoo Zoo::of_this_program() {
  namespace fs = std::filesystem;
  std::vector<std::string> candidates;
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (!failed)
    candidates.push_back((program.parent_path() / SPLITSCAPE_INSTALLED_ZOO).lexically_normal().string());
  candidates.emplace_back(SPLITSCAPE_SOURCE_ZOO);
  if (const char* chosen = std::getenv("SPLITSCAPE_ZOO")) candidates = {chosen};
  for (const auto& candidate : candidates) {
    if (fs::is_directory(candidate + "/networks", failed)) return Zoo(candidate);
  }
  throw std::runtime_error(
      "the zoo of networks and hardware was not found in " + candidates.front() +
      "; set SPLITSCAPE_ZOO to the directory that holds networks/, hardware/ and radios/");
}

std::vector<std::string> Zoo::names(const std::string& catalogue) const {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& file : std::filesystem::directory_iterator(directory_ + "/" + catalogue, failed)) {
    if (file.path().extension() == ".yaml") names.push_back(file.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace splitscape
