#include "scenarios/loader/named_document.hpp"

#include <filesystem>
#include <iostream>
#include <iterator>

#include "scenarios/loader/yaml_document.hpp"

namespace splitscape {

NamedDocument read_named_document(const std::string& file) {
  if (file != "-") {
    const std::string directory = std::filesystem::path(file).parent_path().string();
    return {file, directory, parse_document(read_text_file(file), file)};
  }
  const std::string name = "standard input";
  const std::string text{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
  return {name, "", parse_document(text, name)};
}

}  // namespace splitscape
