#pragma once

#include <cstdint>

namespace splitscape {

/// The weights between two sides of a layer, as connections: what sparsity prunes. A connection of a fully
/// connected layer is one weight; one of a convolution joins an input channel to a filter and has a weight
/// for every point of the kernel.
struct Junction {
  std::uint64_t inputs = 0;   ///< left neurons, or input channels that a filter reads (those of one group)
  std::uint64_t outputs = 0;  ///< right neurons, or filters of one group
  std::uint64_t groups = 1;   ///< such pairs of sides; a depthwise convolution has one a channel
  std::uint64_t kernel = 1;   ///< weights of a connection: points of the kernel, 1 where fully connected
  std::uint64_t uses = 1;     ///< times a weight is used for one sample: positions of the output, or tokens

  double connections() const;
  double weights() const { return connections() * static_cast<double>(kernel); }
  double macs() const { return weights() * static_cast<double>(uses); }

  friend bool operator==(const Junction&, const Junction&) = default;
};

inline double Junction::connections() const {
  return static_cast<double>(inputs) * static_cast<double>(outputs) * static_cast<double>(groups);
}

}  // namespace splitscape
