#include "models/import/onnx_einsum.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/import/onnx_tensor.hpp"

namespace splitscape {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::vector<std::string> split_at_commas(const std::string& text) {
  std::vector<std::string> parts{""};
  for (const char c : text) {
    if (c == ',') {
      parts.emplace_back();
    } else if (is_letter(c)) {
      parts.back() += c;
    } else if (c != ' ') {
      throw OnnxNodeError("its equation has more than letters, commas and an arrow");
    }
  }
  return parts;
}

/// Without an arrow the result has every letter that stands once, in order of the alphabet.
std::string letters_once(const std::vector<std::string>& terms) {
  std::map<char, int> times;
  for (const auto& term : terms) {
    for (const char letter : term) ++times[letter];
  }
  std::string once;
  for (const auto& [letter, count] : times) {
    if (count == 1) once += letter;
  }
  return once;
}

}  // namespace

Einsum::Einsum(const std::string& equation, const std::vector<std::vector<std::int64_t>>& shapes) {
  const auto arrow = equation.find("->");
  terms_ = split_at_commas(equation.substr(0, arrow));
  if (terms_.size() != shapes.size() || terms_.size() > 2) {
    throw OnnxNodeError(fmt::format("its equation has {} terms for {} tensors; one or two can be counted",
                                    terms_.size(), shapes.size()));
  }
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    if (terms_[i].size() != shapes[i].size()) {
      throw OnnxNodeError(fmt::format("its equation does not fit a tensor {}", text_of(shapes[i])));
    }
    for (std::size_t axis = 0; axis < shapes[i].size(); ++axis) {
      std::int64_t& size = sizes_.emplace(terms_[i][axis], 1).first->second;
      if (size != 1 && shapes[i][axis] != 1 && size != shapes[i][axis]) {
        throw OnnxNodeError(
            fmt::format("its letter '{}' stands for {} and {}", terms_[i][axis], size, shapes[i][axis]));
      }
      if (shapes[i][axis] != 1) size = shapes[i][axis];
    }
  }
  const auto results = arrow == std::string::npos ? std::vector{letters_once(terms_)}
                                                  : split_at_commas(equation.substr(arrow + 2));
  result_ = results.front();
  const bool known =
      std::all_of(result_.begin(), result_.end(), [this](char c) { return sizes_.contains(c); });
  if (results.size() != 1 || !known)
    throw OnnxNodeError("its equation has another result than letters of its terms");
}

std::vector<std::int64_t> Einsum::output() const {
  std::vector<std::int64_t> shape;
  for (const char letter : result_) shape.push_back(sizes_.at(letter));
  return shape;
}

bool Einsum::accumulates() const {
  return terms_.size() == 2 && std::any_of(sizes_.begin(), sizes_.end(), [this](const auto& entry) {
           return result_.find(entry.first) == std::string::npos;
         });
}

double Einsum::macs() const {
  double product = accumulates() ? 1 : 0;
  for (const auto& entry : sizes_) product *= static_cast<double>(entry.second);
  return product;
}

Junction Einsum::junction(std::size_t weights) const {
  Junction junction{.inputs = 1, .outputs = 1};
  for (const auto& [letter, signed_size] : sizes_) {
    const auto size = static_cast<std::uint64_t>(signed_size);
    const bool kept = result_.find(letter) != std::string::npos;
    if (!in(weights, letter)) {
      junction.uses *= size;
    } else if (!kept) {
      junction.inputs *= size;
    } else if (in(1 - weights, letter)) {
      junction.groups *= size;
    } else {
      junction.outputs *= size;
    }
  }
  return junction;
}

}  // namespace splitscape
