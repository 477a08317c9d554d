#include "models/import/importers.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "models/import/ncnn_import.hpp"
#include "models/import/onnx_network.hpp"

namespace splitscape {

const std::vector<Importer>& importers() {
  static const std::vector<Importer> all{
      {".onnx", "ONNX", read_onnx},
      {".param", "ncnn", read_ncnn},
  };
  return all;
}

namespace {

std::vector<Importer>::const_iterator importer_of(const std::string& file) {
  return std::find_if(importers().begin(), importers().end(),
                      [&file](const Importer& known) { return file.ends_with(known.ending); });
}

}  // namespace

bool can_import(const std::string& file) {
  return importer_of(file) != importers().end();
}

OperationGraph import_network(std::string_view bytes, const std::string& file, const ImportOptions& options) {
  const auto found = importer_of(file);
  if (found == importers().end()) {
    std::vector<std::string> known;
    for (const auto& importer : importers()) {
      known.push_back(fmt::format("{} ({})", importer.ending, importer.name));
    }
    throw ImportError(fmt::format("{}: the name must end with one of {}", file, fmt::join(known, ", ")));
  }
  return found->read(bytes, file, options);
}

}  // namespace splitscape
