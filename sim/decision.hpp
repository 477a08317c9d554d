#pragma once

#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "models/units.hpp"

namespace splitscape {

/// A set of exits, numbered from 1. The end of the network is none of them: it always answers.
class ExitSet {
 public:
  static constexpr std::size_t largest = 64;

  void insert(std::size_t exit) { bits_ |= std::uint64_t{1} << (exit - 1); }
  bool contains(std::size_t exit) const { return (bits_ >> (exit - 1)) & 1U; }
  bool empty() const { return bits_ == 0; }
  std::uint64_t bits() const { return bits_; }

  friend bool operator==(ExitSet, ExitSet) = default;

 private:
  std::uint64_t bits_ = 0;
};

/// One position of a cut a hop of the path, not falling: place 0 runs layers 0 .. cuts[0]-1, place 1 the
/// layers from there to cuts[1]-1, the last place the rest. A cut at the number of layers means that nothing
/// is sent.
using CutPositions = boost::container::small_vector<std::uint16_t, 4>;

/// One number a hop: which of the named bottlenecks of its cut makes the tensor smaller, from 1; 0: none of
/// them (an unnamed bottleneck of the network is always there). Empty: 0 at every hop.
using Encodings = boost::container::small_vector<std::uint8_t, 4>;

/// Without the list of a decision that encodes nothing: two of the same meaning compare equal.
inline Encodings plain(const Encodings& encodings) {
  for (const auto encoding : encodings) {
    if (encoding != 0) return encodings;
  }
  return {};
}

/// The copy of a server that the device was dealt out to.
inline constexpr std::uint16_t as_dealt_out = std::numeric_limits<std::uint16_t>::max();

/// What a policy wants done with a request.
struct Decision {
  CutPositions cuts{};
  ExitSet exits{};        ///< which side branches are computed and looked at, wherever their layer runs
  Encodings encodings{};  ///< how the tensors at the cuts are compressed
  CutPositions
      returns{};  ///< on a path of one hop: behind the cut, where the work changes place again, device
                  ///< and server in turn (JointDNN); rising, each between the one before and the end
  std::uint8_t route = 0;             ///< which of the paths of the deployment
  std::uint16_t copy = as_dealt_out;  ///< of the last server of the route
  /// From arrival; when no answer has come by then, the device answers from the last exit that it has looked
  /// at (SPINN), if there is one. The rest of the request runs on, and its answer is not used.
  Seconds fallback_after{std::numeric_limits<double>::infinity()};

  /// From arrival. Where it is finite, the device sends what crosses its cut as slices (sim/slices.hpp), one
  /// after another, and stops at this instant, or when the first is complete: what has left whole by then is
  /// the encoding that the request goes on with (CLIO).
  Seconds slices_until{std::numeric_limits<double>::infinity()};
  bool sends_slices() const {
    return slices_until.value < std::numeric_limits<double>::infinity() && encoding(0) > 0;
  }
  /// At a hop, from 0.
  std::size_t encoding(std::size_t hop) const { return hop < encodings.size() ? encodings[hop] : 0; }

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// What a policy answers at an exit.
enum class ExitAction : std::uint8_t {
  stop,     ///< the exit answers
  go_on,    ///< as decided
  offload,  ///< on the device: the rest is cut off here and goes to the next place, whatever was decided
};

}  // namespace splitscape
