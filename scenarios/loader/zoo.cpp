#include "scenarios/loader/zoo.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "scenarios/loader/own_files.hpp"

namespace splitscape {

Zoo Zoo::of_this_program() {
  std::error_code failed;
  std::vector<std::string> candidates = places_of("zoo", "models/zoo");
  if (const char* chosen = std::getenv("SPLITSCAPE_ZOO")) candidates = {chosen};
  for (const auto& candidate : candidates) {
    if (std::filesystem::is_directory(candidate + "/networks", failed)) return Zoo(candidate);
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
