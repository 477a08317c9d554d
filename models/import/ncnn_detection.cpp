#include <fmt/format.h>

#include "models/import/import_options.hpp"
#include "models/import/ncnn_layers.hpp"

// The heads of object detectors. How many boxes they find depends on the picture: the most that they may find
// is counted, unless the file tells how many to count.

namespace splitscape {
namespace {

constexpr std::int64_t of_the_input = -233;
constexpr std::int64_t values_of_a_corner_box = 4;
constexpr std::int64_t values_of_a_found_box = 6;  // class, confidence and four corners

/// A product of counts as an extent; one that no tensor has where it is too large.
std::int64_t as_extent(double count) {
  return count <= static_cast<double>(largest_dimension) ? static_cast<std::int64_t>(count)
                                                         : largest_dimension + 1;
}

/// What the file says that a layer makes; nothing where it says nothing, or something else than boxes.
double boxes_of_hint(const NcnnCounting& layer) {
  const auto hint = layer.list(ncnn_shape_hint_key);
  constexpr std::size_t rows = 2, columns = 1, numbers = 4;
  const bool boxes =
      hint.size() == numbers && hint[0] == 2 && hint[columns] == values_of_a_found_box && hint[rows] >= 1;
  return boxes ? static_cast<double>(hint[rows]) : 0;
}

void add_boxes(NcnnCounting& layer, double most) {
  const double told = boxes_of_hint(layer);
  layer.add_output({as_extent(told > 0 && told <= most ? told : most), values_of_a_found_box});
}

}  // namespace

void count_prior_box(NcnnCounting& layer) {
  constexpr int min_sizes = 0, max_sizes = 1, ratios = 2, flip = 7, image_width = 9, image_height = 10;
  const NcnnExtents& input = layer.extents(0, 3, 3);
  const auto numbers = [&layer](int key) {
    const auto found = layer.layer().keys.find(key);
    return found == layer.layer().keys.end() ? 0.0 : static_cast<double>(found->second.numbers.size());
  };
  const double positions = static_cast<double>(input[1]) * static_cast<double>(input[2]);
  const bool one_size =
      layer.integer(image_width, 0) == of_the_input && layer.integer(image_height, 0) == of_the_input;
  // MXNet's way: the ratios are of the first size only, and there are no variances.
  if (layer.input_count() == 1 && one_size && numbers(max_sizes) == 0) {
    const double boxes = numbers(min_sizes) - 1 + numbers(ratios);
    return layer.add_output({as_extent(values_of_a_corner_box * positions * boxes)});
  }
  const double sides = layer.integer(flip, 1) != 0 ? 2 : 1;
  const double boxes = numbers(min_sizes) * (1 + sides * numbers(ratios)) + numbers(max_sizes);
  layer.add_output({2, as_extent(values_of_a_corner_box * positions * boxes)});
}

void count_detection_output(NcnnCounting& layer) {
  constexpr int most = 3;
  constexpr std::int64_t fallback = 100;
  (void)layer.input();
  add_boxes(layer, static_cast<double>(layer.at_least(1, most, fallback)));
}

void count_yolo_output(NcnnCounting& layer) {
  constexpr int boxes_a_position = 1;
  constexpr std::int64_t fallback = 5;
  const auto boxes = static_cast<double>(layer.at_least(1, boxes_a_position, fallback));
  double most = 0;
  for (std::size_t i = 0; i < layer.input_count(); ++i) {
    const NcnnExtents& input = layer.extents(i, 3, 3);
    most += boxes * static_cast<double>(input[1]) * static_cast<double>(input[2]);
  }
  (void)layer.input();
  add_boxes(layer, most);
}

}  // namespace splitscape
