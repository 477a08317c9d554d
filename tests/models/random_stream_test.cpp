#include "models/random_stream.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>
#include <string>
#include <vector>

using namespace splitscape;

namespace {

constexpr std::size_t many = 100000;
constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15ULL;  ///< what SplitMix64 adds before each draw

std::vector<double> draws(const std::function<double()>& draw) {
  std::vector<double> values(many);
  for (double& value : values) value = draw();
  return values;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double variance(const std::vector<double>& values) {
  const double centre = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - centre) * (value - centre);
  return sum / static_cast<double>(values.size());
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const double mean_a = mean(a);
  const double mean_b = mean(b);
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += (a[i] - mean_a) * (b[i] - mean_b);
  return sum / static_cast<double>(a.size()) / std::sqrt(variance(a) * variance(b));
}

/// The statistic of Kolmogorov and Smirnov: the largest distance between the distribution of the values and
/// the one they should have, times the root of their number. It exceeds 1.95 once in a thousand samples.
double distance(std::vector<double> values, const std::function<double(double)>& distribution) {
  std::sort(values.begin(), values.end());
  const double n = static_cast<double>(values.size());
  double largest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double wanted = distribution(values[i]);
    const double below = static_cast<double>(i) / n;
    largest = std::max({largest, wanted - below, below + 1 / n - wanted});
  }
  return largest * std::sqrt(n);
}

double normal_distribution(double x) {
  return 0.5 * std::erfc(-x / std::sqrt(2.0));
}

}  // namespace

TEST_CASE("the generator is SplitMix64") {
  // First outputs of Vigna's reference implementation, https://prng.di.unimi.it/splitmix64.c, state 1234567.
  RandomStream stream(1234567);
  for (const std::uint64_t expected : {6457827717110365317ULL, 3203168211198807973ULL, 9817491932198370423ULL,
                                       4593380528125082431ULL, 16408922859458223821ULL}) {
    CHECK(stream.next() == expected);
  }
}

TEST_CASE("a stream is known by its name") {
  const StreamName name{.seed = 3, .run = 1, .purpose = Purpose::samples, .owner = "cameras", .index = 7};
  RandomStream named(name);
  RandomStream keyed(stream_key(name));
  const std::string copy = "cameras";  // the letters count, not where they lie
  RandomStream again({.seed = 3, .run = 1, .purpose = Purpose::samples, .owner = copy, .index = 7});
  for (int i = 0; i < 10; ++i) {
    const std::uint64_t value = named.next();
    CHECK(keyed.next() == value);
    CHECK(again.next() == value);
  }
}

TEST_CASE("every part of its name makes a stream another") {
  const StreamName name{.seed = 3, .run = 1, .purpose = Purpose::samples, .owner = "ab", .index = 7};
  std::set<std::uint64_t> keys{stream_key(name)};
  const auto is_new = [&keys, name](const std::function<void(StreamName&)>& change) {
    StreamName changed = name;
    change(changed);
    return keys.insert(stream_key(changed)).second;
  };
  CHECK(is_new([](StreamName& n) { n.seed = 4; }));
  CHECK(is_new([](StreamName& n) { n.run = 2; }));
  CHECK(is_new([](StreamName& n) { n.index = 8; }));
  CHECK(is_new([](StreamName& n) { n.seed = 1, n.run = 3; }));
  CHECK(is_new([](StreamName& n) { n.purpose = Purpose::arrivals; }));
  CHECK(is_new([](StreamName& n) { n.purpose = Purpose::device_times; }));
  CHECK(is_new([](StreamName& n) { n.purpose = Purpose::server_times; }));
  CHECK(is_new([](StreamName& n) { n.purpose = Purpose::policy; }));
  for (const char* owner : {"", "a", "b", "ba", "abc", "Ab", "ab "}) {
    CHECK(is_new([owner](StreamName& n) { n.owner = owner; }));
  }
}

TEST_CASE("no two of many streams have the same key") {
  std::set<std::uint64_t> keys;
  std::size_t names = 0;
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    for (std::uint64_t run = 0; run < 5; ++run) {
      for (const Purpose purpose : {Purpose::arrivals, Purpose::samples, Purpose::policy}) {
        for (const char* owner : {"", "cameras", "sensors", "edge"}) {
          for (std::uint64_t index = 0; index < 300; ++index, ++names) {
            keys.insert(
                stream_key({.seed = seed, .run = run, .purpose = purpose, .owner = owner, .index = index}));
          }
        }
      }
    }
  }
  CHECK(keys.size() == names);
}

TEST_CASE("streams of different owners are uncorrelated") {
  // The correlation of n independent pairs has a standard deviation of 1 / sqrt(n).
  const double bound = 4.0 / std::sqrt(static_cast<double>(many));
  const auto uniforms = [](const StreamName& name) {
    return draws([stream = RandomStream(name)]() mutable { return stream.uniform(); });
  };
  const auto reference = uniforms({.owner = "cameras", .index = 0});
  CHECK(std::abs(correlation(reference, uniforms({.owner = "cameras", .index = 1}))) < bound);
  CHECK(std::abs(correlation(reference, uniforms({.owner = "sensors", .index = 0}))) < bound);
  CHECK(std::abs(correlation(reference, uniforms({.run = 1, .owner = "cameras"}))) < bound);
  CHECK(std::abs(correlation(reference, uniforms({.seed = 2, .owner = "cameras"}))) < bound);
  CHECK(std::abs(correlation(reference, uniforms({.purpose = Purpose::samples, .owner = "cameras"}))) <
        bound);
}

TEST_CASE("the first draws of neighbouring streams are as good as those of one stream") {
  std::uint64_t index = 0;
  const auto firsts =
      draws([&index] { return RandomStream({.owner = "cameras", .index = index++}).uniform(); });
  CHECK(distance(firsts, [](double x) { return x; }) < 1.95);
}

TEST_CASE("uniform draws are uniform between 0 and 1") {
  RandomStream stream(1);
  const auto values = draws([&stream] { return stream.uniform(); });
  // Standard errors of 1e5 draws: mean sqrt(1/12/n) = .0009, variance sqrt(1/180/n) = .00024.
  CHECK(std::abs(mean(values) - 1.0 / 2) < 4 * 0.0009);
  CHECK(std::abs(variance(values) - 1.0 / 12) < 4 * 0.00024);
  CHECK(distance(values, [](double x) { return x; }) < 1.95);
}

TEST_CASE("exponential draws have the exponential distribution of their mean") {
  RandomStream stream(2);
  const auto values = draws([&stream] { return stream.exponential(5.0); });
  // In units of the mean: mean 1 with standard error sqrt(1/n) = .0032, variance 1 with sqrt(8/n) = .0089.
  CHECK(std::abs(mean(values) / 5 - 1) < 4 * 0.0032);
  CHECK(std::abs(variance(values) / 25 - 1) < 4 * 0.0089);
  CHECK(distance(values, [](double x) { return -std::expm1(-x / 5); }) < 1.95);
}

TEST_CASE("normal draws have the standard normal distribution") {
  RandomStream stream(3);
  const auto values = draws([&stream] { return stream.normal(); });
  // Mean 0 with standard error sqrt(1/n) = .0032, variance 1 with sqrt(2/n) = .0045.
  CHECK(std::abs(mean(values)) < 4 * 0.0032);
  CHECK(std::abs(variance(values) - 1) < 4 * 0.0045);
  CHECK(distance(values, normal_distribution) < 1.95);
}

TEST_CASE("every distribution is the inverse transform of the uniform draw of the same state") {
  for (std::uint64_t key = 0; key < 1000; ++key) {
    const double u = RandomStream(key).uniform();
    CHECK(std::exp(-RandomStream(key).exponential(3.0) / 3.0) == doctest::Approx(u).epsilon(1e-12));
    CHECK(normal_distribution(RandomStream(key).normal()) == doctest::Approx(u).epsilon(1e-12));
  }
}

TEST_CASE("the smallest draw of the generator is no zero and no infinity") {
  const std::uint64_t key = 0 - golden_gamma;  // the state becomes 0, which SplitMix64 leaves alone
  REQUIRE(RandomStream(key).next() == 0);
  const double u = RandomStream(key).uniform();
  CHECK(u > 0);
  CHECK(RandomStream(key).exponential(1.0) == doctest::Approx(-std::log(u)));
  CHECK(normal_distribution(RandomStream(key).normal()) / u == doctest::Approx(1.0).epsilon(1e-9));
}

TEST_CASE("the largest draw of the generator is below 1 too") {
  constexpr std::uint64_t key = 0x31628af67b2131abULL;  // found by running the generator backwards
  REQUIRE(RandomStream(key).next() == ~0ULL);
  CHECK(RandomStream(key).uniform() < 1.0);
  CHECK(std::isfinite(RandomStream(key).normal()));
}
