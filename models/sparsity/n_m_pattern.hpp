#pragma once

#include <cstdint>

#include "models/random_stream.hpp"
#include "models/sparsity/connection_pattern.hpp"

namespace splitscape {

/// N:M sparsity: of every m successive weights of a row, n stay.
struct NofM {
  std::uint32_t n = 2;
  std::uint32_t m = 4;

  friend bool operator==(const NofM&, const NofM&) = default;
};

/// @throws std::invalid_argument where not 1 <= n <= m
void check(const NofM& choice);

/// How many weights of a row stay. Of a rest of fewer than m at its end, n stay too, or all where it has
/// fewer: a runtime fills it up with zeros.
std::uint64_t kept_of_row(std::uint64_t columns, const NofM& choice);

/// A random choice of n in every m left neurons of each right neuron, each equally likely.
/// @throws std::invalid_argument as check(choice)
ConnectionPattern n_m_pattern(std::uint32_t inputs, std::uint32_t outputs, const NofM& choice,
                              RandomStream& stream);

}  // namespace splitscape
