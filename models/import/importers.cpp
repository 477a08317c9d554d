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

OperationGraph import_network(std::string_view bytes, const std::string& file, const ImportOptions& options) {
  const auto& all = importers();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&file](const Importer& known) { return file.ends_with(known.ending); });
  if (found == all.end()) {
    std::vector<std::string> known;
    for (const auto& importer : all) known.push_back(fmt::format("{} ({})", importer.ending, importer.name));
    throw ImportError(fmt::format("{}: the name must end with one of {}", file, fmt::join(known, ", ")));
  }
  return found->read(bytes, file, options);
}

}  // namespace splitscape
