#include "models/training/calibration.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

constexpr std::size_t classes = 5;

/// Samples whose labels are drawn from the softmax of their logits.
struct Drawn {
  std::vector<float> logits{};
  std::vector<std::int32_t> labels{};
  double information = 0;  ///< sum over samples of the variance of the logits under their softmax
};

Drawn calibrated_samples(std::size_t samples) {
  RandomStream random(7);
  Drawn drawn;
  for (std::size_t i = 0; i < samples; ++i) {
    std::vector<double> powers;
    double sum = 0;
    double mean = 0;
    double square = 0;
    for (std::size_t k = 0; k < classes; ++k) {
      const auto logit = static_cast<float>(2 * random.normal());
      drawn.logits.push_back(logit);
      powers.push_back(std::exp(static_cast<double>(logit)));
      sum += powers.back();
      mean += powers.back() * static_cast<double>(logit);
      square += powers.back() * static_cast<double>(logit) * static_cast<double>(logit);
    }
    drawn.information += square / sum - (mean / sum) * (mean / sum);
    double rest = random.uniform() * sum;
    std::int32_t label = 0;
    while (label + 1 < static_cast<std::int32_t>(classes) && rest > powers[static_cast<std::size_t>(label)])
      rest -= powers[static_cast<std::size_t>(label++)];
    drawn.labels.push_back(label);
  }
  return drawn;
}

std::vector<float> times(float factor, std::vector<float> logits) {
  for (float& logit : logits) logit *= factor;
  return logits;
}

ExitOutcome said(double confidence, bool right) {
  return {.confidence = confidence, .correct = right ? Correctness::right : Correctness::wrong};
}

double error_of(const std::vector<ExitOutcome>& outcomes, std::size_t bins) {
  return expected_calibration_error(outcomes, bins);
}

}  // namespace

TEST_CASE("an exit says what the softmax of its logits says") {
  const auto log3 = static_cast<float>(std::log(3.));
  const std::vector<float> logits{1, 1 + log3};
  const ExitOutcome outcome = outcome_of(logits, 1, 1);
  // log 3 and 1 + log 3 are rounded to float: 6e-8 of a logit.
  CHECK(outcome.confidence == doctest::Approx(.75).epsilon(1e-7));
  CHECK(outcome.entropy == doctest::Approx(-.75 * std::log(.75) - .25 * std::log(.25)).epsilon(1e-7));
  CHECK(outcome.prediction == 1);
  CHECK(outcome.correct == Correctness::right);
  CHECK(outcome_of(logits, 1, 0).correct == Correctness::wrong);
  const double root = std::sqrt(3.);
  CHECK(outcome_of(logits, 2, 1).confidence == doctest::Approx(root / (1 + root)).epsilon(1e-7));
}

TEST_CASE("logits that are alike say the first class with the entropy of all") {
  const ExitOutcome outcome = outcome_of(std::vector<float>(10, -3), .5, 0);
  CHECK(outcome.confidence == doctest::Approx(.1).epsilon(1e-15));
  CHECK(outcome.entropy == doctest::Approx(std::log(10.)).epsilon(1e-15));
  CHECK(outcome.prediction == 0);
  CHECK(outcome.correct == Correctness::right);
}

TEST_CASE("a certain exit has confidence 1 and entropy 0 exactly, and nothing overflows") {
  for (const float large : {1e4F, 1e30F}) {
    const std::vector<float> logits{-large, large, 0};
    const ExitOutcome outcome = outcome_of(logits, 1e-2, 1);
    CHECK(outcome.confidence == 1);
    CHECK(outcome.entropy == 0);
    CHECK(!std::signbit(outcome.entropy));
  }
  CHECK(outcome_of(std::vector<float>{5}, 1, 0).confidence == 1);
  CHECK(outcome_of(std::vector<float>{5}, 1, 0).entropy == 0);
}

TEST_CASE("the negative log likelihood is that of the labels, however far the logits are apart") {
  const std::vector<float> logits{0, 1e4F, 1e4F, 0};
  const std::vector<std::int32_t> labels{0, 0};
  CHECK(negative_log_likelihood(logits, labels, 1) == 5000);  // (1e4 + 0) / 2
  CHECK(negative_log_likelihood(logits, labels, .01) == 5e5);
  CHECK(negative_log_likelihood(std::vector<float>{2, 2, 2, 2}, labels, 1) ==
        doctest::Approx(std::log(2.)).epsilon(1e-15));
  CHECK(negative_log_likelihood(std::vector<float>{0, 1}, std::vector<std::int32_t>{1}, .5) ==
        doctest::Approx(std::log1p(std::exp(-2.))).epsilon(1e-14));
  CHECK(negative_log_likelihood({}, {}, 1) == 0);
}

TEST_CASE("the temperature of two classes is the one that makes the confidence the accuracy") {
  // Class 1 is a ahead in every sample and right in q of them: q = 1 / (1 + exp(-a / T)).
  for (const float ahead : {.5F, 2.F, 30.F}) {
    for (const int right : {60, 75, 99}) {
      std::vector<float> logits;
      std::vector<std::int32_t> labels;
      for (int i = 0; i < 100; ++i) {
        logits.insert(logits.end(), {0, ahead});
        labels.push_back(i < right ? 1 : 0);
      }
      const double wanted = static_cast<double>(ahead) / std::log(right / (100. - right));
      // What the slope, a mean of 100 terms, is rounded to, over its steepness.
      CHECK(fitted_temperature(logits, labels) == doctest::Approx(wanted).epsilon(1e-12));
      const double temperature = fitted_temperature(logits, labels);
      CHECK(outcome_of(std::span(logits).first(2), temperature, 1).confidence ==
            doctest::Approx(right / 100.).epsilon(1e-12));
    }
  }
}

TEST_CASE("samples of a calibrated model have temperature 1 within the statistical error") {
  const Drawn drawn = calibrated_samples(20000);
  // The Fisher information of 1 / T is the variance of the logits; T moves as 1 / T does at 1.
  const double error = 1 / std::sqrt(drawn.information);
  REQUIRE(error < .01);
  CHECK(std::abs(fitted_temperature(drawn.logits, drawn.labels) - 1) < 4 * error);
}

TEST_CASE("logits multiplied by a factor have a temperature multiplied by it") {
  const Drawn drawn = calibrated_samples(2000);
  const double temperature = fitted_temperature(drawn.logits, drawn.labels);
  // Powers of two change no digit of a logit.
  for (const float factor : {.0625F, .5F, 4.F, 32.F})
    CHECK(fitted_temperature(times(factor, drawn.logits), drawn.labels) ==
          doctest::Approx(static_cast<double>(factor) * temperature).epsilon(1e-12));
}

TEST_CASE("no temperature is more likely than the fitted one") {
  const Drawn drawn = calibrated_samples(500);
  const std::vector<float> logits = times(3, drawn.logits);
  const double temperature = fitted_temperature(logits, drawn.labels);
  const double least = negative_log_likelihood(logits, drawn.labels, temperature);
  for (const double factor : {.01, .1, .5, .9, .999, 1.001, 1.1, 2., 10.})
    CHECK(negative_log_likelihood(logits, drawn.labels, factor * temperature) > least);
}

TEST_CASE("a temperature stays between 1/100 and 100, and is 1 where none matters") {
  const std::vector<float> logits{0, 2, 0, 2};
  CHECK(fitted_temperature(logits, std::vector<std::int32_t>{1, 1}) == .01);  // always right: ever colder
  CHECK(fitted_temperature(logits, std::vector<std::int32_t>{0, 1}) == 100);  // no better than a coin
  CHECK(fitted_temperature(logits, std::vector<std::int32_t>{0, 0}) == 100);
  CHECK(fitted_temperature(std::vector<float>{3, 3, 1, 1}, std::vector<std::int32_t>{0, 1}) == 1);
  CHECK(fitted_temperature(std::vector<float>{4, 4}, std::vector<std::int32_t>{0, 0}) == 1);  // one class
  CHECK(fitted_temperature({}, {}) == 1);
}

TEST_CASE("a temperature changes no prediction") {
  const Drawn drawn = calibrated_samples(500);
  const std::vector<float> logits = times(3, drawn.logits);
  for (std::size_t i = 0; i < drawn.labels.size(); ++i) {
    const std::span<const float> sample = std::span(logits).subspan(i * classes, classes);
    const ExitOutcome plain = outcome_of(sample, 1, drawn.labels[i]);
    double confidence = 1;
    for (const double temperature : {.01, .3, 1., 3., 100.}) {
      const ExitOutcome outcome = outcome_of(sample, temperature, drawn.labels[i]);
      CHECK(outcome.prediction == plain.prediction);
      CHECK(outcome.correct == plain.correct);
      CHECK(outcome.confidence <= confidence);  // warmer is less sure
      confidence = outcome.confidence;
    }
  }
}

TEST_CASE("logits that do not fit their labels are refused") {
  const std::vector<std::int32_t> labels{0, 1};
  CHECK_THROWS_WITH_AS(fitted_temperature(std::vector<float>{1, 2, 3}, labels),
                       "the number of logits is no multiple of that of labels", std::invalid_argument);
  CHECK_THROWS_WITH_AS(fitted_temperature(std::vector<float>{1, 2}, labels), "a label is none of the classes",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(fitted_temperature(std::vector<float>{1, 2, 3, std::nanf("")}, labels),
                       "a logit is no number", std::invalid_argument);
}

TEST_CASE("the calibration error is the distance of confidence and accuracy, bin by bin") {
  // Two bins. Lower: confidences .25 and .5, one right: |.75 - 1| = .25. Upper: .75, .75 and 1, all right but
  // one of .75: |2.5 - 2| = .5. Of five samples: .75 / 5.
  const std::vector<ExitOutcome> outcomes{said(.25, true), said(.5, false), said(.75, true), said(.75, false),
                                          said(1, true)};
  CHECK(error_of(outcomes, 2) == doctest::Approx(.15).epsilon(1e-15));
  // One bin: |3.25 - 3|.
  CHECK(error_of(outcomes, 1) == doctest::Approx(.05).epsilon(1e-15));
  CHECK(error_of({said(1, true), said(1, true)}, 15) == 0);
  CHECK(error_of({said(1, false), said(1, false)}, 15) == 1);
  CHECK(error_of({said(0, false)}, 15) == 0);
  CHECK(error_of({}, 15) == 0);
  CHECK(expected_calibration_error(outcomes) == error_of(outcomes, 15));
}

TEST_CASE("a confidence on the border of two bins belongs to the lower one") {
  // Were k / bins and a confidence just below it in two bins, they would not cancel: one right, one wrong.
  for (const std::size_t bins : {2U, 3U, 10U, 15U, 49U, 103U}) {
    for (std::size_t k = 1; k <= bins; ++k) {
      const double border = static_cast<double>(k) / static_cast<double>(bins);
      const double below = border - .25 / static_cast<double>(bins);
      const double above = border + .25 / static_cast<double>(bins);
      CAPTURE(bins);
      CAPTURE(k);
      const double together = std::abs(border + below - 1) / 2;
      CHECK(error_of({said(border, true), said(below, false)}, bins) ==
            doctest::Approx(together).epsilon(1e-14));
      if (k == bins) continue;
      const double apart = (1 - border + above) / 2;
      CHECK(error_of({said(border, true), said(above, false)}, bins) ==
            doctest::Approx(apart).epsilon(1e-14));
    }
  }
}

TEST_CASE("the fitted temperature makes the calibration error of overconfident logits small") {
  const Drawn drawn = calibrated_samples(20000);
  const std::vector<float> logits = times(4, drawn.logits);
  const auto error = [&](double temperature) {
    std::vector<ExitOutcome> outcomes;
    for (std::size_t i = 0; i < drawn.labels.size(); ++i)
      outcomes.push_back(
          outcome_of(std::span(logits).subspan(i * classes, classes), temperature, drawn.labels[i]));
    return expected_calibration_error(outcomes);
  };
  // In bins of n samples an exact model errs by about sqrt(p (1 - p) / n): .5 sqrt(bins / samples) in all.
  CHECK(error(fitted_temperature(logits, drawn.labels)) < .5 * std::sqrt(15 / 20000.));
  CHECK(error(1) > .1);
}
