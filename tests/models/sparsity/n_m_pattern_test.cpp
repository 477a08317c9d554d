#include "models/sparsity/n_m_pattern.hpp"

#include <doctest/doctest.h>

#include <map>
#include <random>
#include <stdexcept>

using namespace splitscape;

namespace {

RandomStream stream_of(std::uint64_t seed) {
  return RandomStream(StreamName{.seed = seed, .purpose = Purpose::patterns});
}

}  // namespace

TEST_CASE("of every M successive left neurons of a row N stay") {
  std::mt19937_64 random(1);
  for (std::uint64_t trial = 0; trial < 300; ++trial) {
    const auto inputs = static_cast<std::uint32_t>(1 + random() % 70);
    const auto outputs = static_cast<std::uint32_t>(1 + random() % 20);
    const auto m = static_cast<std::uint32_t>(1 + random() % 8);
    const NofM choice{static_cast<std::uint32_t>(1 + random() % m), m};
    RandomStream stream = stream_of(trial);
    const ConnectionPattern pattern = n_m_pattern(inputs, outputs, choice, stream);
    REQUIRE(pattern.outputs() == outputs);
    for (std::size_t right = 0; right < outputs; ++right) {
      std::map<std::uint32_t, std::uint32_t> in_group;
      for (const std::uint32_t left : pattern.row(right)) ++in_group[left / m];
      for (std::uint32_t group = 0; group * m < inputs; ++group)
        CHECK(in_group[group] == std::min(choice.n, inputs - group * m));
      CHECK(pattern.row(right).size() == kept_of_row(inputs, choice));
    }
  }
}

TEST_CASE("all choices of two in four are equally likely") {
  RandomStream stream = stream_of(1);
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> seen;
  const ConnectionPattern pattern = n_m_pattern(4, 12000, {2, 4}, stream);
  for (std::size_t right = 0; right < 12000; ++right) ++seen[{pattern.row(right)[0], pattern.row(right)[1]}];
  CHECK(seen.size() == 6);
  double chi_square = 0;
  for (const auto& [pair, count] : seen) chi_square += (count - 2000.0) * (count - 2000.0) / 2000.0;
  CHECK(chi_square < 20.5);  // 5 degrees of freedom: .1 %
}

TEST_CASE("rows keep n of every m and what a rest has of it") {
  CHECK(kept_of_row(8, {2, 4}) == 4);
  CHECK(kept_of_row(9, {2, 4}) == 5);
  CHECK(kept_of_row(11, {2, 4}) == 6);
  CHECK(kept_of_row(3, {1, 4}) == 1);
}

TEST_CASE("more than M of M and none of M are refused") {
  CHECK_THROWS_WITH_AS(check(NofM{5, 4}), "of every 4 weights 1 to 4 can stay, not 5", std::invalid_argument);
  CHECK_THROWS_AS(check(NofM{0, 4}), std::invalid_argument);
  CHECK_THROWS_AS(check(NofM{0, 0}), std::invalid_argument);
  RandomStream stream = stream_of(1);
  CHECK_THROWS_AS((void)n_m_pattern(8, 8, {5, 4}, stream), std::invalid_argument);
}
