// Writes what the fuzzers start from into a directory: seeds of each target, dictionaries of ncnn's types and
// of the keys of scenarios, a zoo of short files, and the traces that scenarios of the seeds name.
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "models/import/ncnn_import.hpp"
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

std::string text_of_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// "0=8 1=6 2=3" for a shape, as an Input tells it.
std::string keys_of(const std::vector<std::int64_t>& shape) {
  static const std::vector<std::vector<int>> axes{{}, {0}, {1, 0}, {2, 1, 0}, {2, 11, 1, 0}};
  std::string keys;
  for (std::size_t i = 1; i < shape.size(); ++i)  // the first is the batch, which ncnn does not have
    keys += " " + std::to_string(axes.at(shape.size() - 1).at(i - 1)) + "=" + std::to_string(shape[i]);
  return keys;
}

/// Pieces of the network with every layer, each a network by itself: short inputs are changed more often.
void write_ncnn_seeds(const fs::path& file, const fs::path& directory) {
  const std::string whole = text_of_file(file);
  const auto layers = splitscape::parse_ncnn(whole, file.string());
  const auto graph = splitscape::read_ncnn(whole, file.string());
  std::map<std::string, std::vector<std::int64_t>> shapes;
  for (const auto& input : graph.inputs) shapes[input.name] = input.shape;
  for (const auto& operation : graph.operations) {
    for (const auto& output : operation.outputs) shapes[output.name] = output.shape;
  }
  std::istringstream lines(whole);
  std::string line;
  for (int i = 0; i < 3; ++i) std::getline(lines, line);  // the head and a comment
  constexpr std::size_t piece_length = 8;
  std::set<std::string> made;
  std::string inputs, text;
  for (std::size_t i = 0; i < layers.size(); ++i) {
    std::getline(lines, line);
    for (const auto& blob : layers[i].inputs) {
      if (made.insert(blob.text).second && shapes.contains(blob.text))
        inputs += "Input in_" + blob.text + " 0 1 " + blob.text + keys_of(shapes[blob.text]) + "\n";
    }
    for (const auto& blob : layers[i].outputs) {
      made.insert(blob.text);
      // A copy has the shape of what it is a copy of.
      if (layers[i].inputs.size() == 1 && !shapes.contains(blob.text) &&
          shapes.contains(layers[i].inputs[0].text))
        shapes[blob.text] = shapes[layers[i].inputs[0].text];
    }
    text += line + "\n";
    if (i % piece_length == piece_length - 1 || i + 1 == layers.size()) {
      write(directory / std::to_string(i),
            splitscape::fuzz::with_right_counts("7767517\n0 0\n" + inputs + text));
      made.clear();
      inputs.clear();
      text.clear();
    }
  }
}

/// The scenarios that the pages show, and the traces that these name.
void write_scenarios_of_pages(const fs::path& docs, const fs::path& scenarios, const fs::path& traces) {
  std::size_t number = 0;
  for (const auto& page : fs::recursive_directory_iterator(docs)) {
    if (page.path().extension() != ".md") continue;
    const std::string text = text_of_file(page.path());
    for (std::size_t at = text.find("\n```"); at != std::string::npos; at = text.find("\n```", at + 1)) {
      const std::size_t start = text.find('\n', at + 1);
      const std::string mark = text.substr(at + 4, start - at - 4);
      const std::size_t end = text.find("\n```", start);
      if (start == std::string::npos || end == std::string::npos) break;
      const std::string block = text.substr(start + 1, end - start);
      const auto file = mark.find("file=");
      if (file != std::string::npos) write(traces / mark.substr(file + 5), block);
      if (mark == "yaml scenario") write(scenarios / ("page-" + std::to_string(number++)), block);
      at = end;
    }
  }
}

void write_seeds(const fs::path& directory) {
  const fs::path source = SPLITSCAPE_SOURCE_DIR;
  write_ncnn_seeds(source / "tests/corpus/every-layer.param", directory / "ncnn");
  copy_files(source / "tests/corpus", ".yaml", directory / "scenario");
  copy_files(source / "scenarios", ".yaml", directory / "scenario");
  write_scenarios_of_pages(source / "docs", directory / "scenario", directory / "traces");
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
