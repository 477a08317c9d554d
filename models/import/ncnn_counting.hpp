#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/import/ncnn_param.hpp"
#include "models/import/operation_graph.hpp"

namespace splitscape {

/// Extents of a tensor, the outermost first: (w), (h, w), (c, h, w) or (c, d, h, w). ncnn has no batch.
using NcnnExtents = std::vector<std::int64_t>;

/// A tensor while a network is counted.
struct NcnnTensor {
  NcnnExtents extents{};
  double bits = 32;  ///< of a value

  double values() const;
  Bytes size() const;
  friend bool operator==(const NcnnTensor&, const NcnnTensor&) = default;
};

/// "64x112x112"
std::string ncnn_shape_text(const NcnnExtents& extents);

/// A layer on its way to an operation: its keys and the tensors that it reads, the tensors that it makes and
/// what that costs. Whatever does not fit is an ImportError that names file, line, column, layer and type.
class NcnnCounting {
 public:
  /// Everything given must outlive it.
  NcnnCounting(const NcnnLayer& layer, const std::string& file, std::vector<NcnnTensor> inputs)
      : layer_(layer), file_(file), inputs_(std::move(inputs)) {}

  const NcnnLayer& layer() const { return layer_; }

  // ---- what it reads

  std::size_t input_count() const { return inputs_.size(); }
  const NcnnTensor& input(std::size_t index = 0) const;
  /// Extents of an input that must have between `least` and `most` of them.
  const NcnnExtents& extents(std::size_t index, std::size_t least, std::size_t most) const;

  // ---- its keys

  bool has(int key) const { return layer_.keys.contains(key); }
  std::int64_t integer(int key, std::int64_t fallback) const;
  /// An integer that is at least this large. A fallback is not looked at.
  std::int64_t at_least(std::int64_t least, int key, std::int64_t fallback) const;
  /// A positive integer that must be there.
  std::int64_t needed(int key, const std::string& what) const;
  double real(int key, double fallback) const;
  std::vector<std::int64_t> list(int key) const;
  /// An axis, counted from the outermost extent, or from behind where it is negative.
  std::size_t axis(std::int64_t value, std::size_t dimensions) const;
  /// Bits of a weight: 8 where this key says that weights are quantised.
  double weight_bits(int key) const { return integer(key, 0) != 0 ? 8 : 32; }

  // ---- what it makes

  /// @throws ImportError where an extent is below 1, or the tensor larger than any that a network has
  void add_output(NcnnExtents extents, double bits = 32);
  const std::vector<NcnnTensor>& outputs() const { return outputs_; }
  /// Weights that work on activations. @param biases stored as 32 bits whatever the weights are
  void add_junction(const Junction& junction, double biases, double bits = 32);
  void add_parameters(double count, double bits = 32);
  /// Multiply-accumulates between activations.
  void add_macs(double count) { operation_.macs += Macs{count}; }
  /// Compares the number of weights that a key tells with the one that shapes make.
  void check_weights(int key, double expected) const;
  /// Macs, parameters, weights and junctions are filled in; the rest is left to who knows the graph.
  const Operation& cost() const { return operation_; }

  [[noreturn]] void refuse(const std::string& why) const;
  [[noreturn]] void refuse_key(int key, const std::string& why) const;

 private:
  const NcnnLayer& layer_;
  const std::string& file_;
  std::vector<NcnnTensor> inputs_;
  std::vector<NcnnTensor> outputs_{};
  Operation operation_{};
};

}  // namespace splitscape
