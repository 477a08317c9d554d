#include "models/import/ncnn_counting.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "models/import/import_options.hpp"
#include "models/import/operation_work.hpp"

namespace splitscape {

double NcnnTensor::values() const {
  double product = 1;
  for (const std::int64_t extent : extents) product *= static_cast<double>(extent);
  return product;
}

Bytes NcnnTensor::size() const {
  return Bytes{values() * bits / bits_per_byte};
}

std::string ncnn_shape_text(const NcnnExtents& extents) {
  return fmt::format("{}", fmt::join(extents, "x"));
}

const NcnnTensor& NcnnCounting::input(std::size_t index) const {
  if (index >= inputs_.size())
    refuse(fmt::format("it must read at least {} blobs, and reads {}", index + 1, inputs_.size()));
  return inputs_[index];
}

const NcnnExtents& NcnnCounting::extents(std::size_t index, std::size_t least, std::size_t most) const {
  const NcnnExtents& found = input(index).extents;
  if (found.size() < least || found.size() > most) {
    const std::string needed =
        least == most ? fmt::format("{}", least) : fmt::format("{} to {}", least, most);
    refuse(fmt::format("it must read a blob of {} dimensions, and '{}' is {}", needed,
                       layer_.inputs[index].text, ncnn_shape_text(found)));
  }
  return found;
}

std::int64_t NcnnCounting::integer(int key, std::int64_t fallback) const {
  const auto found = layer_.keys.find(key);
  if (found == layer_.keys.end()) return fallback;
  const NcnnValue& value = found->second;
  if (value.list || value.numbers.size() != 1 || std::floor(value.numbers[0]) != value.numbers[0] ||
      std::abs(value.numbers[0]) > static_cast<double>(largest_dimension)) {
    refuse_key(key, fmt::format("expected an integer, found '{}'", value.text));
  }
  return static_cast<std::int64_t>(value.numbers[0]);
}

std::int64_t NcnnCounting::at_least(std::int64_t least, int key, std::int64_t fallback) const {
  const std::int64_t value = integer(key, fallback);
  if (has(key) && value < least)
    refuse_key(key, fmt::format("expected an integer from {}, found {}", least, value));
  return value;
}

std::int64_t NcnnCounting::needed(int key, const std::string& what) const {
  if (!has(key)) refuse(fmt::format("it needs the key {} ({})", key, what));
  return at_least(1, key, 0);
}

double NcnnCounting::real(int key, double fallback) const {
  const auto found = layer_.keys.find(key);
  if (found == layer_.keys.end()) return fallback;
  const NcnnValue& value = found->second;
  if (value.list || value.numbers.size() != 1)
    refuse_key(key, fmt::format("expected a number, found '{}'", value.text));
  return value.numbers[0];
}

std::vector<std::int64_t> NcnnCounting::list(int key) const {
  const auto found = layer_.keys.find(key);
  if (found == layer_.keys.end()) return {};
  std::vector<std::int64_t> whole;
  for (const double number : found->second.numbers) {
    if (std::floor(number) != number || std::abs(number) > static_cast<double>(largest_dimension))
      refuse_key(key, fmt::format("expected a list of integers, found '{}'", found->second.text));
    whole.push_back(static_cast<std::int64_t>(number));
  }
  if (whole.empty() && !found->second.list)
    refuse_key(key, fmt::format("expected a list of integers, found '{}'", found->second.text));
  return whole;
}

std::size_t NcnnCounting::axis(std::int64_t value, std::size_t dimensions) const {
  const auto count = static_cast<std::int64_t>(dimensions);
  const std::int64_t from_front = value < 0 ? value + count : value;
  if (from_front < 0 || from_front >= count)
    refuse(fmt::format("there is no axis {} in {} dimensions", value, dimensions));
  return static_cast<std::size_t>(from_front);
}

void NcnnCounting::add_output(NcnnExtents extents, double bits) {
  NcnnTensor tensor{std::move(extents), bits};
  bool sound = !tensor.extents.empty() && tensor.values() <= largest_tensor;
  for (const std::int64_t extent : tensor.extents)
    sound = sound && extent >= 1 && extent <= largest_dimension;
  if (!sound) {
    refuse(fmt::format("its output would be {}, which no tensor is (extents from 1, at most {:.0f} values)",
                       ncnn_shape_text(tensor.extents), largest_tensor));
  }
  outputs_.push_back(std::move(tensor));
}

void NcnnCounting::add_junction(const Junction& junction, double biases, double bits) {
  splitscape::add_junction(operation_, junction, 0, bits);
  add_parameters(biases);
}

void NcnnCounting::add_parameters(double count, double bits) {
  splitscape::add_parameters(operation_, count, bits);
}

void NcnnCounting::check_weights(int key, double expected) const {
  if (!has(key)) return;
  const std::int64_t told = integer(key, 0);
  if (static_cast<double>(told) != expected)
    refuse_key(
        key, fmt::format("the file says that it has {} weights, and its shape makes {:.0f}", told, expected));
}

void NcnnCounting::refuse(const std::string& why) const {
  throw ImportError(ncnn_place(file_, layer_.line, layer_.type.column) +
                    fmt::format("layer '{}' ({}): {}", layer_.name.text, layer_.type.text, why));
}

void NcnnCounting::refuse_key(int key, const std::string& why) const {
  const auto found = layer_.keys.find(key);
  const std::size_t column = found == layer_.keys.end() ? layer_.type.column : found->second.column;
  throw ImportError(ncnn_place(file_, layer_.line, column) +
                    fmt::format("layer '{}' ({}), key {}: {}", layer_.name.text, layer_.type.text, key, why));
}

}  // namespace splitscape
