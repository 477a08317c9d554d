#include "models/import/onnx_tensor.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

#include "models/import/import_options.hpp"

namespace splitscape {
namespace {

static_assert(std::endian::native == std::endian::little, "raw data of ONNX is little-endian");

/// Bits by the number of the type in onnx.proto; 0: no number. 17 to 23 came after libonnx 1.12.
constexpr double type_bits[] = {0,  32, 8,  8,   16, 16, 32, 64, 0, 8, 16, 64,
                                32, 64, 64, 128, 16, 8,  8,  8,  8, 4, 4,  4};

template <class Stored, class Kept>
std::vector<Kept> raw_values(const std::string& raw, std::size_t count) {
  std::vector<Kept> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    Stored value;
    std::memcpy(&value, raw.data() + i * sizeof value, sizeof value);
    values[i] = static_cast<Kept>(value);
  }
  return values;
}

/// Content from the raw bytes, or else from the list of the type; none where neither has the right size.
template <class Stored, class Kept, class List>
std::optional<TensorValues> content(const onnx::TensorProto& proto, const List& list, std::size_t count) {
  if (proto.has_raw_data() && proto.raw_data().size() == count * sizeof(Stored)) {
    return raw_values<Stored, Kept>(proto.raw_data(), count);
  }
  if (static_cast<std::size_t>(list.size()) == count) return std::vector<Kept>(list.begin(), list.end());
  return std::nullopt;
}

std::optional<TensorValues> content(const onnx::TensorProto& proto, std::size_t count) {
  using Type = onnx::TensorProto;
  if (count > most_values || proto.data_location() == Type::EXTERNAL) return std::nullopt;
  switch (proto.data_type()) {
    case Type::INT64:
      return content<std::int64_t, std::int64_t>(proto, proto.int64_data(), count);
    case Type::INT32:
      return content<std::int32_t, std::int64_t>(proto, proto.int32_data(), count);
    case Type::BOOL:
    case Type::UINT8:
      return content<std::uint8_t, std::int64_t>(proto, proto.int32_data(), count);
    case Type::FLOAT:
      return content<float, double>(proto, proto.float_data(), count);
    case Type::DOUBLE:
      return content<double, double>(proto, proto.double_data(), count);
    default:
      return std::nullopt;
  }
}

}  // namespace

double count_of(const TensorShape& shape) {
  return std::accumulate(shape.begin(), shape.end(), 1.0, [](double product, std::int64_t dimension) {
    return product * static_cast<double>(dimension);
  });
}

void check_shape(const TensorShape& shape) {
  if (shape.size() > most_dimensions) {
    throw OnnxNodeError(
        fmt::format("a tensor of {} dimensions; {} are the most", shape.size(), most_dimensions));
  }
  for (const std::int64_t dimension : shape) {
    if (dimension < 0) throw OnnxNodeError(fmt::format("a tensor has the dimension {}", dimension));
    if (dimension > largest_dimension) {
      throw OnnxNodeError(
          fmt::format("a tensor has the dimension {}; {} is the largest", dimension, largest_dimension));
    }
  }
  if (count_of(shape) > largest_tensor) {
    throw OnnxNodeError(
        fmt::format("a tensor of {} values; {:.0f} are the most", text_of(shape), largest_tensor));
  }
}

std::string text_of(const TensorShape& shape) {
  return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, "x"));
}

double bits_of_type(int type) {
  const bool known = type > 0 && static_cast<std::size_t>(type) < std::size(type_bits);
  const double bits = known ? type_bits[type] : 0;
  if (bits == 0) throw OnnxNodeError(fmt::format("tensors of the element type {} have no size", type));
  return bits;
}

bool is_fractional_type(int type) {
  using Type = onnx::TensorProto;
  return type == Type::FLOAT || type == Type::FLOAT16 || type == Type::DOUBLE || type == Type::BFLOAT16;
}

OnnxTensor stored_tensor(const onnx::TensorProto& proto) {
  OnnxTensor tensor;
  tensor.type = proto.data_type();
  tensor.shape.assign(proto.dims().begin(), proto.dims().end());
  tensor.constant = true;
  check_shape(tensor.shape);
  const double count = count_of(tensor.shape);
  if (count <= static_cast<double>(most_values)) {
    tensor.values = content(proto, static_cast<std::size_t>(count));
  }
  return tensor;
}

onnx::TensorProto proto_of(const OnnxTensor& tensor) {
  onnx::TensorProto proto;
  for (const std::int64_t dimension : tensor.shape) proto.add_dims(dimension);
  proto.set_data_type(tensor.type);
  if (!tensor.values) return proto;
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&*tensor.values)) {
    for (const std::int64_t value : *whole) {
      if (tensor.type == onnx::TensorProto::INT64) {
        proto.add_int64_data(value);
      } else {
        proto.add_int32_data(static_cast<std::int32_t>(value));
      }
    }
  } else {
    for (const double value : std::get<std::vector<double>>(*tensor.values)) {
      if (tensor.type == onnx::TensorProto::DOUBLE) {
        proto.add_double_data(value);
      } else {
        proto.add_float_data(static_cast<float>(value));
      }
    }
  }
  return proto;
}

}  // namespace splitscape
