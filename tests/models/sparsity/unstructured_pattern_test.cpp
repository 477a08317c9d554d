#include "models/sparsity/unstructured_pattern.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <random>
#include <stdexcept>

using namespace splitscape;

namespace {

RandomStream stream_of(std::uint64_t seed) {
  return RandomStream(StreamName{.seed = seed, .purpose = Purpose::patterns});
}

}  // namespace

TEST_CASE("an unstructured pattern has exactly the rounded share of the connections") {
  std::mt19937_64 random(1);
  for (std::uint64_t trial = 0; trial < 400; ++trial) {
    const auto inputs = static_cast<std::uint32_t>(1 + random() % 60);
    const auto outputs = static_cast<std::uint32_t>(1 + random() % 60);
    const double density = static_cast<double>(1 + random() % 1000) / 1000;
    RandomStream stream = stream_of(trial);
    const ConnectionPattern pattern = unstructured_pattern(inputs, outputs, density, stream);
    const double rounded = std::max(1.0, std::round(density * inputs * outputs));
    CHECK(pattern.connections() == static_cast<std::size_t>(rounded));
    CHECK(pattern.inputs() == inputs);
    CHECK(pattern.outputs() == outputs);
  }
}

TEST_CASE("an unstructured pattern differs from a regular one in its degrees") {
  RandomStream stream = stream_of(1);
  CHECK(!is_regular(unstructured_pattern(800, 100, .2, stream)));
  CHECK(is_regular(unstructured_pattern(8, 10, 1, stream)));
}

TEST_CASE("every choice of connections is equally likely") {
  RandomStream stream = stream_of(1);
  std::map<std::vector<std::uint32_t>, int> seen;
  for (int i = 0; i < 30000; ++i) {
    const ConnectionPattern pattern = unstructured_pattern(3, 2, .5, stream);
    std::vector<std::uint32_t> places;
    for (std::uint32_t right = 0; right < 2; ++right) {
      for (const std::uint32_t left : pattern.row(right)) places.push_back(right * 3 + left);
    }
    ++seen[places];
  }
  CHECK(seen.size() == 20);
  double chi_square = 0;
  for (const auto& [places, count] : seen) chi_square += (count - 1500.0) * (count - 1500.0) / 1500.0;
  CHECK(chi_square < 43.8);  // 19 degrees of freedom: .1 %
}

TEST_CASE("at least one weight stays and a density that is none is refused") {
  CHECK(unstructured_kept(10, .001) == 1);
  CHECK(unstructured_kept(1000, .0625) == 63);
  for (const double none : {0.0, -.1, 1.1, std::nan("")}) {
    CAPTURE(none);
    CHECK_THROWS_AS((void)unstructured_kept(10, none), std::invalid_argument);
  }
  CHECK_THROWS_WITH_AS((void)unstructured_kept(10, 2),
                       "a density is more than 0 and at most 100 %, not 200 %", std::invalid_argument);
}
