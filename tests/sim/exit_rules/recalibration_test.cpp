#include "sim/exit_rules/recalibration.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>
#include <stdexcept>

#include "models/training/calibration.hpp"

using namespace splitscape;

namespace {

/// Samples of two classes at one exit with this confidence, so many of which are right.
void add(SampleTrace& trace, double confidence, int right, int wrong) {
  for (int i = 0; i < right + wrong; ++i) {
    trace.add({{.confidence = confidence, .correct = i < right ? Correctness::right : Correctness::wrong}});
  }
}

}  // namespace

TEST_CASE("a confidence of two classes at a temperature is the softmax of its logits divided by it") {
  for (const double confidence : {0.5, 0.6, 0.9, 0.999}) {
    for (const double temperature : {0.3, 1.0, 2.5}) {
      const float logits[] = {static_cast<float>(std::log(confidence / (1 - confidence))), 0.0F};
      CHECK(scaled_confidence(confidence, temperature) ==
            doctest::Approx(outcome_of(logits, temperature, 0).confidence).epsilon(1e-6));
    }
    CHECK(scaled_confidence(confidence, 1) == doctest::Approx(confidence).epsilon(1e-12));
  }
  CHECK(scaled_confidence(1, 2) > 0.99999);
  CHECK(scaled_confidence(1, 2) < 1);
}

TEST_CASE("the temperature of answers of one confidence makes it the share of right ones") {
  SampleTrace trace(1, true, false);
  add(trace, 0.99, 80, 20);
  const double temperature = binary_temperature(trace, {1});
  CHECK(scaled_confidence(0.99, temperature) == doctest::Approx(0.8).epsilon(1e-6));
}

TEST_CASE("the temperature by which confidences were falsified is found again") {
  // Answers are right as often as p says; the trace tells p at a temperature of 1/3 instead.
  std::mt19937_64 random(3);
  SampleTrace trace(1, true, false);
  for (int i = 0; i < 20000; ++i) {
    const double p = 0.5 + 0.5 * static_cast<double>(random() >> 11) * 0x1p-53;
    const bool right = static_cast<double>(random() >> 11) * 0x1p-53 < p;
    add(trace, scaled_confidence(p, 1.0 / 3), right ? 1 : 0, right ? 0 : 1);
  }
  CHECK(binary_temperature(trace, {1}) == doctest::Approx(3).epsilon(0.05));
}

TEST_CASE("an isotonic map is how often answers of a confidence are right, pooled where that would fall") {
  SampleTrace trace(1, true, false);
  add(trace, 0.5, 1, 3);
  add(trace, 0.6, 3, 1);
  add(trace, 0.7, 1, 1);  // pooled with .6: 4 of 6
  add(trace, 0.9, 9, 1);
  const IsotonicMap map = isotonic_map(trace, 1);
  CHECK(map(0.5) == 0.25);
  CHECK(map(0.55) == 0.25);
  CHECK(map(0.6) == doctest::Approx(4.0 / 6).epsilon(1e-15));
  CHECK(map(0.8) == doctest::Approx(4.0 / 6).epsilon(1e-15));
  CHECK(map(0.9) == 0.9);
  CHECK(map(1.0) == 0.9);
  CHECK(map(0.1) == 0.25);
}

TEST_CASE("an isotonic map rises and keeps the mean") {
  std::mt19937_64 random(5);
  for (int round = 0; round < 20; ++round) {
    std::vector<std::pair<double, bool>> outcomes;
    double right = 0;
    for (int i = 0; i < 60; ++i) {
      outcomes.emplace_back(static_cast<double>(random() % 20) / 20, random() % 2 == 0);
      right += outcomes.back().second ? 1 : 0;
    }
    const IsotonicMap map(outcomes);
    double sum = 0;
    for (const auto& outcome : outcomes) sum += map(outcome.first);
    CHECK(sum == doctest::Approx(right).epsilon(1e-12));
    for (int i = 0; i < 40; ++i) CHECK(map(i / 40.0) <= map((i + 1) / 40.0));
  }
}

TEST_CASE("answers that nobody can judge calibrate nothing") {
  SampleTrace trace(1, true, false);
  trace.add({{.confidence = 0.9}});
  const char* message =
      "confidences cannot be calibrated by samples of which it is not known whether an answer is right";
  CHECK_THROWS_WITH_AS(isotonic_map(trace, 1), message, std::invalid_argument);
  CHECK_THROWS_WITH_AS(binary_temperature(trace, {1}), message, std::invalid_argument);
}
