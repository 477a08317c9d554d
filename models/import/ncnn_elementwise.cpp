#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "models/import/ncnn_layers.hpp"

// Layers whose output is as large as what they read: activations, normalisations, sums.

namespace splitscape {
namespace {

constexpr std::int64_t from_blobs = -233;  ///< a size that says: the values are read as a blob

void add_same(NcnnCounting& layer) {
  layer.add_output(layer.input().extents, layer.input().bits);
}

/// The same, and values for each channel, or of a number that a key tells.
void add_same_with(NcnnCounting& layer, double parameters) {
  add_same(layer);
  layer.add_parameters(parameters);
}

double count_of(const NcnnCounting& layer, int key, const char* what) {
  return static_cast<double>(layer.needed(key, what));
}

/// The shape of the shorter one, filled up with ones behind (of more inner axes) or in front.
NcnnExtents filled_up(const NcnnExtents& extents, std::size_t dimensions, bool behind) {
  NcnnExtents filled(dimensions, 1);
  std::copy(extents.begin(), extents.end(),
            filled.begin() + (behind ? 0 : static_cast<std::ptrdiff_t>(dimensions - extents.size())));
  return filled;
}

std::optional<NcnnExtents> stretched(const NcnnExtents& a, const NcnnExtents& b) {
  NcnnExtents result;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && a[i] != 1 && b[i] != 1) return std::nullopt;
    result.push_back(std::max(a[i], b[i]));
  }
  return result;
}

/// The shape of two operands together. ncnn fills a missing axis up on the inside, as a value a channel, and
/// where that does not fit on the outside, as NumPy does (docs/developer-guide/binaryop-broadcasting.md).
std::optional<NcnnExtents> broadcast(const NcnnExtents& a, const NcnnExtents& b) {
  const std::size_t dimensions = std::max(a.size(), b.size());
  for (const bool behind : {true, false}) {
    if (auto shape = stretched(filled_up(a, dimensions, behind), filled_up(b, dimensions, behind)))
      return shape;
  }
  return std::nullopt;
}

}  // namespace

void count_elementwise(NcnnCounting& layer) {
  add_same(layer);
}

void count_binary(NcnnCounting& layer) {
  constexpr int with_scalar = 1;
  if (layer.integer(with_scalar, 0) != 0 || layer.input_count() == 1) return add_same(layer);
  const NcnnTensor& a = layer.input(0);
  const NcnnTensor& b = layer.input(1);
  const auto shape = broadcast(a.extents, b.extents);
  if (!shape) {
    layer.refuse(fmt::format("blobs of {} and of {} do not fit together", ncnn_shape_text(a.extents),
                             ncnn_shape_text(b.extents)));
  }
  layer.add_output(*shape, std::max(a.bits, b.bits));
}

void count_same_shapes(NcnnCounting& layer) {
  for (std::size_t i = 1; i < layer.input_count(); ++i) {
    if (layer.input(i).extents != layer.input().extents) {
      layer.refuse(fmt::format("it must read blobs of one shape, and reads {} and {}",
                               ncnn_shape_text(layer.input().extents),
                               ncnn_shape_text(layer.input(i).extents)));
    }
  }
  add_same(layer);
}

void count_batch_norm(NcnnCounting& layer) {
  // A factor and a bias a channel are trained; mean and variance are statistics.
  add_same_with(layer, 2 * count_of(layer, 0, "number of channels"));
}

void count_bias(NcnnCounting& layer) {
  add_same_with(layer, count_of(layer, 0, "number of values"));
}

void count_scale(NcnnCounting& layer) {
  constexpr int with_bias = 1;
  if (layer.integer(0, 0) == from_blobs) return count_binary(layer);
  const double count = count_of(layer, 0, "number of values");
  add_same_with(layer, layer.integer(with_bias, 0) != 0 ? 2 * count : count);
}

void count_layer_norm(NcnnCounting& layer) {
  constexpr int affine = 2;
  add_same_with(layer, layer.integer(affine, 1) != 0 ? 2 * count_of(layer, 0, "number of values") : 0);
}

void count_rms_norm(NcnnCounting& layer) {
  constexpr int affine = 2;
  add_same_with(layer, layer.integer(affine, 1) != 0 ? count_of(layer, 0, "number of values") : 0);
}

void count_group_norm(NcnnCounting& layer) {
  constexpr int channels = 1, affine = 3;
  add_same_with(layer,
                layer.integer(affine, 1) != 0 ? 2 * count_of(layer, channels, "number of channels") : 0);
}

void count_instance_norm(NcnnCounting& layer) {
  constexpr int affine = 2;
  add_same_with(layer, layer.integer(affine, 1) != 0 ? 2 * count_of(layer, 0, "number of channels") : 0);
}

void count_normalize(NcnnCounting& layer) {
  constexpr int values = 3;
  add_same_with(layer, static_cast<double>(layer.at_least(0, values, 0)));
}

void count_prelu(NcnnCounting& layer) {
  add_same_with(layer, count_of(layer, 0, "number of slopes"));
}

// Factors of a quantisation come from calibration, not from training, and are not counted.

void count_to_int8(NcnnCounting& layer) {
  constexpr int biases_of_requantize = 2;
  layer.add_output(layer.input().extents, 8);
  if (layer.layer().type.text == "Requantize")
    layer.add_parameters(static_cast<double>(layer.at_least(0, biases_of_requantize, 0)));
}

void count_dequantize(NcnnCounting& layer) {
  constexpr int biases = 1;
  layer.add_output(layer.input().extents);
  layer.add_parameters(static_cast<double>(layer.at_least(0, biases, 0)));
}

void count_cast(NcnnCounting& layer) {
  constexpr int to = 1;
  constexpr double bits[] = {32, 32, 16, 8, 16};  // auto, float, half, int8, bfloat16
  const std::int64_t type = layer.at_least(0, to, 0);
  if (type > 4) layer.refuse_key(to, fmt::format("expected a type from 0 to 4, found {}", type));
  layer.add_output(layer.input().extents, type == 0 ? layer.input().bits : bits[type]);
}

}  // namespace splitscape
