#pragma once

#include <string>
#include <string_view>

#include "models/import/import_options.hpp"
#include "models/import/operation_graph.hpp"

namespace splitscape {

/// A network from the text form of ncnn (.param), every operation counted as docs/models/cost.md says. Shapes
/// are inferred; those that ncnn's tools wrote down (-23330) are held against them. ncnn has no batch: every
/// shape gets a first extent of 1.
///
/// Blobs that nobody reads are the outputs. Layers that do nothing (Split, Noop, Dropout) are left out, and
/// constants (MemoryData) are parameters of the layers that read them; the notes say so.
/// @param file its name, for messages and the name of the network
/// @throws ImportError with file, line and column where the text cannot be read or a layer cannot be counted
OperationGraph read_ncnn(std::string_view text, const std::string& file, const ImportOptions& options = {});

}  // namespace splitscape
