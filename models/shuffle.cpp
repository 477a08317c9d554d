#include "models/shuffle.hpp"

#include <bit>
#include <cassert>

#include "models/random_stream.hpp"

namespace splitscape {

Shuffle::Shuffle(std::uint64_t key, std::uint64_t size)
    : key_(key), size_(size), half_bits_((static_cast<unsigned>(std::bit_width(size)) + 1U) / 2U) {
  assert(size >= 1);
}

std::uint64_t Shuffle::operator()(std::uint64_t place) const {
  assert(place < size_);
  std::uint64_t value = encrypt(place);
  while (value >= size_) value = encrypt(value);
  return value;
}

std::uint64_t Shuffle::encrypt(std::uint64_t value) const {
  // Few rounds leave small permutations far from random: with four, some orders of four elements came twice
  // as often as others.
  constexpr unsigned rounds = 10;
  const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1U;
  std::uint64_t left = value >> half_bits_;
  std::uint64_t right = value & mask;
  for (unsigned round = 0; round < rounds; ++round) {
    const std::uint64_t scrambled = RandomStream(key_ ^ (right << 4U) ^ round).next() & mask;
    const std::uint64_t next_right = left ^ scrambled;
    left = right;
    right = next_right;
  }
  return (left << half_bits_) | right;
}

}  // namespace splitscape
