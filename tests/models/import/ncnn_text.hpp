#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "models/import/ncnn_import.hpp"

namespace splitscape::test {

/// The lines of layers as an ncnn file that counts them and their blobs right.
inline std::string ncnn_text(const std::vector<std::string>& layers) {
  std::string text;
  for (const auto& layer : layers) text += layer + "\n";
  return fmt::format("7767517\n{} {}\n", layers.size(), 100 * layers.size()) + text;
}

inline OperationGraph read_ncnn_lines(const std::vector<std::string>& layers,
                                      const ImportOptions& options = {}) {
  return read_ncnn(ncnn_text(layers), "net.param", options);
}

/// The last operation of a network that begins with an input of this shape (outermost extent first, without a
/// batch) called "in" and goes on with these layers.
inline Operation ncnn_operation(const std::string& shape, const std::vector<std::string>& layers) {
  std::vector<std::string> all{"Input in 0 1 in"};
  all.insert(all.end(), layers.begin(), layers.end());
  ImportOptions options;
  auto& extents = options.inputs["in"];
  extents.push_back(1);
  for (std::size_t start = 0; start < shape.size();) {
    const std::size_t end = std::min(shape.find('x', start), shape.size());
    extents.push_back(std::stoll(shape.substr(start, end - start)));
    start = end + 1;
  }
  return read_ncnn_lines(all, options).operations.back();
}

/// "64x112x112": the shape of an operation's output, without the batch.
inline std::string shape_of(const Operation& operation, std::size_t output = 0) {
  const auto& shape = operation.outputs.at(output).shape;
  std::string text;
  for (std::size_t i = 1; i < shape.size(); ++i) text += (i > 1 ? "x" : "") + std::to_string(shape[i]);
  return text;
}

/// The message of the ImportError that reading ends in; empty where it succeeds.
inline std::string ncnn_refusal(const std::string& text, const ImportOptions& options = {}) {
  try {
    (void)read_ncnn(text, "net.param", options);
  } catch (const ImportError& error) {
    return error.what();
  }
  return "";
}

inline std::string refusal_of_lines(const std::vector<std::string>& layers,
                                    const ImportOptions& options = {}) {
  return ncnn_refusal(ncnn_text(layers), options);
}

}  // namespace splitscape::test
