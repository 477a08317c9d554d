#include "models/sparsity/connection_pattern.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

using namespace splitscape;

namespace {

using Degrees = std::vector<std::uint32_t>;

std::vector<std::uint32_t> row(const ConnectionPattern& pattern, std::size_t right) {
  const auto left = pattern.row(right);
  return {left.begin(), left.end()};
}

}  // namespace

TEST_CASE("a pattern has its connections in rows of rising left neurons") {
  const ConnectionPattern pattern(5, {0, 3, 3, 5}, {4, 0, 2, 1, 0});
  CHECK(pattern.inputs() == 5);
  CHECK(pattern.outputs() == 3);
  CHECK(pattern.connections() == 5);
  CHECK(pattern.density() == doctest::Approx(5.0 / 15));
  CHECK(row(pattern, 0) == Degrees{0, 2, 4});
  CHECK(row(pattern, 1) == Degrees{});
  CHECK(row(pattern, 2) == Degrees{0, 1});
}

TEST_CASE("a pattern counts the connections of both sides") {
  const ConnectionPattern pattern(5, {0, 3, 3, 5}, {4, 0, 2, 1, 0});
  CHECK(pattern.fan_ins() == Degrees{3, 0, 2});
  CHECK(pattern.fan_outs() == Degrees{2, 1, 1, 0, 1});
}

TEST_CASE("a pattern is regular where the neurons of each side have equally many connections") {
  CHECK(is_regular(ConnectionPattern::with_fan_in(4, 2, {0, 1, 2, 3})));
  CHECK(!is_regular(ConnectionPattern::with_fan_in(4, 2, {0, 1, 1, 3})));
  CHECK(!is_regular(ConnectionPattern(2, {0, 2, 2}, {0, 1})));
}

TEST_CASE("a connection that is there twice or leads to no neuron is refused") {
  CHECK_THROWS_WITH_AS(ConnectionPattern(4, {0, 1, 4}, {0, 3, 1, 3}),
                       "right neuron 1 is connected with 3 twice", std::invalid_argument);
  CHECK_THROWS_WITH_AS(ConnectionPattern(4, {0, 2}, {0, 4}),
                       "right neuron 0 is connected with 4 of 4 left neurons", std::invalid_argument);
}

TEST_CASE("rows that do not follow each other or do not share out are refused") {
  const char* message = "the connections of the right neurons do not follow each other";
  CHECK_THROWS_WITH_AS(ConnectionPattern(4, {}, {}), message, std::invalid_argument);
  CHECK_THROWS_WITH_AS(ConnectionPattern(4, {0, 2, 1}, {0}), message, std::invalid_argument);
  CHECK_THROWS_WITH_AS(ConnectionPattern(4, {0, 1}, {0, 1}), message, std::invalid_argument);
  CHECK_THROWS_WITH_AS((void)ConnectionPattern::with_fan_in(4, 2, {0, 1, 2}),
                       "3 connections do not share out in fan-ins of 2", std::invalid_argument);
  CHECK_THROWS_AS((void)ConnectionPattern::with_fan_in(4, 0, {}), std::invalid_argument);
}
