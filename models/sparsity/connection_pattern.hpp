#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace splitscape {

/// Which left neurons each right neuron is connected with. Connections are numbered in the order of the right
/// neurons, and within one by rising left neuron. 4 bytes a connection, 8 a right neuron.
class ConnectionPattern {
 public:
  /// @param inputs left neurons
  /// @param starts where in `left` the connections of each right neuron start, and the end: outputs + 1
  /// numbers
  /// @param left left neurons, in any order within a right neuron
  /// @throws std::invalid_argument where a left neuron is not there, or one right neuron has it twice
  ConnectionPattern(std::uint32_t inputs, std::vector<std::size_t> starts, std::vector<std::uint32_t> left);
  /// Every right neuron with equally many connections.
  /// @throws std::invalid_argument also where the connections do not share out evenly
  static ConnectionPattern with_fan_in(std::uint32_t inputs, std::size_t fan_in,
                                       std::vector<std::uint32_t> left);

  std::uint32_t inputs() const { return inputs_; }
  std::size_t outputs() const { return starts_.size() - 1; }
  std::size_t connections() const { return left_.size(); }
  double density() const;
  /// The left neurons of a right neuron, rising.
  std::span<const std::uint32_t> row(std::size_t right) const;
  /// Connections of each right neuron: the non-zeros of the rows.
  std::vector<std::uint32_t> fan_ins() const;
  /// Connections of each left neuron: the non-zeros of the columns.
  std::vector<std::uint32_t> fan_outs() const;

  friend bool operator==(const ConnectionPattern&, const ConnectionPattern&) = default;

 private:
  std::uint32_t inputs_;
  std::vector<std::size_t> starts_;
  std::vector<std::uint32_t> left_;
};

/// Whether all neurons of a side have equally many connections: what predefined sparsity demands.
bool is_regular(const ConnectionPattern& pattern);

}  // namespace splitscape
