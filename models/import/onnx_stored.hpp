#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/import/onnx_operators.hpp"
#include "models/import/operation_graph.hpp"

namespace splitscape {

/// The tensors that an ONNX file stores, and which of them an operation has counted: each counts once.
class StoredTensors {
 public:
  /// What of an operation is worth a note.
  struct Counted {
    std::size_t shared =
        0;               ///< junctions whose weights another operation has counted, or that are made of fewer
    double assumed = 0;  ///< values that are counted as trained, though they may be fixed
  };

  /// @return its number
  std::uint32_t add(const OnnxTensor& tensor);

  /// Puts multiply-accumulates, parameters and junctions into an operation.
  Counted count(const OnnxNode& node, const OnnxWork& work, Operation& operation);

 private:
  struct Stored {
    double values = 0;
    double bits = 0;  ///< of a value
    bool counted = false;
  };

  double count(const OnnxTensor& tensor, Operation& operation);

  std::vector<Stored> stored_{};
};

}  // namespace splitscape
