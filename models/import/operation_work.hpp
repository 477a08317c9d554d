#pragma once

#include "models/import/operation_graph.hpp"

namespace splitscape {

/// Adds weights that work on activations: their multiply-accumulates, parameters and storage.
/// @param biases added values, which count as parameters and not as multiply-accumulates
/// @param bits of a stored weight
void add_junction(Operation& operation, const Junction& junction, double biases, double bits = 32);

/// Adds trained values that no junction holds: biases, scales, embeddings.
void add_parameters(Operation& operation, double count, double bits = 32);

}  // namespace splitscape
