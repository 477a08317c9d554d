// Writes what the fuzzers start from into a directory: seeds of each target, a dictionary of ncnn's words,
// and the traces that scenarios of the seeds name.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>

#include "models/import/ncnn_layers.hpp"
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

void write_seeds(const fs::path& directory) {
  const fs::path source = SPLITSCAPE_SOURCE_DIR;
  copy_files(source / "tests/corpus", ".param", directory / "ncnn");
  copy_files(source / "tests/corpus", ".yaml", directory / "scenario");
  copy_files(source / "scenarios", ".yaml", directory / "scenario");
  for (const char* ending : {".csv", ".txt"})
    copy_files(source / "tests/corpus", ending, directory / "traces");
  copy_files(source / "scenarios/traces", ".csv", directory / "traces/traces");
  std::size_t number = 0;
  for (const std::string& model : splitscape::fuzz::onnx_seeds())
    write(directory / "onnx" / std::to_string(number++), model);
  std::string words;
  for (const std::string& type : splitscape::ncnn_layer_types()) words += "\"" + type + " \"\n";
  for (const char* word :
       {" 1 1 ", " 2 1 ", " 1 2 ", " 0=", " 1=", " -23300=", "-233", "2147483647", "-23330=4,3,"})
    words += std::string("\"") + word + "\"\n";
  write(directory / "ncnn.dict", words);
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
