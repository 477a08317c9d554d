// Writes what the fuzzers start from into a directory: seeds of each target, dictionaries of ncnn's types and
// of the keys of scenarios, a zoo of short files, and the traces that scenarios of the seeds name.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>

#include "models/import/ncnn_layers.hpp"
#include "scenarios/loader/scenario_file.hpp"
#include "tests/fuzz/ncnn_mutation.hpp"
#include "tests/fuzz/onnx_seeds.hpp"

namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

void copy_files(const fs::path& from, const std::string& ending, const fs::path& into) {
  fs::create_directories(into);
  for (const auto& entry : fs::directory_iterator(from)) {
    if (entry.path().extension() == ending)
      fs::copy_file(entry.path(), into / entry.path().filename(), fs::copy_options::overwrite_existing);
  }
}

/// The network with every layer, and what it is up to every fifth of them.
void write_ncnn_seeds(const fs::path& file, const fs::path& directory) {
  std::ifstream stream(file);
  std::string text;
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line); ++number) {
    text += line + "\n";
    if (number > 4 && number % 5 == 0)
      write(directory / ("up-to-" + std::to_string(number)), splitscape::fuzz::with_right_counts(text));
  }
  write(directory / "whole", splitscape::fuzz::with_right_counts(text));
}

void write_seeds(const fs::path& directory) {
  const fs::path source = SPLITSCAPE_SOURCE_DIR;
  write_ncnn_seeds(source / "tests/corpus/every-layer.param", directory / "ncnn");
  copy_files(source / "tests/corpus", ".yaml", directory / "scenario");
  copy_files(source / "scenarios", ".yaml", directory / "scenario");
  for (const char* ending : {".csv", ".txt"})
    copy_files(source / "tests/corpus", ending, directory / "traces");
  copy_files(source / "scenarios/traces", ".csv", directory / "traces/traces");
  // A zoo of short files: reading the longest again and again would leave little time for anything else.
  for (const char* catalogue : {"networks", "hardware", "radios"}) {
    const fs::path into = directory / "zoo" / catalogue;
    copy_files(source / "models/zoo" / catalogue, ".yaml", into);
    constexpr std::uintmax_t longest = 5000;
    for (const auto& entry : fs::directory_iterator(into)) {
      if (fs::file_size(entry) > longest) fs::remove(entry);
    }
  }
  std::size_t number = 0;
  for (const std::string& model : splitscape::fuzz::onnx_seeds())
    write(directory / "onnx" / std::to_string(number++), model);
  std::string words;
  for (const std::string& type : splitscape::ncnn_layer_types()) words += "\"" + type + " \"\n";
  for (const char* word :
       {" 1 1 ", " 2 1 ", " 1 2 ", " 0=", " 1=", " -23300=", "-233", "2147483647", "-23330=4,3,"})
    words += std::string("\"") + word + "\"\n";
  write(directory / "ncnn.dict", words);
  words.clear();
  const splitscape::Zoo zoo((directory / "zoo").string());
  for (const auto& section : splitscape::scenario_docs(zoo)) {
    for (const auto& key : section.keys) words += "\"" + key.key + ": \"\n";
  }
  write(directory / "scenario.dict", words);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  try {
    write_seeds(arguments[1]);
    return 0;
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
