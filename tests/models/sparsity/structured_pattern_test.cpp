#include "models/sparsity/structured_pattern.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

#include "models/sparsity/density_lattice.hpp"

using namespace splitscape;

namespace {

RandomStream stream_of(std::uint64_t seed) {
  return RandomStream(StreamName{.seed = seed, .purpose = Purpose::patterns});
}

using Row = std::vector<std::uint32_t>;

/// Every way to give two left neurons of four to each of four right ones so that each is given twice.
std::set<Row> regular_patterns_of_four() {
  const std::vector<Row> pairs{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
  std::set<Row> found;
  for (std::size_t choice = 0; choice < 6 * 6 * 6 * 6; ++choice) {
    Row all;
    for (std::size_t rest = choice, right = 0; right < 4; ++right, rest /= 6)
      all.insert(all.end(), pairs[rest % 6].begin(), pairs[rest % 6].end());
    if (is_regular(ConnectionPattern::with_fan_in(4, 2, all))) found.insert(all);
  }
  return found;
}

}  // namespace

TEST_CASE("every structured pattern is regular with distinct left neurons") {
  std::mt19937_64 random(1);
  for (std::uint64_t trial = 0; trial < 600; ++trial) {
    const std::uint32_t common = static_cast<std::uint32_t>(1 + random() % 30);
    const auto inputs = common * static_cast<std::uint32_t>(1 + random() % 12);
    const auto outputs = common * static_cast<std::uint32_t>(1 + random() % 12);
    const DensityLattice lattice(inputs, outputs);
    const Connectivity wanted = lattice.at(1 + random() % lattice.size());
    RandomStream stream = stream_of(trial);
    const ConnectionPattern pattern =
        structured_pattern(inputs, outputs, static_cast<std::uint32_t>(wanted.fan_out), stream);
    CAPTURE(inputs);
    CAPTURE(outputs);
    CAPTURE(wanted.fan_out);
    CHECK(pattern.inputs() == inputs);
    CHECK(pattern.outputs() == outputs);
    // A pattern cannot hold one connection twice, so that degrees count distinct neurons.
    CHECK(is_regular(pattern));
    CHECK(pattern.fan_ins().front() == wanted.fan_in);
    CHECK(pattern.fan_outs().front() == wanted.fan_out);
    CHECK(pattern.density() == doctest::Approx(wanted.density).epsilon(1e-12));
  }
}

TEST_CASE("every density of a junction can be drawn up to the dense one") {
  for (std::uint32_t fan_out = 1; fan_out <= 40; ++fan_out) {
    RandomStream stream = stream_of(fan_out);
    CHECK(is_regular(structured_pattern(40, 40, fan_out, stream)));
  }
  RandomStream stream = stream_of(1);
  CHECK(structured_pattern(3, 2, 2, stream) == ConnectionPattern::with_fan_in(3, 3, {0, 1, 2, 0, 1, 2}));
}

TEST_CASE("a seed names a pattern and another seed another") {
  RandomStream first = stream_of(1);
  RandomStream again = stream_of(1);
  RandomStream other = stream_of(2);
  const ConnectionPattern pattern = structured_pattern(800, 100, 20, first);
  CHECK(pattern == structured_pattern(800, 100, 20, again));
  CHECK(!(pattern == structured_pattern(800, 100, 20, other)));
}

TEST_CASE("every regular pattern of a small junction is drawn") {
  std::set<Row> seen;
  RandomStream stream = stream_of(1);
  for (int i = 0; i < 20000; ++i) {
    const ConnectionPattern pattern = structured_pattern(4, 4, 2, stream);
    Row all;
    for (std::size_t right = 0; right < 4; ++right)
      all.insert(all.end(), pattern.row(right).begin(), pattern.row(right).end());
    seen.insert(all);
  }
  CHECK(seen == regular_patterns_of_four());
  CHECK(seen.size() == 90);
}

TEST_CASE("a connection is as likely as the density whichever two neurons it joins") {
  std::vector<int> seen(6 * 4);
  constexpr int draws = 20000;
  RandomStream stream = stream_of(3);
  for (int i = 0; i < draws; ++i) {
    const ConnectionPattern pattern = structured_pattern(6, 4, 2, stream);
    for (std::size_t right = 0; right < 4; ++right) {
      for (const std::uint32_t left : pattern.row(right)) ++seen[right * 6 + left];
    }
  }
  for (const int count : seen)
    CHECK(count == doctest::Approx(draws / 2).epsilon(.04));  // 5.6 standard errors
}

TEST_CASE("a fan-out that does not exist is refused before anything is drawn") {
  RandomStream stream = stream_of(1);
  CHECK_THROWS_WITH_AS(
      (void)structured_pattern(40, 30, 4, stream),
      "a junction of 40 x 30 has no fan-out 4; the nearest are 10 % (fan-in 4, fan-out 3) and "
      "20 % (fan-in 8, fan-out 6)",
      std::invalid_argument);
}

TEST_CASE("the largest layer of VGG-16 is drawn at five per cent in well under a second") {
  const auto start = std::chrono::steady_clock::now();
  RandomStream stream = stream_of(1);
  const ConnectionPattern pattern = structured_pattern(25088, 4096, 208, stream);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  CHECK(is_regular(pattern));
  CHECK(pattern.connections() == 5218304);
#ifdef NDEBUG
  CHECK(taken.count() < 5);  // .3 s alone on two cores; other tests run at the same time
#endif
}
