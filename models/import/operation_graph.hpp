#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/junction.hpp"
#include "models/units.hpp"

namespace splitscape {

/// A tensor between operations, of one sample.
struct ActivationTensor {
  std::string name;
  std::vector<std::int64_t> shape{};  ///< as the file has it, the batch included
  Bytes size{};

  friend bool operator==(const ActivationTensor&, const ActivationTensor&) = default;
};

/// A node of an imported network that does something with activations, and what that costs.
struct Operation {
  std::string name;
  std::string op;                           ///< as the file calls it
  std::vector<std::string> inputs{};        ///< activation tensors, not weights
  std::vector<ActivationTensor> outputs{};  ///< at least one
  Macs macs{};                              ///< the junctions' and all others (docs/models/cost.md)
  double parameters = 0;                    ///< trained values, biases included
  Bytes weights{};                          ///< their storage
  std::vector<Junction> junctions{};        ///< what of it can be pruned

  friend bool operator==(const Operation&, const Operation&) = default;
};

/// A network as a file tells it, every operation counted. Importers make it; network_of() makes it a profile.
struct OperationGraph {
  std::string name;
  std::vector<ActivationTensor> inputs{};
  std::vector<Operation> operations{};  ///< in topological order
  std::vector<std::string> outputs{};  ///< tensors: the side branches' in the order of the file, the end last
  std::vector<std::string> notes{};    ///< what was left out because it does nothing, a sentence each

  friend bool operator==(const OperationGraph&, const OperationGraph&) = default;
};

}  // namespace splitscape
