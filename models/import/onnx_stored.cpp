#include "models/import/onnx_stored.hpp"

#include <onnx/onnx_pb.h>

#include "models/import/operation_work.hpp"

namespace splitscape {
namespace {

/// Whole numbers of 64 bits and truth values are places and masks, not weights.
bool can_be_trained(const OnnxTensor& tensor) {
  return tensor.type != onnx::TensorProto::INT64 && tensor.type != onnx::TensorProto::BOOL;
}

bool has_several_numbers(const OnnxNode& node, std::size_t input) {
  return node.has_input(input) && node.input(input).constant && is_fractional_type(node.input(input).type) &&
         count_of(node.input(input).shape) > 1;
}

}  // namespace

std::uint32_t StoredTensors::add(const OnnxTensor& tensor) {
  stored_.push_back({count_of(tensor.shape), bits_of_type(tensor.type), false});
  return static_cast<std::uint32_t>(stored_.size() - 1);
}

StoredTensors::Counted StoredTensors::count(const OnnxNode& node, const OnnxWork& work,
                                            Operation& operation) {
  Counted counted;
  operation.macs += Macs{work.macs};
  for (const auto& [input, junction] : work.junctions) {
    operation.macs += Macs{junction.macs()};
    if (count(node.input(input), operation) == junction.weights() && junction.weights() > 0) {
      operation.junctions.push_back(junction);
    } else {
      ++counted.shared;  // pruning it here would take away what is not counted here
    }
  }
  for (const std::size_t input : work.parameters) count(node.input(input), operation);
  for (std::size_t i = 0; work.all_constants && i < node.input_count(); ++i) {
    if (has_several_numbers(node, i)) counted.assumed += count(node.input(i), operation);
  }
  return counted;
}

/// @return how many values are new
double StoredTensors::count(const OnnxTensor& tensor, Operation& operation) {
  double values = 0;
  if (!can_be_trained(tensor)) return values;
  for (const std::uint32_t index : tensor.stored) {
    Stored& stored = stored_[index];
    if (stored.counted) continue;
    stored.counted = true;
    values += stored.values;
    add_parameters(operation, stored.values, stored.bits);
  }
  return values;
}

}  // namespace splitscape
