#include "models/import/onnx_shapes.hpp"

#include <fmt/format.h>
#include <onnx/onnx_pb.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "models/import/import_options.hpp"
#include "models/import/onnx_einsum.hpp"
#include "models/import/onnx_inference.hpp"

namespace splitscape {
namespace {

using Integers = std::vector<std::int64_t>;

OnnxTensor like(const OnnxTensor& tensor, TensorShape shape) {
  OnnxTensor out;
  out.type = tensor.type;
  out.shape = std::move(shape);
  check_shape(out.shape);
  return out;
}

/// A list that is an attribute in early opsets and an input in later ones.
std::optional<Integers> attribute_or_input(const OnnxNode& node, const char* name, std::size_t input) {
  if (const auto written = node.integers(name)) return written;
  if (node.has_input(input)) return node.integers(input);
  return std::nullopt;
}

std::vector<std::size_t> axes_of(const std::optional<Integers>& written, std::size_t rank) {
  std::vector<std::size_t> axes;
  if (written) {
    for (const std::int64_t axis : *written) axes.push_back(OnnxNode::axis(axis, rank));
  } else {
    for (std::size_t axis = 0; axis < rank; ++axis) axes.push_back(axis);
  }
  if (std::set(axes.begin(), axes.end()).size() != axes.size()) throw OnnxNodeError("it names an axis twice");
  return axes;
}

void need_as_many(std::size_t values, std::size_t wanted, const char* of) {
  if (values != wanted)
    throw OnnxNodeError(fmt::format("it has {} {} where {} are needed", values, of, wanted));
}

/// A dimension times a scale, as Resize rounds it.
std::int64_t scaled(std::int64_t dimension, double scale) {
  const double size = std::floor(static_cast<double>(dimension) * scale);
  if (!(scale > 0) || !(size <= static_cast<double>(largest_dimension))) {
    throw OnnxNodeError(fmt::format("it scales an axis of {} by {}", dimension, scale));
  }
  return static_cast<std::int64_t>(size);
}

std::vector<double> scales_of(const OnnxNode& node, std::size_t input) {
  if (const auto* attribute = node.attribute("scales")) {
    return {attribute->floats().begin(), attribute->floats().end()};
  }
  const auto* scales = std::get_if<std::vector<double>>(&node.values(input));
  if (scales == nullptr) throw OnnxNodeError("its scales must be floating-point numbers");
  return *scales;
}

}  // namespace

std::vector<OnnxTensor> same_outputs(const OnnxNode& node) {
  return std::vector<OnnxTensor>(node.output_count(), like(node.input(0), node.shape(0)));
}

std::vector<OnnxTensor> first_same_outputs(const OnnxNode& node) {
  if (node.output_count() > 1) throw OnnxNodeError("it is in the mode of training: it has several outputs");
  return same_outputs(node);
}

std::vector<OnnxTensor> layer_normalization_outputs(const OnnxNode& node) {
  auto outputs = same_outputs(node);
  TensorShape statistics = node.shape(0);  // mean and deviation: one over all axes from this one on
  const std::size_t axis = OnnxNode::axis(node.integer("axis", -1), statistics.size());
  std::fill(statistics.begin() + static_cast<std::ptrdiff_t>(axis), statistics.end(), 1);
  for (std::size_t i = 1; i < outputs.size(); ++i) outputs[i].shape = statistics;
  return outputs;
}

std::vector<OnnxTensor> quantized_outputs(const OnnxNode& node) {
  auto outputs = same_outputs(node);
  const std::int64_t told = node.integer("output_dtype", 0);
  const int type = node.has_input(2) ? node.input(2).type : int{onnx::TensorProto::UINT8};
  outputs.at(0).type = told > 0 && told < 100 ? static_cast<int>(told) : type;
  return outputs;
}

std::vector<OnnxTensor> dequantized_outputs(const OnnxNode& node) {
  auto outputs = same_outputs(node);
  outputs.at(0).type = node.input(1).type;
  return outputs;
}

std::vector<OnnxTensor> global_pool_outputs(const OnnxNode& node) {
  TensorShape shape = node.shape(0);
  if (shape.size() < 3) throw OnnxNodeError("its input has no image axes behind batch and channels");
  std::fill(shape.begin() + 2, shape.end(), 1);
  return {like(node.input(0), std::move(shape))};
}

std::vector<OnnxTensor> reduction_outputs(const OnnxNode& node) {
  const TensorShape& in = node.shape(0);
  const auto written = attribute_or_input(node, "axes", 1);
  const bool none = !written || written->empty();
  if (none && node.integer("noop_with_empty_axes", 0) != 0) return same_outputs(node);
  const auto axes = axes_of(none ? std::nullopt : written, in.size());
  const bool keep = node.integer("keepdims", 1) != 0;
  TensorShape out;
  for (std::size_t axis = 0; axis < in.size(); ++axis) {
    const bool reduced = std::find(axes.begin(), axes.end(), axis) != axes.end();
    if (!reduced) out.push_back(in[axis]);
    if (reduced && keep) out.push_back(1);
  }
  return {like(node.input(0), std::move(out))};
}

std::vector<OnnxTensor> split_outputs(const OnnxNode& node) {
  const TensorShape& in = node.shape(0);
  const std::size_t axis = OnnxNode::axis(node.integer("axis", 0), in.size());
  const std::size_t parts = node.output_count();
  auto sizes = attribute_or_input(node, "split", 1);
  if (!sizes) {  // equal parts; since opset 18 the last may be smaller
    const auto count = static_cast<std::int64_t>(parts);
    const std::int64_t size = (in[axis] + count - 1) / count;
    sizes = Integers(parts, size);
    sizes->back() = in[axis] - size * (count - 1);
    if (sizes->back() != size && node.opset() < 18) {
      throw OnnxNodeError(fmt::format("an axis of {} does not split in {} equal parts", in[axis], parts));
    }
  }
  need_as_many(sizes->size(), parts, "parts");
  std::vector<OnnxTensor> outputs;
  std::int64_t rest = in[axis];
  for (const std::int64_t size : *sizes) {
    if (size < 0 || size > rest)
      throw OnnxNodeError(fmt::format("its parts do not fit an axis of {}", in[axis]));
    rest -= size;
    TensorShape shape = in;
    shape[axis] = size;
    outputs.push_back(like(node.input(0), std::move(shape)));
  }
  if (rest != 0) throw OnnxNodeError(fmt::format("its parts do not fill an axis of {}", in[axis]));
  return outputs;
}

std::vector<OnnxTensor> pad_outputs(const OnnxNode& node) {
  TensorShape shape = node.shape(0);
  const auto pads = attribute_or_input(node, "pads", 1);
  const auto axes = axes_of(node.has_input(3) ? std::optional(node.integers(3)) : std::nullopt, shape.size());
  need_as_many(pads ? pads->size() : 0, 2 * axes.size(), "pads");
  for (std::size_t i = 0; i < axes.size(); ++i) {
    for (const std::int64_t pad : {(*pads)[i], (*pads)[i + axes.size()]}) {
      if (pad > largest_dimension || pad < -largest_dimension)
        throw OnnxNodeError(fmt::format("it pads by {}", pad));
      shape[axes[i]] += pad;
    }
  }
  return {like(node.input(0), std::move(shape))};
}

std::vector<OnnxTensor> resize_outputs(const OnnxNode& node) {
  TensorShape shape = node.shape(0);
  const auto axes = axes_of(node.integers("axes"), shape.size());
  if (node.text("keep_aspect_ratio_policy", "stretch") != "stretch") {
    throw OnnxNodeError("its 'keep_aspect_ratio_policy' must be 'stretch'");
  }
  if (node.has_input(3)) {
    const Integers& sizes = node.integers(3);
    need_as_many(sizes.size(), axes.size(), "sizes");
    for (std::size_t i = 0; i < axes.size(); ++i) shape[axes[i]] = sizes[i];
  } else {
    const bool early = node.op() == "Upsample" || node.opset() < 11;
    const auto scales = scales_of(node, early ? 1 : 2);
    need_as_many(scales.size(), axes.size(), "scales");
    for (std::size_t i = 0; i < axes.size(); ++i) shape[axes[i]] = scaled(shape[axes[i]], scales[i]);
  }
  return {like(node.input(0), std::move(shape))};
}

std::vector<SliceRange> slice_ranges(const OnnxNode& node) {
  const TensorShape& in = node.shape(0);
  const auto starts = attribute_or_input(node, "starts", 1);
  const auto ends = attribute_or_input(node, "ends", 2);
  if (!starts || !ends) throw OnnxNodeError("it needs starts and ends");
  const auto written = attribute_or_input(node, "axes", 3);
  const auto steps = node.has_input(4) ? node.integers(4) : Integers(starts->size(), 1);
  std::vector<std::size_t> axes = axes_of(written, in.size());
  if (!written) axes.resize(std::min(axes.size(), starts->size()));
  need_as_many(starts->size(), axes.size(), "starts");
  need_as_many(ends->size(), axes.size(), "ends");
  need_as_many(steps.size(), axes.size(), "steps");
  std::vector<SliceRange> ranges;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::int64_t size = in[axes[i]];
    const std::int64_t step = std::clamp(steps[i], -largest_dimension, largest_dimension);
    if (step == 0) throw OnnxNodeError("a step of 0");
    const auto place = [size, step](std::int64_t written_at) {
      const std::int64_t at =
          written_at < 0 ? std::max(written_at, -largest_dimension * 2) + size : written_at;
      return step > 0 ? std::clamp(at, std::int64_t{0}, size) : std::clamp(at, std::int64_t{-1}, size - 1);
    };
    const std::int64_t first = place((*starts)[i]);
    const std::int64_t length = step > 0 ? place((*ends)[i]) - first : first - place((*ends)[i]);
    const std::int64_t stride = std::abs(step);
    ranges.push_back({axes[i], first, step, length > 0 ? (length + stride - 1) / stride : 0});
  }
  return ranges;
}

std::vector<OnnxTensor> slice_outputs(const OnnxNode& node) {
  TensorShape shape = node.shape(0);
  for (const SliceRange& range : slice_ranges(node)) shape[range.axis] = range.count;
  return {like(node.input(0), std::move(shape))};
}

std::vector<OnnxTensor> concatenation_outputs(const OnnxNode& node) {
  TensorShape shape = node.shape(0);
  const std::size_t axis = OnnxNode::axis(node.integer("axis", 0), shape.size());
  shape[axis] = 0;
  for (std::size_t i = 0; i < node.input_count(); ++i) {
    TensorShape part = node.shape(i);
    const std::int64_t size = part.size() == shape.size() ? part[axis] : 0;
    if (part.size() == shape.size()) part[axis] = shape[axis];
    if (part != shape) {
      throw OnnxNodeError(fmt::format("{} and {} do not fit each other on axis {}", text_of(node.shape(0)),
                                      text_of(node.shape(i)), axis));
    }
    shape[axis] += size;
  }
  return {like(node.input(0), std::move(shape))};
}

std::vector<OnnxTensor> transpose_outputs(const OnnxNode& node) {
  const TensorShape& in = node.shape(0);
  TensorShape out(in.rbegin(), in.rend());
  if (const auto order = node.integers("perm")) {
    const auto axes = axes_of(order, in.size());
    need_as_many(axes.size(), in.size(), "axes");
    for (std::size_t i = 0; i < axes.size(); ++i) out[i] = in[axes[i]];
  }
  return {like(node.input(0), std::move(out))};
}

std::vector<OnnxTensor> rearranged_outputs(const OnnxNode& node) {
  auto outputs = libonnx_outputs(node);
  if (count_of(outputs.at(0).shape) != count_of(node.shape(0))) {
    throw OnnxNodeError(
        fmt::format("{} cannot become {}", text_of(node.shape(0)), text_of(outputs[0].shape)));
  }
  return outputs;
}

std::vector<OnnxTensor> einsum_outputs(const OnnxNode& node) {
  std::vector<TensorShape> shapes;
  for (std::size_t i = 0; i < node.input_count(); ++i) shapes.push_back(node.shape(i));
  return {like(node.input(0), Einsum(node.text("equation", ""), shapes).output())};
}

}  // namespace splitscape
