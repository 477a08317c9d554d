#pragma once

#include <cstdint>

namespace splitscape {

/// A random permutation of 0 .. size-1 that needs no table: a Feistel network over the next
/// even power of two, walked until the value falls inside (Black, Rogaway, "Ciphers with arbitrary finite
/// domains", CT-RSA 2002). Ten thousand devices can each go through a trace in an order of their own.
class Shuffle {
 public:
  /// @param key the key of a random stream
  /// @param size number of elements, at least 1
  Shuffle(std::uint64_t key, std::uint64_t size);

  /// The element at a place of the permutation; place < size.
  std::uint64_t operator()(std::uint64_t place) const;

 private:
  std::uint64_t encrypt(std::uint64_t value) const;

  std::uint64_t key_;
  std::uint64_t size_;
  unsigned half_bits_;
};

}  // namespace splitscape
