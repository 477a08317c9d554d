#pragma once

#include <cstddef>
#include <vector>

#include "models/network.hpp"
#include "models/units.hpp"

namespace splitscape {

/// A part of what crosses a cut, sent after the parts before it.
struct Slice {
  Bytes size{};              ///< of this part alone
  std::size_t encoding = 0;  ///< the bottleneck that this part and all before it make
};

/// What crosses the cut when this bottleneck is chosen, as parts that may be sent one after another: each
/// bottleneck of the cut that sends less is the one before with one more part (CLIO: progressive slices). The
/// last part makes the bottleneck itself. A bottleneck that replaces the head consists of such ones alone.
/// @param encoding from 1
std::vector<Slice> slices_of(const NetworkGraph& network, std::size_t position, std::size_t encoding);

}  // namespace splitscape
