#include "models/sparsity/structured_pattern.hpp"

#include <numeric>
#include <span>
#include <utility>

#include "models/sparsity/density_lattice.hpp"
#include "models/sparsity/random_order.hpp"

namespace splitscape {
namespace {

/// The left neurons that have connections to give.
class OpenNeurons {
 public:
  OpenNeurons(std::uint32_t inputs, std::uint32_t fan_out) : open_(inputs), missing_(inputs, fan_out) {
    std::iota(open_.begin(), open_.end(), 0U);
  }

  /// Moves those that miss as many connections as there are right neurons left to the front.
  std::size_t gather_those_that_must(std::uint32_t right_neurons_left) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (missing_[open_[i]] == right_neurons_left) std::swap(open_[count++], open_[i]);
    }
    return count;
  }

  std::span<std::uint32_t> from(std::size_t first) { return std::span(open_).subspan(first); }

  /// Connects the first ones with a right neuron; those that have no more to give leave.
  void connect_first(std::size_t count, std::vector<std::uint32_t>& connected) {
    connected.insert(connected.end(), open_.begin(), open_.begin() + static_cast<std::ptrdiff_t>(count));
    for (std::size_t i = count; i-- > 0;) {
      if (--missing_[open_[i]] > 0) continue;
      open_[i] = open_.back();
      open_.pop_back();
    }
  }

 private:
  std::vector<std::uint32_t> open_;
  std::vector<std::uint32_t> missing_;  ///< connections of each left neuron
};

}  // namespace

ConnectionPattern structured_pattern(std::uint32_t inputs, std::uint32_t outputs, std::uint32_t fan_out,
                                     RandomStream& stream) {
  const std::size_t fan_in = DensityLattice(inputs, outputs).with_fan_out(fan_out).fan_in;
  std::vector<std::uint32_t> left;
  left.reserve(fan_in * outputs);
  OpenNeurons open(inputs, fan_out);
  for (std::uint32_t unserved = outputs; unserved > 0; --unserved) {
    // None can miss more than fan_out, so that before the last fan_out right neurons none must be taken.
    const std::size_t must = unserved <= fan_out ? open.gather_those_that_must(unserved) : 0;
    choose_to_front(open.from(must), fan_in - must, stream);
    open.connect_first(fan_in, left);
  }
  return ConnectionPattern::with_fan_in(inputs, fan_in, std::move(left));
}

}  // namespace splitscape
