#pragma once

#include <cstddef>
#include <cstdint>

#include "models/random_stream.hpp"
#include "models/workload.hpp"

namespace splitscape {

/// Which row of the sample trace the n-th request of one device takes.
class SampleWalk {
 public:
  /// @param stream names the random numbers of the device
  SampleWalk(SampleOrder order, std::size_t rows, StreamName stream, std::size_t number, std::size_t devices);

  std::size_t row(std::uint64_t request) const;

 private:
  SampleOrder order_;
  std::size_t rows_;
  std::uint64_t key_;
  std::size_t start_;  ///< in file order
};

}  // namespace splitscape
