#include <fmt/format.h>

#include "models/import/ncnn_layers.hpp"

// Convolutions, transposed convolutions and pooling of one, two and three dimensions. Keys of an axis: w, h,
// d.

namespace splitscape {
namespace {

/// Paddings that ncnn resolves while it runs.
constexpr std::int64_t same_upper = -233;
constexpr std::int64_t same_lower = -234;

/// The window along one axis.
struct Window {
  std::int64_t kernel = 1;
  std::int64_t stride = 1;
  std::int64_t dilation = 1;
  std::int64_t before = 0;  ///< padding
  std::int64_t after = 0;

  std::int64_t extent() const { return dilation * (kernel - 1) + 1; }
};

/// Numbers of the keys along w, h and d.
struct WindowKeys {
  int kernel, dilation, stride, before, after;
};
constexpr int no_key = -1;
constexpr WindowKeys convolution_keys[] = {{1, 2, 3, 4, 15}, {11, 12, 13, 14, 16}, {21, 22, 23, 24, 17}};
constexpr WindowKeys pooling_keys[] = {
    {1, no_key, 2, 3, 14}, {11, no_key, 12, 13, 15}, {21, no_key, 22, 23, 16}};

std::int64_t padding(const NcnnCounting& layer, int key, std::int64_t fallback) {
  const std::int64_t value = layer.integer(key, fallback);
  if (value < 0 && value != same_upper && value != same_lower)
    layer.refuse_key(key, fmt::format("expected a padding from 0, or -233 or -234, found {}", value));
  return value;
}

/// Windows along the axes, the innermost (w) first. What an axis leaves out is as along w; a padding behind
/// is as the one in front.
std::vector<Window> windows(const NcnnCounting& layer, const WindowKeys* keys, std::size_t axes) {
  std::vector<Window> all;
  for (std::size_t i = 0; i < axes; ++i) {
    const Window first = all.empty() ? Window{} : all.front();
    Window window;
    window.kernel = i == 0 ? layer.needed(keys[i].kernel, "width of the kernel")
                           : layer.at_least(1, keys[i].kernel, first.kernel);
    window.stride = layer.at_least(1, keys[i].stride, first.stride);
    if (keys[i].dilation != no_key) window.dilation = layer.at_least(1, keys[i].dilation, first.dilation);
    window.before = padding(layer, keys[i].before, first.before);
    window.after = padding(layer, keys[i].after, window.before);
    all.push_back(window);
  }
  return all;
}

bool is_same(const Window& window) {
  return window.before < 0 || window.after < 0;
}

std::int64_t divided_up(std::int64_t value, std::int64_t divisor) {
  return (value + divisor - 1) / divisor;
}

/// Positions of a window in an extent. @param rounded_up where the last one may hang over
std::int64_t positions(const NcnnCounting& layer, const Window& window, std::int64_t extent,
                       bool rounded_up) {
  if (is_same(window)) return divided_up(extent, window.stride);
  const std::int64_t room = extent + window.before + window.after - window.extent();
  if (room < 0) {
    layer.refuse(fmt::format("its window of {} does not fit into {} values padded by {} and {}",
                             window.extent(), extent, window.before, window.after));
  }
  return (rounded_up ? divided_up(room, window.stride) : room / window.stride) + 1;
}

std::size_t dimensions_of(const NcnnCounting& layer) {
  const std::string& type = layer.layer().type.text;
  return type.ends_with("1D") ? 1 : type.ends_with("3D") ? 3 : 2;
}

/// What a convolution and a transposed one have in common.
struct Filters {
  std::int64_t outputs = 0, inputs = 0, groups = 1;
  double kernel = 1;  ///< weights of a connection

  Junction junction(double uses) const {
    return {.inputs = static_cast<std::uint64_t>(inputs / groups),
            .outputs = static_cast<std::uint64_t>(outputs / groups),
            .groups = static_cast<std::uint64_t>(groups),
            .kernel = static_cast<std::uint64_t>(kernel),
            .uses = static_cast<std::uint64_t>(uses)};
  }
};

constexpr int key_of_weights = 6;
constexpr int key_of_groups = 7;
constexpr int key_of_int8 = 8;
constexpr int key_of_dynamic_weights = 19;
constexpr double most_kernel =
    4294967296.0;  ///< points, 2^32: none is larger, and a product of three is exact

Filters filters(NcnnCounting& layer, std::int64_t channels, const std::vector<Window>& along) {
  if (layer.integer(key_of_dynamic_weights, 0) != 0 && !layer.layer().type.text.starts_with("Deconv"))
    layer.refuse_key(key_of_dynamic_weights, "weights that another layer computes cannot be counted");
  Filters found;
  found.outputs = layer.needed(0, "number of outputs");
  found.inputs = channels;
  if (layer.layer().type.text.find("DepthWise") != std::string::npos)
    found.groups = layer.at_least(1, key_of_groups, 1);
  for (const Window& window : along) found.kernel *= static_cast<double>(window.kernel);
  if (found.kernel > most_kernel) layer.refuse(fmt::format("no kernel has {:.0f} points", found.kernel));
  if (channels % found.groups != 0 || found.outputs % found.groups != 0) {
    layer.refuse(fmt::format("{} groups do not divide {} channels into {} filters", found.groups, channels,
                             found.outputs));
  }
  layer.check_weights(key_of_weights, found.junction(1).weights());
  return found;
}

double product(const NcnnExtents& extents, std::size_t from) {
  double all = 1;
  for (std::size_t i = from; i < extents.size(); ++i) all *= static_cast<double>(extents[i]);
  return all;
}

void add_filters(NcnnCounting& layer, const Filters& filters, double uses) {
  const double biases = layer.integer(5, 0) != 0 ? static_cast<double>(filters.outputs) : 0;
  layer.add_junction(filters.junction(uses), biases, layer.weight_bits(key_of_int8));
}

}  // namespace

void count_convolution(NcnnCounting& layer) {
  const std::size_t axes = dimensions_of(layer);
  const NcnnExtents& input = layer.extents(0, 1, axes + 1);
  const auto along = windows(layer, convolution_keys, axes);
  const Filters all = filters(layer, input[0], along);
  // ncnn runs a convolution over a vector as an inner product.
  const bool vector = input.size() == 1 && all.kernel == 1 && axes == 2;
  if (!vector) (void)layer.extents(0, axes + 1, axes + 1);
  NcnnExtents output{all.outputs};
  for (std::size_t i = 1; i < input.size(); ++i)
    output.push_back(positions(layer, along[input.size() - 1 - i], input[i], false));
  // An int8 term above 100 asks for an output that stays 8 bits wide.
  constexpr std::int64_t first_requantizing = 101;
  layer.add_output(output, layer.integer(key_of_int8, 0) >= first_requantizing ? 8 : 32);
  add_filters(layer, all, product(output, 1));
}

void count_deconvolution(NcnnCounting& layer) {
  const std::size_t axes = dimensions_of(layer);
  const NcnnExtents& input = layer.extents(0, axes + 1, axes + 1);
  const auto along = windows(layer, convolution_keys, axes);
  const Filters all = filters(layer, input[0], along);
  const int first_asked = axes == 3 ? 25 : 20;  // key of output_w; h and d follow
  constexpr int first_more = 18;                // key of output_pad_right; bottom and behind follow
  NcnnExtents output(axes + 1, all.outputs);
  const std::int64_t more_w = layer.at_least(0, first_more, 0);
  const std::int64_t asked_w = layer.at_least(0, first_asked, 0);
  for (std::size_t i = 0; i < axes; ++i) {
    const auto offset = static_cast<int>(i);
    const std::int64_t more = i == 0 ? more_w : layer.at_least(0, first_more + offset, more_w);
    const std::int64_t asked = i == 0 ? asked_w : layer.at_least(0, first_asked + offset, asked_w);
    const Window& window = along[i];
    const std::int64_t cut = is_same(window) ? 0 : window.before + window.after;
    std::int64_t& extent = output[axes - i];
    extent = (input[axes - i] - 1) * window.stride + window.extent() + more - cut;
    if (asked > 0) extent = asked;
  }
  layer.add_output(output);
  // Every value that comes in meets every weight of its channel.
  add_filters(layer, all, product(input, 1));
}

void count_pooling(NcnnCounting& layer) {
  const std::size_t axes = dimensions_of(layer);
  const NcnnExtents& input = layer.extents(0, axes + 1, axes + 1);
  constexpr int global = 4, mode = 5, adaptive = 7;
  constexpr int adaptive_keys[] = {8, 18, 28};
  if (layer.integer(global, 0) != 0) return layer.add_output({input[0]}, layer.input().bits);
  NcnnExtents output(axes + 1, input[0]);
  if (layer.integer(adaptive, 0) != 0) {
    const std::int64_t first = layer.integer(adaptive_keys[0], 0);
    for (std::size_t i = 0; i < axes; ++i) {
      const std::int64_t asked = layer.integer(adaptive_keys[i], first);
      output[axes - i] = asked == same_upper ? input[axes - i] : asked;  // -233: as it comes in
    }
    return layer.add_output(output, layer.input().bits);
  }
  auto along = windows(layer, pooling_keys, axes);
  const std::int64_t way = layer.at_least(0, mode, 0);
  constexpr std::int64_t last_way = 3;
  if (way > last_way)
    layer.refuse_key(mode, fmt::format("expected a way of padding from 0 to 3, found {}", way));
  for (std::size_t i = 0; i < axes; ++i) {
    if (way >= 2) along[i].before = same_upper;
    output[axes - i] = positions(layer, along[i], input[axes - i], way == 0);
  }
  layer.add_output(output, layer.input().bits);
}

}  // namespace splitscape
