#include "models/sparsity/connection_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace splitscape {
namespace {

void check_row(std::size_t right, std::span<const std::uint32_t> row, std::uint32_t inputs) {
  const auto twice = std::adjacent_find(row.begin(), row.end());
  if (twice != row.end()) {
    throw std::invalid_argument(fmt::format("right neuron {} is connected with {} twice", right, *twice));
  }
  if (!row.empty() && row.back() >= inputs) {
    throw std::invalid_argument(
        fmt::format("right neuron {} is connected with {} of {} left neurons", right, row.back(), inputs));
  }
}

bool all_equal(const std::vector<std::uint32_t>& degrees) {
  return std::adjacent_find(degrees.begin(), degrees.end(), std::not_equal_to<>()) == degrees.end();
}

}  // namespace

ConnectionPattern::ConnectionPattern(std::uint32_t inputs, std::vector<std::size_t> starts,
                                     std::vector<std::uint32_t> left)
    : inputs_(inputs), starts_(std::move(starts)), left_(std::move(left)) {
  if (starts_.empty() || starts_.front() != 0 || starts_.back() != left_.size() ||
      !std::is_sorted(starts_.begin(), starts_.end())) {
    throw std::invalid_argument("the connections of the right neurons do not follow each other");
  }
  for (std::size_t right = 0; right < outputs(); ++right) {
    const std::span<std::uint32_t> own{left_.data() + starts_[right], starts_[right + 1] - starts_[right]};
    if (!std::is_sorted(own.begin(), own.end())) std::sort(own.begin(), own.end());
    check_row(right, own, inputs_);
  }
}

ConnectionPattern ConnectionPattern::with_fan_in(std::uint32_t inputs, std::size_t fan_in,
                                                 std::vector<std::uint32_t> left) {
  if (fan_in == 0 || left.size() % fan_in != 0) {
    throw std::invalid_argument(
        fmt::format("{} connections do not share out in fan-ins of {}", left.size(), fan_in));
  }
  std::vector<std::size_t> starts(left.size() / fan_in + 1);
  for (std::size_t right = 0; right < starts.size(); ++right) starts[right] = right * fan_in;
  return {inputs, std::move(starts), std::move(left)};
}

double ConnectionPattern::density() const {
  const double dense = static_cast<double>(inputs_) * static_cast<double>(outputs());
  return static_cast<double>(connections()) / dense;
}

std::span<const std::uint32_t> ConnectionPattern::row(std::size_t right) const {
  return std::span(left_).subspan(starts_.at(right), starts_.at(right + 1) - starts_[right]);
}

std::vector<std::uint32_t> ConnectionPattern::fan_ins() const {
  std::vector<std::uint32_t> degrees(outputs());
  for (std::size_t right = 0; right < degrees.size(); ++right)
    degrees[right] = static_cast<std::uint32_t>(starts_[right + 1] - starts_[right]);
  return degrees;
}

std::vector<std::uint32_t> ConnectionPattern::fan_outs() const {
  std::vector<std::uint32_t> degrees(inputs_);
  for (const std::uint32_t neuron : left_) ++degrees[neuron];
  return degrees;
}

bool is_regular(const ConnectionPattern& pattern) {
  return all_equal(pattern.fan_ins()) && all_equal(pattern.fan_outs());
}

}  // namespace splitscape
