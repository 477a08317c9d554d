#include "sim/reinforcement/learning_agent.hpp"

#include <algorithm>

namespace splitscape {

std::size_t largest(std::span<const double> values) {
  return static_cast<std::size_t>(std::max_element(values.begin(), values.end()) - values.begin());
}

}  // namespace splitscape
