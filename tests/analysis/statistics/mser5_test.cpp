#include "analysis/statistics/mser5.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

/// The definition, without the second half's refusal.
std::size_t by_definition(const std::vector<double>& values) {
  std::size_t best = 0;
  double least = INFINITY;
  for (std::size_t d = 0; d + 5 <= values.size(); ++d) {
    const double n = static_cast<double>(values.size() - d);
    double mean = 0;
    for (std::size_t i = d; i < values.size(); ++i) mean += values[i] / n;
    double squares = 0;
    for (std::size_t i = d; i < values.size(); ++i) squares += (values[i] - mean) * (values[i] - mean);
    if (squares / (n * n) >= least) continue;
    least = squares / (n * n);
    best = d;
  }
  return best;
}

/// Normal values around 10 that begin lower by `bias`, which dies away with 0.9 a value.
std::vector<double> rising(std::size_t count, double bias, std::uint64_t key) {
  RandomStream random(key);
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i)
    values.push_back(10 - bias * std::pow(0.9, static_cast<double>(i)) + random.normal());
  return values;
}

}  // namespace

TEST_CASE("the truncation is the one of the definition") {
  int found = 0;
  for (std::uint64_t key = 1; key <= 50; ++key) {
    const auto values = rising(120, static_cast<double>(key % 20), key);
    const std::size_t expected = by_definition(values);
    if (2 * expected > values.size()) continue;
    CAPTURE(key);
    CHECK(mser_truncation(values) == expected);
    ++found;
  }
  CHECK(found > 40);
}

TEST_CASE("what begins far from its rest is cut until it is near") {
  // The bias of value i is 100 x .9^i: 100 at first, below the deviation of 1 from number 44 on.
  const auto truncation = mser_truncation(rising(1000, 100, 3));
  REQUIRE(truncation);
  CHECK(*truncation >= 25);
  CHECK(*truncation <= 60);
}

TEST_CASE("a series that never comes to rest has no truncation") {
  std::vector<double> climbing;
  for (int i = 0; i < 200; ++i) climbing.push_back(i);
  CHECK_FALSE(mser_truncation(climbing));
}

TEST_CASE("a series that changes in its second half has no truncation") {
  for (const std::size_t change : {600UL, 700UL, 800UL, 900UL}) {
    CAPTURE(change);
    RandomStream random(11);
    std::vector<double> values;
    for (std::size_t i = 0; i < 1000; ++i) values.push_back(random.normal() / 10 + (i < change ? 0 : 1));
    CHECK_FALSE(mser_truncation(values));
  }
}

TEST_CASE("an end at which nothing happens does not hide that a series is at rest") {
  // Of a thousand values twenty are not 1; the last hundred are.
  std::vector<double> values(1000, 1.0);
  RandomStream random(2);
  for (int i = 0; i < 20; ++i) values[random.next() % 900] = 2 + random.uniform();
  CHECK(by_definition(values) > 500);
  const auto truncation = mser_truncation(values);
  REQUIRE(truncation);
  CHECK(*truncation < 500);
}

TEST_CASE("fewer than ten values tell nothing") {
  CHECK_FALSE(mser_truncation({1, 1, 1, 1, 1, 1, 1, 1, 1}));
  CHECK(mser_truncation({1, 1, 1, 1, 1, 1, 1, 1, 1, 1}) == 0);
}

TEST_CASE("what differs by rounding only is at rest from the start") {
  std::vector<double> values(100, 1.0);
  for (std::size_t i = 60; i < 100; ++i) values[i] += 1e-15 * static_cast<double>(i);
  CHECK(mser_truncation(values, 1e-12) == 0);
}

TEST_CASE("a stream is cut at the instant of the first request of the first batch of five that is kept") {
  Mser5 stream;
  std::vector<double> means;
  const auto values = rising(2000, 100, 5);
  for (std::size_t i = 0; i < values.size(); ++i) {
    stream.add(values[i], 0.25 * static_cast<double>(i));
    if (i % 5 == 0) means.push_back(0);
    means.back() += values[i] / 5;
  }
  const auto truncation = stream.truncation();
  REQUIRE(truncation);
  CHECK(*truncation == 0.25 * 5 * static_cast<double>(by_definition(means)));
  CHECK(*truncation > 0);
}

TEST_CASE("a stream of equal values, rounded like instants, needs no warm-up") {
  Mser5 stream;
  for (int i = 0; i < 1000; ++i) {
    const double arrival = i / 3.0;
    stream.add(arrival + 0.1 - arrival, arrival);
  }
  CHECK(stream.truncation() == 0.0);
}

TEST_CASE("a stream too short for ten batches, or that climbs, has no truncation") {
  Mser5 short_one;
  for (int i = 0; i < 49; ++i) short_one.add(1, i);
  CHECK_FALSE(short_one.truncation());
  short_one.add(1, 49);
  CHECK(short_one.truncation() == 0.0);
  Mser5 climbing;
  for (int i = 0; i < 1000; ++i) climbing.add(i, i);
  CHECK_FALSE(climbing.truncation());
}
