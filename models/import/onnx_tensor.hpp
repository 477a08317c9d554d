#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

namespace onnx {
class TensorProto;
}

namespace splitscape {

using TensorShape = std::vector<std::int64_t>;

/// The content of a small tensor, row by row: whole numbers (truth values are 0 and 1) or others.
using TensorValues = std::variant<std::vector<std::int64_t>, std::vector<double>>;

/// Content is kept of tensors up to this size: shapes, axes, scales.
inline constexpr std::size_t most_values = 256;
/// Far above what any operator needs; keeps hostile files small in memory.
inline constexpr std::size_t most_dimensions = 16;
inline constexpr std::size_t most_stored = 256;

/// What is known of a tensor of an ONNX graph before it runs. Weights are known by their shape only.
struct OnnxTensor {
  int type = 0;  ///< as onnx.proto numbers TensorProto.DataType
  TensorShape shape{};
  bool constant = false;                 ///< depends on no input of the network
  std::optional<TensorValues> values{};  ///< where it is constant and small
  std::vector<std::uint32_t> stored{};   ///< stored tensors that a constant is made of, sorted
};

/// Something about a node that cannot be counted; who walks the graph adds file and node.
class OnnxNodeError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

double count_of(const TensorShape& shape);
/// @throws OnnxNodeError where a dimension is negative, or one of the bounds is passed
void check_shape(const TensorShape& shape);
std::string text_of(const TensorShape& shape);  ///< "1x3x224x224", "scalar"

/// Storage of a value in bits. @throws OnnxNodeError where the type has none (text), or is unknown
double bits_of_type(int type);
bool is_fractional_type(int type);  ///< float, half, double, ...

/// Name, shape and, where it is small and in the file, content of a stored tensor.
/// @throws OnnxNodeError
OnnxTensor stored_tensor(const onnx::TensorProto& proto);
/// The content as libonnx wants it.
onnx::TensorProto proto_of(const OnnxTensor& tensor);

}  // namespace splitscape
