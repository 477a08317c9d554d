#pragma once

#include <cstdint>

#include "models/junction.hpp"
#include "models/sparsity/block_pattern.hpp"
#include "models/sparsity/n_m_pattern.hpp"
#include "models/weight_format.hpp"

namespace splitscape {

/// A format with what it needs to be told.
struct PruningFormat {
  WeightFormat format = WeightFormat::dense;
  NofM n_m{};          ///< of format n_m; a density chooses another n
  BlockShape block{};  ///< of format block

  friend bool operator==(const PruningFormat&, const PruningFormat&) = default;
};

/// A junction of which some weights are left. Its weights are seen as a matrix a group: a row for each
/// output, a column for each input at each point of the kernel.
struct PrunedJunction {
  Junction junction{};
  PruningFormat format{};    ///< dense where nothing is left out
  double kept = 0;           ///< weights that stay, of all groups
  double kept_blocks = 0;    ///< of format block
  std::uint64_t fan_in = 0;  ///< inputs of each output, where all have as many: dense and predefined

  double density() const { return kept / junction.weights(); }
  double macs() const { return kept * static_cast<double>(junction.uses); }

  friend bool operator==(const PrunedJunction&, const PrunedJunction&) = default;
};

PrunedJunction unpruned(const Junction& junction);

/// The density that is nearest to the wanted one and exists: for predefined sparsity one of the lattice, for
/// N:M a multiple of 1/M, else whole weights or blocks. A junction with one connection a group, as in a
/// depthwise convolution, stays dense.
/// @throws std::invalid_argument where not 0 < density <= 1, or the format makes no sense
PrunedJunction pruned_to_nearest(const Junction& junction, const PruningFormat& format, double density);

/// A density that must exist.
/// @throws std::invalid_argument as pruned_to_nearest, and where it does not exist; for predefined sparsity
/// and
///         N:M it names the two nearest
PrunedJunction pruned_to(const Junction& junction, const PruningFormat& format, double density);

/// Predefined sparsity with so many inputs for each output, or outputs for each input.
/// @throws std::invalid_argument naming the two nearest where that does not exist
PrunedJunction pruned_to_fan_in(const Junction& junction, std::uint64_t fan_in);
PrunedJunction pruned_to_fan_out(const Junction& junction, std::uint64_t fan_out);

}  // namespace splitscape
