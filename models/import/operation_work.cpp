#include "models/import/operation_work.hpp"

namespace splitscape {

void add_junction(Operation& operation, const Junction& junction, double biases, double bits) {
  operation.junctions.push_back(junction);
  operation.macs += Macs{junction.macs()};
  add_parameters(operation, junction.weights() + biases, bits);
}

void add_parameters(Operation& operation, double count, double bits) {
  operation.parameters += count;
  operation.weights += Bytes{count * bits / bits_per_byte};
}

}  // namespace splitscape
