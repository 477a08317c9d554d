#include "models/sparsity/n_m_pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "models/sparsity/random_order.hpp"

namespace splitscape {

void check(const NofM& choice) {
  if (choice.n < 1 || choice.n > choice.m) {
    throw std::invalid_argument(
        fmt::format("of every {} weights 1 to {} can stay, not {}", choice.m, choice.m, choice.n));
  }
}

std::uint64_t kept_of_row(std::uint64_t columns, const NofM& choice) {
  return columns / choice.m * choice.n + std::min<std::uint64_t>(columns % choice.m, choice.n);
}

ConnectionPattern n_m_pattern(std::uint32_t inputs, std::uint32_t outputs, const NofM& choice,
                              RandomStream& stream) {
  check(choice);
  const std::size_t fan_in = kept_of_row(inputs, choice);
  std::vector<std::uint32_t> left;
  left.reserve(fan_in * outputs);
  std::vector<std::uint32_t> group(std::min(choice.m, inputs));
  for (std::uint32_t right = 0; right < outputs; ++right) {
    for (std::uint64_t first = 0; first < inputs; first += choice.m) {
      const std::size_t size = std::min<std::uint64_t>(choice.m, inputs - first);
      const std::size_t stay = std::min<std::size_t>(size, choice.n);
      const std::span members = std::span(group).first(size);
      std::iota(members.begin(), members.end(), static_cast<std::uint32_t>(first));
      choose_to_front(members, stay, stream);
      left.insert(left.end(), members.begin(), members.begin() + static_cast<std::ptrdiff_t>(stay));
    }
  }
  return ConnectionPattern::with_fan_in(inputs, fan_in, std::move(left));
}

}  // namespace splitscape
