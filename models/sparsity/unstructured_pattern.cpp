#include "models/sparsity/unstructured_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace splitscape {

std::uint64_t unstructured_kept(std::uint64_t weights, double density) {
  if (!(density > 0 && density <= 1)) {
    throw std::invalid_argument(
        fmt::format("a density is more than 0 and at most 100 %, not {:.8g} %", 100 * density));
  }
  const double kept = std::round(density * static_cast<double>(weights));
  return std::max<std::uint64_t>(1, static_cast<std::uint64_t>(kept));
}

ConnectionPattern unstructured_pattern(std::uint32_t inputs, std::uint32_t outputs, double density,
                                       RandomStream& stream) {
  std::uint64_t undecided = std::uint64_t{inputs} * outputs;
  std::uint64_t wanted = unstructured_kept(undecided, density);
  std::vector<std::size_t> starts{0};
  starts.reserve(std::size_t{outputs} + 1);
  std::vector<std::uint32_t> left;
  left.reserve(wanted);
  for (std::uint32_t right = 0; right < outputs; ++right) {
    for (std::uint32_t neuron = 0; neuron < inputs && wanted > 0; ++neuron, --undecided) {
      // uniform() < 1, so that the last ones are taken where all of them are wanted.
      if (stream.uniform() * static_cast<double>(undecided) >= static_cast<double>(wanted)) continue;
      left.push_back(neuron);
      --wanted;
    }
    starts.push_back(left.size());
  }
  return {inputs, std::move(starts), std::move(left)};
}

}  // namespace splitscape
