#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/import/import_options.hpp"
#include "models/import/ncnn_axes.hpp"
#include "models/import/ncnn_layers.hpp"

// Layers that repeat, stretch, fold or reduce axes.

namespace splitscape {
namespace {

/// A scaled extent, rounded down.
std::int64_t scaled(const NcnnCounting& layer, int key, std::int64_t extent) {
  const double size = std::floor(static_cast<double>(extent) * layer.real(key, 1));
  if (!(size >= 1) || size > static_cast<double>(largest_dimension))
    layer.refuse_key(key, fmt::format("{} values cannot be scaled by {}", extent, layer.real(key, 1)));
  return static_cast<std::int64_t>(size);
}

}  // namespace

void count_tile(NcnnCounting& layer) {
  constexpr int times_key = 1, list_key = 2;
  const NcnnExtents& input = layer.extents(0, 1, 4);
  auto times = layer.list(list_key);
  if (times.empty()) {
    times.assign(input.size(), 1);
    times[layer.axis(layer.integer(0, 0), input.size())] = layer.at_least(1, times_key, 1);
  }
  if (times.size() > 4) layer.refuse_key(list_key, "expected at most 4 repetitions");
  for (const std::int64_t count : times) {
    if (count < 1) layer.refuse_key(list_key, fmt::format("expected repetitions from 1, found {}", count));
  }
  // Three repetitions are those of c, h and w, or of d, h and w where there is a d.
  const bool three_of_four = times.size() == 3 && input.size() == 4;
  const NcnnAxes by =
      ncnn_axes(three_of_four ? NcnnExtents{1, times[0], times[1], times[2]} : NcnnExtents(times));
  NcnnAxes size = ncnn_axes(input);
  size.w *= by.w;
  size.h *= by.h;
  size.d *= by.d;
  size.c *= by.c;
  const std::size_t needed = by.d != 1 ? 4 : by.c != 1 ? 3 : by.h != 1 ? 2 : 1;
  layer.add_output(of_dimensions(size, std::max(input.size(), needed)), layer.input().bits);
}

void count_interp(NcnnCounting& layer) {
  constexpr int height_scale = 1, width_scale = 2, height = 3, width = 4, expression = 9;
  if (layer.has(expression))
    layer.refuse_key(expression, "a size that an expression computes cannot be read");
  const NcnnExtents& input = layer.extents(0, 1, 3);
  const double bits = layer.input().bits;
  // A vector is channels of one value each; a matrix is stretched along its rows only.
  const NcnnAxes old = input.size() == 1 ? NcnnAxes{.c = input[0]} : ncnn_axes(input);
  NcnnAxes size = old;
  const std::int64_t asked_h = layer.at_least(0, height, 0);
  const std::int64_t asked_w = layer.at_least(0, width, 0);
  if (layer.input_count() > 1) {
    const NcnnAxes like = ncnn_axes(layer.extents(1, 1, 3));
    size.w = like.w;
    size.h = like.h;
  } else if (input.size() == 2) {
    size.w = asked_w != 0 ? asked_w : scaled(layer, width_scale, old.w);
  } else if (asked_h == 0 || asked_w == 0) {
    size.h = scaled(layer, height_scale, old.h);
    size.w = scaled(layer, width_scale, old.w);
  } else {
    size.h = asked_h;
    size.w = asked_w;
  }
  if (input.size() == 2) size.h = old.h;
  layer.add_output(of_dimensions(size, input.size() == 2 ? 2 : 3), bits);
}

void count_pixel_shuffle(NcnnCounting& layer) {
  const NcnnExtents& input = layer.extents(0, 3, 3);
  const std::int64_t factor = layer.at_least(1, 0, 1);
  if (factor > input[0] || input[0] % (factor * factor) != 0)
    layer.refuse_key(0, fmt::format("{} channels cannot be spread by a factor of {}", input[0], factor));
  layer.add_output({input[0] / (factor * factor), input[1] * factor, input[2] * factor}, layer.input().bits);
}

void count_reorg(NcnnCounting& layer) {
  const NcnnExtents& input = layer.extents(0, 3, 3);
  const std::int64_t stride = layer.at_least(1, 0, 1);
  if (stride > input[1] || stride > input[2])
    layer.refuse_key(
        0, fmt::format("{} cannot be taken apart by a stride of {}", ncnn_shape_text(input), stride));
  const double channels =
      static_cast<double>(input[0]) * static_cast<double>(stride) * static_cast<double>(stride);
  if (channels > static_cast<double>(largest_dimension))
    layer.refuse_key(0, fmt::format("a stride of {} makes {:.0f} channels", stride, channels));
  layer.add_output({static_cast<std::int64_t>(channels), input[1] / stride, input[2] / stride},
                   layer.input().bits);
}

void count_reduction(NcnnCounting& layer) {
  constexpr int all_key = 1, axes_key = 3, keep_key = 4, version_key = 5;
  const NcnnExtents& input = layer.extents(0, 1, 4);
  const auto axes = layer.list(axes_key);
  const bool all = layer.integer(all_key, 1) != 0 || axes.empty();
  if (!all && layer.integer(version_key, 0) == 0)
    layer.refuse_key(axes_key, "axes of an old file, which counted them otherwise; convert the network anew");
  std::vector<bool> gone(input.size(), all);
  if (!all) {
    for (const std::int64_t axis : axes) gone[layer.axis(axis, input.size())] = true;
  }
  NcnnExtents output;
  for (std::size_t i = 0; i < input.size(); ++i) {
    if (!gone[i]) {
      output.push_back(input[i]);
    } else if (layer.integer(keep_key, 0) != 0) {
      output.push_back(1);
    }
  }
  if (output.empty()) output.push_back(1);
  layer.add_output(output);
}

void count_arg_max(NcnnCounting& layer) {
  constexpr int with_values = 0, most = 1;
  const std::int64_t count = layer.at_least(1, most, 1);
  (void)layer.input();
  layer.add_output(layer.integer(with_values, 0) != 0 ? NcnnExtents{2, count} : NcnnExtents{count});
}

void count_glu(NcnnCounting& layer) {
  NcnnExtents output = layer.extents(0, 1, 4);
  const std::size_t axis = layer.axis(layer.integer(0, 0), output.size());
  output[axis] /= 2;
  layer.add_output(output);
}

}  // namespace splitscape
