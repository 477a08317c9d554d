#include "models/rate_trace.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>

using namespace splitscape;

namespace {

using Messages = std::vector<std::string>;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// 9 bit/s for a second, 3 bit/s for three, then 1 bit/s.
RateTrace three_steps(Seconds period = {}) {
  return {.steps = {{{0}, {9}}, {{1}, {3}}, {{4}, {1}}}, .period = period};
}

RateTrace random_trace(std::mt19937_64& random) {
  RateTrace trace;
  double at = 0;
  for (std::size_t i = 0; i < 2 + random() % 10; ++i) {
    trace.steps.push_back({{at}, {static_cast<double>(random() % 1000)}});
    at += static_cast<double>(1 + random() % 9);
  }
  if (random() % 2 == 0) trace.period = {at};
  return trace;
}

}  // namespace

TEST_CASE("a constant rate is its own first and highest and mean") {
  for (const double rate : {0.0, 1e6, infinity}) {
    const RateTrace trace = RateTrace::constant({rate});
    CHECK(trace.is_constant());
    CHECK(trace.first().value == rate);
    CHECK(trace.highest().value == rate);
    CHECK(trace.mean().value == rate);
    CHECK(defects(trace) == Messages{});
  }
}

TEST_CASE("a trace of several steps is not constant and starts with its first rate") {
  CHECK_FALSE(three_steps().is_constant());
  CHECK(three_steps().first().value == 9);
}

TEST_CASE("the highest rate may stand anywhere in a trace") {
  CHECK(three_steps().highest().value == 9);
  CHECK(RateTrace{.steps = {{{0}, {1}}, {{1}, {7}}, {{2}, {3}}}}.highest().value == 7);
  CHECK(RateTrace{.steps = {{{0}, {1}}, {{1}, {3}}, {{2}, {7}}}}.highest().value == 7);
}

TEST_CASE("the mean of a trace that repeats is the time average over its period") {
  // 9 x 1 s + 3 x 3 s + 1 x 2 s = 20 bit in 6 s, and 22 bit in 8 s.
  CHECK(three_steps({6}).mean().value == doctest::Approx(20.0 / 6));
  CHECK(three_steps({8}).mean().value == doctest::Approx(22.0 / 8));
}

TEST_CASE("the mean of a trace that ends leaves out the last step") {
  CHECK(three_steps().mean().value == doctest::Approx(18.0 / 4));
}

TEST_CASE("the mean lies between the rates and does not care how steps are written down") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 500; ++trial) {
    RateTrace trace = random_trace(random);
    REQUIRE(defects(trace) == Messages{});
    const double mean = trace.mean().value;
    const auto lowest = std::min_element(trace.steps.begin(), trace.steps.end(),
                                         [](const auto& a, const auto& b) { return a.rate < b.rate; });
    CHECK(mean >= lowest->rate.value);
    CHECK(mean <= trace.highest().value);

    // The first step becomes two of the same rate.
    const RateTrace::Step first = trace.steps.front();
    trace.steps.insert(trace.steps.begin() + 1, {{trace.steps[1].at.value / 2}, first.rate});
    CHECK(trace.mean().value == doctest::Approx(mean).epsilon(1e-12));
  }
}

TEST_CASE("a sound trace has no defects") {
  CHECK(defects(three_steps()) == Messages{});
  CHECK(defects(three_steps({4.5})) == Messages{});
  CHECK(defects(RateTrace{.steps = {{{0}, {9}}, {{1}, {0}}}}) == Messages{});
}

TEST_CASE("a trace without steps is refused") {
  CHECK(defects(RateTrace{}) == Messages{"a rate trace needs at least one step"});
}

TEST_CASE("a trace that begins late is refused") {
  CHECK(defects(RateTrace{.steps = {{{1}, {9}}}}) == Messages{"a rate trace must begin at 0 s"});
}

TEST_CASE("a rate that cannot be is refused and so is an unlimited one that does not stay") {
  RateTrace trace = three_steps();
  trace.steps[1].rate = {-3};
  CHECK(defects(trace) == Messages{"step 2 of the trace has the rate -3 bit/s"});
  trace.steps[1].rate = {infinity};
  CHECK(defects(trace) == Messages{"step 2 of the trace has the rate inf bit/s"});
  CHECK(defects(RateTrace::constant({not_a_number})) ==
        Messages{"step 1 of the trace has the rate nan bit/s"});
}

TEST_CASE("steps must come one after the other") {
  RateTrace trace = three_steps();
  trace.steps[2].at = {1};
  CHECK(defects(trace) == Messages{"step 3 of the trace is at 1 s, not after the one before"});
  trace.steps[2].at = {0.5};
  CHECK(defects(trace) == Messages{"step 3 of the trace is at 0.5 s, not after the one before"});
}

TEST_CASE("a trace that would begin anew before its last step is refused") {
  const Messages too_early{"a rate trace must not begin anew before its last step"};
  CHECK(defects(three_steps({3})) == too_early);
  CHECK(defects(three_steps({4})) == too_early);
  CHECK(defects(three_steps({-1})) == too_early);
}

TEST_CASE("all defects of a trace are told at once") {
  const RateTrace trace{.steps = {{{1}, {-1}}, {{1}, {2}}}, .period = {1}};
  CHECK(defects(trace) == Messages{"a rate trace must begin at 0 s",
                                   "step 1 of the trace has the rate -1 bit/s",
                                   "step 2 of the trace is at 1 s, not after the one before",
                                   "a rate trace must not begin anew before its last step"});
}

TEST_CASE("a step or a period at infinity is refused") {
  RateTrace never = three_steps();
  never.steps.back().at = {infinity};
  CHECK(defects(never) == Messages{"step 3 of the trace never comes"});
  CHECK(defects(three_steps({infinity})) == Messages{"a rate trace that does not repeat has the period 0"});
  CHECK(!defects(three_steps({not_a_number})).empty());
}
