#include "scenarios/runs/own_python.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

#include "scenarios/loader/own_files.hpp"

namespace splitscape {

std::string own_python() {
  if (const char* chosen = std::getenv("SPLITSCAPE_PYTHON")) return chosen;
  const std::string of_debian = "/usr/bin/python3";
  std::error_code failed;
  return std::filesystem::exists(of_debian, failed) ? of_debian : "python3";
}

std::string own_script(const std::string& installed, const std::string& in_source, const std::string& name) {
  const auto places = places_of(installed, in_source);
  std::error_code failed;
  for (const auto& place : places) {
    const std::string path = place + "/" + name;
    if (std::filesystem::is_regular_file(path, failed)) return path;
  }
  throw std::runtime_error(
      fmt::format("the script {}, which comes with this program, was not found in {}", name, places.front()));
}

}  // namespace splitscape
