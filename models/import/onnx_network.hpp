#pragma once

#include <string>
#include <string_view>

#include "models/import/import_options.hpp"
#include "models/import/operation_graph.hpp"

namespace splitscape {

/// Reads a network from an ONNX model of opset 7 or later. Shapes are known before it runs; weights are known
/// by their shape only, and files beside the model are not opened.
/// @param file its name, for error messages
/// @throws ImportError
OperationGraph read_onnx(std::string_view bytes, const std::string& file, const ImportOptions& options = {});

}  // namespace splitscape
