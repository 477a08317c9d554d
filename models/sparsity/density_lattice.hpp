#pragma once

#include <cstdint>
#include <string>

namespace splitscape {

/// How the neurons of a junction are connected where all of a side have equally many connections.
struct Connectivity {
  std::uint64_t fan_in = 0;   ///< connections of each right neuron
  std::uint64_t fan_out = 0;  ///< connections of each left neuron
  double density = 0;         ///< connections / those of the dense junction

  friend bool operator==(const Connectivity&, const Connectivity&) = default;
};

/// "3.125 % (fan-in 25, fan-out 4)"
std::string text_of(const Connectivity& connectivity);

/// The connectivities that exist. inputs x fan-out = outputs x fan-in, and both are whole numbers, so the
/// density is k / gcd(inputs, outputs) with k = 1 .. gcd (Dey et al., JETCAS 2019; Capogrosso et al., FDL
/// 2024).
class DensityLattice {
 public:
  /// @param inputs, outputs neurons on the left and on the right, at least 1
  /// @throws std::invalid_argument where there are none
  DensityLattice(std::uint64_t inputs, std::uint64_t outputs);

  std::uint64_t inputs() const { return inputs_; }
  std::uint64_t outputs() const { return outputs_; }
  /// How many there are: gcd(inputs, outputs).
  std::uint64_t size() const { return size_; }
  /// The k-th, from the sparsest; k = 1 .. size().
  Connectivity at(std::uint64_t k) const;
  /// The one whose density is nearest; of two equally near ones the denser.
  Connectivity nearest(double density) const;

  /// The one that has what is asked for. A density may be off by a hundred thousandth of itself, as one third
  /// must be when it is written down.
  /// @throws std::invalid_argument naming the two nearest where there is none
  Connectivity with_density(double density) const;
  Connectivity with_fan_in(std::uint64_t fan_in) const;
  Connectivity with_fan_out(std::uint64_t fan_out) const;

 private:
  [[noreturn]] void refuse(const std::string& wanted, double k) const;
  Connectivity with_degree(const char* name, std::uint64_t degree, std::uint64_t step) const;

  std::uint64_t inputs_;
  std::uint64_t outputs_;
  std::uint64_t size_;
};

}  // namespace splitscape
