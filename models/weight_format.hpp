#pragma once

#include <cstddef>
#include <string_view>

namespace splitscape {

/// How the weights of a junction are pruned, and with it how they are stored (docs/models/sparsity.md).
enum class WeightFormat {
  dense,       ///< nothing is pruned
  predefined,  ///< a fixed fan-in and fan-out, drawn before training; only values are stored
  csr,         ///< unstructured, stored as compressed sparse rows
  bitmap,      ///< unstructured, stored as values and a bit a connection
  n_m,         ///< N of every M consecutive weights, stored as values and their places in the M
  block,       ///< whole blocks of weights, stored as values and an index a block
};

constexpr std::string_view name_of(WeightFormat format) {
  constexpr std::string_view names[] = {"dense", "predefined", "csr", "bitmap", "n_m", "block"};
  return names[static_cast<std::size_t>(format)];
}

}  // namespace splitscape
