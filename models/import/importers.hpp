#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/import/import_options.hpp"
#include "models/import/operation_graph.hpp"

namespace splitscape {

/// A format of network files.
struct Importer {
  std::string_view ending;  ///< of the file's name
  std::string_view name;
  OperationGraph (*read)(std::string_view bytes, const std::string& file, const ImportOptions& options);
};

/// All formats, a line each in importers.cpp.
const std::vector<Importer>& importers();

/// Whether a format has the ending of this file's name.
bool can_import(const std::string& file);

/// Reads a network in the format that the name of its file ends with.
/// @throws ImportError also where no format has this ending
OperationGraph import_network(std::string_view bytes, const std::string& file,
                              const ImportOptions& options = {});

}  // namespace splitscape
