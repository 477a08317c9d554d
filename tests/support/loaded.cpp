#include "tests/support/loaded.hpp"

#include <algorithm>
#include <filesystem>

#include "scenarios/loader/yaml_document.hpp"
#include "tests/support/shared_data.hpp"

namespace splitscape::test {

LoadedScenario loaded(const std::string& yaml, const std::string& directory) {
  return load_scenario(parse_document(yaml, "test.yaml"), "test.yaml", directory, {}, Zoo::of_this_program());
}

LoadedScenario shipped(const std::string& name, const std::vector<std::string>& assignments) {
  return load_scenario(project_file("scenarios/" + name + ".yaml"), {.assignments = assignments},
                       Zoo::of_this_program());
}

std::vector<std::string> shipped_scenarios() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(project_file("scenarios"))) {
    if (entry.path().extension() == ".yaml") files.push_back("scenarios/" + entry.path().filename().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace splitscape::test
