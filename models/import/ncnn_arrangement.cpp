#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "models/import/import_options.hpp"
#include "models/import/ncnn_axes.hpp"
#include "models/import/ncnn_layers.hpp"

// Layers that put values together, take some of them, or only arrange them anew.

namespace splitscape {
namespace {

constexpr std::int64_t left_out = -233;  ///< ncnn's "not given" inside of a key

double product(const NcnnExtents& extents) {
  return NcnnTensor{extents}.values();
}

}  // namespace

void count_concat(NcnnCounting& layer) {
  const NcnnExtents& first = layer.input().extents;
  const std::size_t axis = layer.axis(layer.integer(0, 0), first.size());
  NcnnExtents output = first;
  for (std::size_t i = 1; i < layer.input_count(); ++i) {
    NcnnExtents other = layer.input(i).extents;
    const bool same_rank = other.size() == first.size();
    const std::int64_t more = same_rank ? other[axis] : 0;
    if (same_rank) other[axis] = first[axis];
    if (other != first) {
      layer.refuse(fmt::format("blobs of {} and of {} cannot stand behind each other along axis {}",
                               ncnn_shape_text(first), ncnn_shape_text(layer.input(i).extents), axis));
    }
    output[axis] += more;
    if (output[axis] > largest_dimension) break;  // refused as an output
  }
  layer.add_output(output, layer.input().bits);
}

void count_slice(NcnnCounting& layer) {
  constexpr int sizes_key = 0, axis_key = 1, ends_key = 2;
  const NcnnExtents& input = layer.input().extents;
  const std::size_t axis = layer.axis(layer.integer(axis_key, 0), input.size());
  const std::size_t count = layer.layer().outputs.size();
  const auto sizes = layer.list(sizes_key);
  const auto ends = layer.list(ends_key);
  if (ends.empty() ? sizes.size() < count : ends.size() + 1 < count)
    layer.refuse(fmt::format("it makes {} blobs and tells the sizes of {}", count,
                             std::max(sizes.size(), ends.size())));
  std::int64_t taken = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t left = input[axis] - taken;
    std::int64_t size = 0;
    if (!ends.empty()) {
      size = i + 1 == count ? left : (ends[i] < 0 ? ends[i] + input[axis] : ends[i]) - taken;
    } else {
      size = sizes[i] == left_out ? left / static_cast<std::int64_t>(count - i) : sizes[i];
    }
    if (size < 1 || size > left) {
      layer.refuse(fmt::format("a part of {} cannot be taken from the {} values that are left along axis {}",
                               size, left, axis));
    }
    NcnnExtents part = input;
    part[axis] = size;
    layer.add_output(part, layer.input().bits);
    taken += size;
  }
}

namespace {

/// What a crop leaves of an extent. @param asked left_out or 0: all that is left
std::int64_t cropped(std::int64_t extent, std::int64_t from, std::int64_t behind, std::int64_t asked) {
  const std::int64_t rest = extent - from - behind;
  return asked == left_out || asked == 0 ? rest : std::min(asked, rest);
}

/// As NumPy slices: starts, ends and axes.
NcnnExtents sliced(const NcnnCounting& layer, const NcnnExtents& input,
                   const std::vector<std::int64_t>& starts) {
  constexpr int ends_key = 10, axes_key = 11;
  const auto ends = layer.list(ends_key);
  auto axes = layer.list(axes_key);
  if (axes.empty()) {
    for (std::size_t i = 0; i < input.size(); ++i) axes.push_back(static_cast<std::int64_t>(i));
  }
  if (starts.size() < axes.size() || ends.size() < axes.size())
    layer.refuse(fmt::format("it needs a start and an end for each of {} axes", axes.size()));
  NcnnExtents output = input;
  for (std::size_t i = 0; i < axes.size(); ++i) {
    const std::size_t axis = layer.axis(axes[i], input.size());
    const std::int64_t size = input[axis];
    const std::int64_t start = starts[i] == left_out ? 0 : starts[i] < 0 ? starts[i] + size : starts[i];
    const std::int64_t end = ends[i] == left_out ? size : ends[i] <= 0 ? ends[i] + size : ends[i];
    if (start < 0) layer.refuse(fmt::format("a start of {} lies in front of {} values", starts[i], size));
    output[axis] = std::min(size, end) - start;
  }
  return output;
}

}  // namespace

void count_crop(NcnnCounting& layer) {
  const NcnnExtents& input = layer.extents(0, 1, 4);
  const double bits = layer.input().bits;
  constexpr int starts_key = 9;
  if (const auto starts = layer.list(starts_key); !starts.empty())
    return layer.add_output(sliced(layer, input, starts), bits);
  constexpr NcnnAxisKeys from{0, 1, 13, 2}, asked{3, 4, 14, 5}, behind{6, 7, 15, 8};
  if (layer.input_count() > 1) {  // as large as another blob
    const NcnnExtents& like = layer.extents(1, input.size() > 1 ? 2 : 1, 4);
    NcnnAxes size = ncnn_axes(like);
    if (like.size() < 3) size.c = ncnn_axes(input).c;
    if (like.size() < 4) size.d = ncnn_axes(input).d;
    return layer.add_output(of_dimensions(size, input.size()), bits);
  }
  const auto along = [&](std::int64_t extent, int first, int count, int last) {
    return cropped(extent, layer.at_least(left_out, first, 0), layer.at_least(0, last, 0),
                   layer.at_least(left_out, count, left_out));
  };
  NcnnAxes size = ncnn_axes(input);
  // An offset of -233 along an axis says that the keys of fewer axes were given, for the outer ones.
  const std::size_t told = layer.integer(from.h, 0) == left_out   ? 1
                           : layer.integer(from.c, 0) == left_out ? 2
                                                                  : 3;
  if (input.size() == 3 && told < 3) {
    size.c = told == 1 ? along(size.c, from.w, asked.w, behind.w) : along(size.c, from.h, asked.h, behind.h);
    if (told == 2) size.h = along(size.h, from.w, asked.w, behind.w);
  } else if (input.size() == 2 && told == 1) {
    size.h = along(size.h, from.w, asked.w, behind.w);
  } else {
    size.w = along(size.w, from.w, asked.w, behind.w);
    if (input.size() > 1) size.h = along(size.h, from.h, asked.h, behind.h);
    if (input.size() > 2) size.c = along(size.c, from.c, asked.c, behind.c);
    if (input.size() > 3) size.d = along(size.d, from.d, asked.d, behind.d);
  }
  layer.add_output(of_dimensions(size, input.size()), bits);
}

void count_padding(NcnnCounting& layer) {
  constexpr int top = 0, bottom = 1, left = 2, right = 3, front = 7, behind = 8, values = 6;
  const NcnnExtents& input = layer.extents(0, 1, 4);
  NcnnAxes size = ncnn_axes(input);
  size.w += layer.integer(left, 0) + layer.integer(right, 0);
  if (input.size() > 1) size.h += layer.integer(top, 0) + layer.integer(bottom, 0);
  std::int64_t& outer = input.size() > 3 ? size.d : size.c;
  if (input.size() > 2) outer += layer.integer(front, 0) + layer.integer(behind, 0);
  layer.add_output(of_dimensions(size, input.size()), layer.input().bits);
  layer.add_parameters(static_cast<double>(layer.at_least(0, values, 0)));
}

void count_flatten(NcnnCounting& layer) {
  layer.add_output({static_cast<std::int64_t>(layer.input().values())}, layer.input().bits);
}

void count_reshape(NcnnCounting& layer) {
  constexpr int expression = 6;
  if (layer.has(expression))
    layer.refuse_key(expression, "a shape that an expression computes cannot be read");
  const NcnnAxes old = ncnn_axes(layer.extents(0, 1, 4));
  const double total = layer.input().values();
  NcnnAxes size{layer.integer(ncnn_size_keys.w, left_out), layer.integer(ncnn_size_keys.h, left_out),
                layer.integer(ncnn_size_keys.d, left_out), layer.integer(ncnn_size_keys.c, left_out)};
  const std::size_t dimensions = size.h == left_out ? 1 : size.c == left_out ? 2 : size.d == left_out ? 3 : 4;
  if (size.w == left_out) return layer.add_output(layer.input().extents, layer.input().bits);
  // 0 copies an extent, one -1 takes what is left.
  if (size.w == 0) size.w = old.w;
  if (size.h == 0) size.h = old.h;
  if (size.d == 0) size.d = old.d;
  if (size.c == 0) size.c = old.c;
  NcnnExtents output = of_dimensions(size, dimensions);
  const auto open = std::find(output.begin(), output.end(), -1);
  if (open != output.end()) {
    *open = 1;
    const double rest = product(output) > 0 ? std::floor(total / product(output)) : 0;
    *open = static_cast<std::int64_t>(rest);
  }
  if (product(output) != total ||
      std::any_of(output.begin(), output.end(), [](auto extent) { return extent < 1; })) {
    layer.refuse(fmt::format("{} cannot be shaped as {}", ncnn_shape_text(layer.input().extents),
                             ncnn_shape_text(output)));
  }
  layer.add_output(output, layer.input().bits);
}

void count_permute(NcnnCounting& layer) {
  // New order of the axes from the innermost to the outermost, by the number of the key.
  static constexpr std::string_view three[] = {"WHC", "HWC", "WCH", "CWH", "HCW", "CHW"};
  static constexpr std::string_view four[] = {"WHDC", "HWDC", "WDHC", "DWHC", "HDWC", "DHWC", "WHCD", "HWCD",
                                              "WCHD", "CWHD", "HCWD", "CHWD", "WDCH", "DWCH", "WCDH", "CWDH",
                                              "DCWH", "CDWH", "HDCW", "DHCW", "HCDW", "CHDW", "DCHW", "CDHW"};
  const NcnnExtents& input = layer.extents(0, 1, 4);
  const auto order = static_cast<std::size_t>(layer.at_least(0, 0, 0));
  constexpr std::size_t orders[] = {0, 1, 2, std::size(three), std::size(four)};
  if (order >= orders[input.size()])
    layer.refuse_key(0, fmt::format("there is no order {} of {} dimensions", order, input.size()));
  if (input.size() == 1) return layer.add_output(input, layer.input().bits);
  const std::string_view letters = input.size() == 2   ? (order == 0 ? "WH" : "HW")
                                   : input.size() == 3 ? three[order]
                                                       : four[order];
  const NcnnAxes old = ncnn_axes(input);
  NcnnExtents output;
  for (auto letter = letters.rbegin(); letter != letters.rend(); ++letter)
    output.push_back(*letter == 'W' ? old.w : *letter == 'H' ? old.h : *letter == 'D' ? old.d : old.c);
  layer.add_output(output, layer.input().bits);
}

namespace {

/// Axes of `dimensions` that the keys name: by a list, or by flags of w, h, d and c.
std::vector<bool> chosen_axes(const NcnnCounting& layer, std::size_t dimensions) {
  constexpr int list_key = 3;
  std::vector<bool> chosen(dimensions, false);
  if (const auto axes = layer.list(list_key); !axes.empty()) {
    for (const std::int64_t axis : axes) chosen[layer.axis(axis, dimensions)] = true;
    return chosen;
  }
  const auto flag = [&layer](int key) { return layer.integer(key, 0) != 0; };
  chosen[dimensions - 1] = flag(ncnn_size_keys.w);
  if (dimensions > 1) chosen[dimensions - 2] = flag(ncnn_size_keys.h);
  if (dimensions > 2) chosen[0] = flag(ncnn_size_keys.c);
  if (dimensions > 3) chosen[1] = flag(ncnn_size_keys.d);
  return chosen;
}

}  // namespace

void count_squeeze(NcnnCounting& layer) {
  const NcnnExtents& input = layer.extents(0, 1, 4);
  const auto chosen = chosen_axes(layer, input.size());
  NcnnExtents output;
  for (std::size_t i = 0; i < input.size(); ++i) {
    if (!chosen[i] || input[i] != 1) output.push_back(input[i]);
  }
  if (output.empty()) output.push_back(1);
  layer.add_output(output, layer.input().bits);
}

void count_expand_dims(NcnnCounting& layer) {
  constexpr int list_key = 3;
  const NcnnExtents& input = layer.extents(0, 1, 3);
  NcnnExtents output = input;
  if (const auto axes = layer.list(list_key); !axes.empty()) {
    // An axis is counted among those that are there and the new one.
    for (const std::int64_t axis : axes) {
      if (output.size() == 4) layer.refuse("it would make more than 4 dimensions");
      output.insert(output.begin() + static_cast<std::ptrdiff_t>(layer.axis(axis, output.size() + 1)), 1);
    }
    return layer.add_output(output, layer.input().bits);
  }
  // Flags: the new axis comes where w, h, d or c is then.
  const auto flag = [&layer](int key) { return layer.integer(key, 0) != 0; };
  const std::size_t n = input.size();
  if (flag(ncnn_size_keys.w)) output.insert(output.end(), 1);
  if (flag(ncnn_size_keys.h))
    output.insert(n == 1 ? output.begin() : output.begin() + static_cast<std::ptrdiff_t>(n - 1), 1);
  if (flag(ncnn_size_keys.d) && n == 3) output.insert(output.begin() + 1, 1);
  if (flag(ncnn_size_keys.c) && n > 1) output.insert(output.begin(), 1);
  if (output.size() > 4) layer.refuse("it would make more than 4 dimensions");
  layer.add_output(output, layer.input().bits);
}

}  // namespace splitscape
