#include "scenarios/loader/own_files.hpp"

#include <filesystem>

namespace splitscape {

std::vector<std::string> places_of(const std::string& installed, const std::string& in_source) {
  namespace fs = std::filesystem;
  std::vector<std::string> places;
  std::error_code failed;
  const fs::path program = fs::read_symlink("/proc/self/exe", failed);
  if (!failed) {
    const fs::path share = program.parent_path() / SPLITSCAPE_INSTALLED_DATA;
    places.push_back((share / installed).lexically_normal().string());
  }
  places.push_back((fs::path(SPLITSCAPE_SOURCE) / in_source).string());
  return places;
}

}  // namespace splitscape
