#pragma once

#include <cstdint>
#include <vector>

#include "models/random_stream.hpp"

namespace splitscape {

/// How the addresses of the left memories follow each other (Dey et al., JETCAS 2019).
enum class MemoryMapType {
  type1,  ///< any order in each bank and sweep
  type2,  ///< rising by one, modulo the depth, from a start for each bank and sweep
  type3,  ///< the same in every sweep
};

/// A junction as edge-based hardware computes it: `parallel` connections a clock, their left neurons in as
/// many banks (neuron n in bank n mod parallel, row n / parallel), so that in a sweep of inputs / parallel
/// clocks every left neuron is read once. fan_out sweeps make the junction.
struct MemoryShape {
  std::uint32_t inputs = 0;
  std::uint32_t outputs = 0;
  std::uint32_t fan_out = 0;
  std::uint32_t parallel = 0;  ///< z of the publications; divides inputs

  std::uint32_t fan_in() const {
    return static_cast<std::uint32_t>(std::uint64_t{inputs} * fan_out / outputs);
  }
  std::uint32_t depth() const { return inputs / parallel; }  ///< rows of a bank, clocks of a sweep
  std::uint64_t connections() const { return std::uint64_t{inputs} * fan_out; }

  friend bool operator==(const MemoryShape&, const MemoryShape&) = default;
};

/// @throws std::invalid_argument where `parallel` does not divide the inputs, or, naming the two nearest,
/// where
///         no such fan-out exists
void check(const MemoryShape& shape);

/// What is read when: each bank once a clock, so no two reads clash. Connections are numbered in the order in
/// which they are read; each right neuron takes the next fan-in of them. The left neurons of a right neuron
/// are distinct unless it takes some from one sweep and some from the next (see repeats_a_connection).
struct MemoryMap {
  MemoryShape shape{};
  MemoryMapType type = MemoryMapType::type1;
  /// type 1: the row read, by sweep, bank and clock; type 2: the start, by sweep and bank; type 3: by bank
  std::vector<std::uint32_t> rows{};
  /// The order in which a clock takes the banks ("memory dither"), by sweep and place; one sweep for type 3.
  /// Empty: 0, 1, 2, ...
  std::vector<std::uint32_t> banks{};

  /// The bank that connection i of 0 .. shape.connections()-1 reads, and the row in it.
  std::uint32_t bank_of(std::uint64_t connection) const;
  std::uint32_t row_of(std::uint64_t connection) const;
  std::uint32_t left_neuron_of(std::uint64_t connection) const;
  std::uint32_t right_neuron_of(std::uint64_t connection) const;
  /// The number of the connection in the order of the left neurons: (row x parallel + bank) x fan_out +
  /// sweep, the interleaver of Dey et al. (Asilomar 2017).
  std::uint64_t interleaved(std::uint64_t connection) const;

  friend bool operator==(const MemoryMap&, const MemoryMap&) = default;
};

}  // namespace splitscape
