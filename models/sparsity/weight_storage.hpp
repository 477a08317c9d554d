#pragma once

#include "models/sparsity/pruned_junction.hpp"
#include "models/units.hpp"

namespace splitscape {

/// Storage of the weights of a junction; biases are not in it.
struct WeightStorage {
  Bytes values{};   ///< of the weights that stay
  Bytes indices{};  ///< that say which these are

  Bytes total() const { return values + indices; }

  friend bool operator==(const WeightStorage&, const WeightStorage&) = default;
};

/// How many bytes the weights take in their format (docs/models/sparsity.md, "Storage").
/// @param value_bits of a stored weight
WeightStorage storage_of(const PrunedJunction& junction, double value_bits);

/// What a junction computes for one sample, in bytes. No format makes it smaller.
Bytes activations_of(const Junction& junction, double value_bits);

}  // namespace splitscape
