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

/// The copy of a server that the device was dealt out to.
inline constexpr std::uint16_t as_dealt_out = std::numeric_limits<std::uint16_t>::max();

/// What a policy wants done with a request.
struct Decision {
  CutPositions cuts{};
  ExitSet exits{};        ///< which side branches are computed and looked at, wherever their layer runs
  Encodings encodings{};  ///< how the tensors at the cuts are compressed
  CutPositions
      returns{};  ///< on a path of one hop: behind the cut, where the work changes place again, device
                  ///< and server in turn (JointDNN); rising, each between the one before and the end. Each
                  ///< change sends all that crosses there, down as data where it comes back to the device
  std::uint8_t route = 0;             ///< which of the paths of the deployment
  std::uint16_t copy = as_dealt_out;  ///< of the last server of the route
  /// From arrival; when no answer has come by then, the device answers from the last exit that it has looked
  /// at (SPINN), or else from the first one that it looks at later. The rest of the request runs on as it
  /// would have, and its answer is not used. A request that a queue turns away waits for its fallback, where
  /// there is an exit to fall back on.
  Seconds fallback_after{std::numeric_limits<double>::infinity()};

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// What a policy answers at an exit.
enum class ExitAction : std::uint8_t {
  stop,     ///< the exit answers
  go_on,    ///< as decided
  offload,  ///< on the device: the rest is cut off here and goes to the next place, whatever was decided;
            ///< later cuts stay. A fault (std::logic_error) on a
            ///< server and on a device without a path. That the next place holds the rest is up to the policy
};

/// What a decision becomes where the device offloads the rest behind a position.
/// @param visit of the device: 0, or that behind so many changes of place (an even number)
Decision offloaded_at(const Decision& decision, std::size_t visit, std::size_t position);

}  // namespace splitscape
