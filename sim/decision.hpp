#pragma once

#include <boost/container/small_vector.hpp>
#include <cstddef>
#include <cstdint>

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

/// What a policy wants done with a request.
struct Decision {
  CutPositions cuts{};
  ExitSet exits{};  ///< which side branches are computed and looked at, wherever their layer runs

  friend bool operator==(const Decision&, const Decision&) = default;
};

/// What a policy answers at an exit.
enum class ExitAction : std::uint8_t { stop, go_on };

}  // namespace splitscape
