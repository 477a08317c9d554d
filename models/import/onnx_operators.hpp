#pragma once

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "models/import/onnx_node.hpp"
#include "models/junction.hpp"

namespace splitscape {

/// What a node costs, with weights told by the number of the input that holds them.
struct OnnxWork {
  std::vector<std::pair<std::size_t, Junction>> junctions{};  ///< of weights on activations
  double macs = 0;                                            ///< of activations on activations
  std::vector<std::size_t> parameters{};  ///< inputs with trained values that no junction holds
  bool all_constants = false;  ///< every constant input of more than one fractional value is trained
};

/// An operator that can be counted.
struct OnnxOperator {
  std::string_view name;  ///< in the domain of ONNX itself
  std::vector<OnnxTensor> (*outputs)(const OnnxNode&);
  OnnxWork (*work)(const OnnxNode&, const TensorShape& output);  ///< shape of the first output
};

/// The operators that can be counted, and how (docs/models/cost.md); null for any other.
const OnnxOperator* onnx_operator(std::string_view domain, std::string_view name);

}  // namespace splitscape
