#pragma once

#include <string>

#include "scenarios/loader/format.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/loader/zoo.hpp"
#include "tests/scenarios/loader/refusal.hpp"
#include "tests/support/shared_data.hpp"

namespace splitscape::test {

/// The project's own zoo, whatever the environment says.
inline const Zoo& project_zoo() {
  static const Zoo zoo(project_file("models/zoo"));
  return zoo;
}

/// Reads a document called "f.yaml". Relative paths in it start from the directory.
template <class T>
T read_as(const Format<T>& format, const std::string& yaml, const std::string& directory = "") {
  Reading reading(project_zoo(), directory);
  return format.read(parse_document(yaml, "f.yaml"), reading);
}

/// Why it cannot be read.
template <class T>
std::string refusal_as(const Format<T>& format, const std::string& yaml, const std::string& directory = "") {
  return refusal([&] { (void)read_as(format, yaml, directory); });
}

}  // namespace splitscape::test
