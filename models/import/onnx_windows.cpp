#include "models/import/onnx_windows.hpp"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <algorithm>

#include "models/import/import_options.hpp"

namespace splitscape {
namespace {

using Integers = std::vector<std::int64_t>;

/// How a kernel moves over an image: a value an axis, the pads those of all starts and then of all ends.
struct Window {
  Integers kernel{}, strides{}, dilations{}, pads{};
  std::string padding{};  ///< "NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"

  std::size_t axes() const { return kernel.size(); }
  /// Points of the image that the kernel spans.
  std::int64_t span(std::size_t axis) const { return (kernel[axis] - 1) * dilations[axis] + 1; }
  std::int64_t padded(std::size_t axis) const { return pads[axis] + pads[axis + axes()]; }
};

Integers list(const OnnxNode& node, const char* name, std::size_t size, std::int64_t fallback,
              std::int64_t smallest) {
  const auto written = node.integers(name);
  if (!written || written->empty()) return Integers(size, fallback);
  if (written->size() != size) {
    throw OnnxNodeError(
        fmt::format("its attribute '{}' has {} values where {} are needed", name, written->size(), size));
  }
  for (const std::int64_t value : *written) {
    if (value < smallest || value > largest_dimension) {
      throw OnnxNodeError(fmt::format("its attribute '{}' has the value {}", name, value));
    }
  }
  return *written;
}

std::size_t image_axes(const OnnxNode& node) {
  const std::size_t rank = node.shape(0).size();
  if (rank < 3) {
    throw OnnxNodeError(
        fmt::format("its input {} has no image axes behind batch and channels", text_of(node.shape(0))));
  }
  return rank - 2;
}

/// @param kernel absent: the attribute tells it
Window window_of(const OnnxNode& node, const std::optional<Integers>& kernel) {
  const std::size_t axes = image_axes(node);
  Window window;
  window.kernel = list(node, "kernel_shape", axes, 0, 1);
  if (kernel) {
    const bool told = node.attribute("kernel_shape") != nullptr && !node.integers("kernel_shape")->empty();
    if (kernel->size() != axes || (told && window.kernel != *kernel)) {
      throw OnnxNodeError(
          fmt::format("its kernel is {} and its weights have {}", text_of(window.kernel), text_of(*kernel)));
    }
    window.kernel = *kernel;
  }
  if (std::find(window.kernel.begin(), window.kernel.end(), 0) != window.kernel.end()) {
    throw OnnxNodeError("it needs a kernel");
  }
  window.strides = list(node, "strides", axes, 1, 1);
  window.dilations = list(node, "dilations", axes, 1, 1);
  window.pads = list(node, "pads", 2 * axes, 0, 0);
  window.padding = node.text("auto_pad", "NOTSET");
  if (window.padding.empty()) window.padding = "NOTSET";
  for (const char* known : {"NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER"}) {
    if (window.padding == known) return window;
  }
  throw OnnxNodeError("its attribute 'auto_pad' is none of NOTSET, VALID, SAME_UPPER and SAME_LOWER");
}

/// Positions of the window along an axis, as the operators' specification in ONNX has it. Where it rounds up,
/// a window that would begin in the padding at the end is none.
std::int64_t positions(const Window& window, std::size_t axis, std::int64_t size, bool round_up) {
  const std::int64_t stride = window.strides[axis];
  if (window.padding.starts_with("SAME")) return (size + stride - 1) / stride;
  const std::int64_t pads = window.padding == "VALID" ? 0 : window.padded(axis);
  const std::int64_t room = size + pads - window.span(axis);
  if (room < 0) {
    throw OnnxNodeError(
        fmt::format("its kernel spans {} points of an axis that has {}", window.span(axis), size + pads));
  }
  std::int64_t count = room / stride + 1;
  const std::int64_t start = window.padding == "VALID" ? 0 : window.pads[axis];
  if (round_up && room % stride != 0 && count * stride < size + start) ++count;
  return count;
}

OnnxTensor image(int type, std::int64_t batch, std::int64_t channels) {
  OnnxTensor tensor;
  tensor.type = type;
  tensor.shape = {batch, channels};
  return tensor;
}

OnnxTensor convolved(const OnnxNode& node, std::size_t weights, int type) {
  const TensorShape& in = node.shape(0);
  const TensorShape& filters = node.shape(weights);
  image_axes(node);
  if (filters.size() != in.size()) {
    throw OnnxNodeError(fmt::format("its input is {} and its weights {}", text_of(in), text_of(filters)));
  }
  const std::int64_t groups = node.integer("group", 1);
  if (groups < 1 || groups > in[1] || in[1] % groups != 0 || filters[1] != in[1] / groups ||
      filters[0] % groups != 0) {
    throw OnnxNodeError(
        fmt::format("weights {} in {} groups do not fit an input {}", text_of(filters), groups, text_of(in)));
  }
  const Window window = window_of(node, Integers(filters.begin() + 2, filters.end()));
  OnnxTensor out = image(type, in[0], filters[0]);
  for (std::size_t axis = 0; axis < window.axes(); ++axis) {
    out.shape.push_back(positions(window, axis, in[axis + 2], false));
  }
  check_shape(out.shape);
  return out;
}

}  // namespace

std::vector<OnnxTensor> convolution_outputs(const OnnxNode& node) {
  return {convolved(node, 1, node.input(0).type)};
}

std::vector<OnnxTensor> quantized_convolution_outputs(const OnnxNode& node) {
  return {convolved(node, 3, node.input(7).type)};
}

std::vector<OnnxTensor> integer_convolution_outputs(const OnnxNode& node) {
  return {convolved(node, 1, onnx::TensorProto::INT32)};
}

std::vector<OnnxTensor> transposed_convolution_outputs(const OnnxNode& node) {
  const TensorShape& in = node.shape(0);
  const TensorShape& filters = node.shape(1);
  const std::size_t axes = image_axes(node);
  const std::int64_t groups = node.integer("group", 1);
  if (filters.size() != in.size() || filters[0] != in[1] || groups < 1 || groups > largest_dimension ||
      in[1] % groups != 0) {
    throw OnnxNodeError(
        fmt::format("weights {} in {} groups do not fit an input {}", text_of(filters), groups, text_of(in)));
  }
  const Window window = window_of(node, Integers(filters.begin() + 2, filters.end()));
  const Integers added = list(node, "output_padding", axes, 0, 0);
  const Integers told = list(node, "output_shape", axes, -1, 1);
  const bool same = window.padding.starts_with("SAME");
  OnnxTensor out = image(node.input(0).type, in[0], filters[1] * groups);
  for (std::size_t axis = 0; axis < axes; ++axis) {
    const std::int64_t pads = window.padding == "NOTSET" ? window.padded(axis) : 0;
    const std::int64_t spread =
        window.strides[axis] * (in[axis + 2] - 1) + added[axis] + window.span(axis) - pads;
    const std::int64_t size = same ? window.strides[axis] * in[axis + 2] : spread;
    out.shape.push_back(told[axis] > 0 ? told[axis] : size);
  }
  check_shape(out.shape);
  return {out};
}

std::vector<OnnxTensor> pool_outputs(const OnnxNode& node) {
  const Window window = window_of(node, std::nullopt);
  const TensorShape& in = node.shape(0);
  OnnxTensor out = image(node.input(0).type, in[0], in[1]);
  const bool round_up = node.integer("ceil_mode", 0) != 0;
  for (std::size_t axis = 0; axis < window.axes(); ++axis) {
    out.shape.push_back(positions(window, axis, in[axis + 2], round_up));
  }
  check_shape(out.shape);
  std::vector<OnnxTensor> outputs{out};
  if (node.output_count() > 1) {  // places of the maxima
    outputs.push_back(out);
    outputs.back().type = onnx::TensorProto::INT64;
  }
  return outputs;
}

}  // namespace splitscape
