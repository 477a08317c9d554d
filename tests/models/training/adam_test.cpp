#include "models/training/adam.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

using namespace splitscape;

namespace {

template <class Scalar>
AdamState<Scalar> new_state(std::size_t parameters) {
  return {.mean = std::vector<Scalar>(parameters), .square = std::vector<Scalar>(parameters)};
}

template <class Scalar>
void step(const AdamSettings& settings, AdamState<Scalar>& state, const std::vector<Scalar>& gradient,
          std::vector<Scalar>& parameters, std::size_t first = 0) {
  ++state.steps;
  adam_step<Scalar>(settings, state, first, gradient, parameters);
}

const AdamSettings round_numbers{.learning_rate = .01, .decay = .1, .beta1 = .5, .beta2 = .75, .epsilon = .1};

}  // namespace

TEST_CASE("two steps of Adam are those worked out by hand") {
  AdamState<double> state = new_state<double>(1);
  std::vector<double> parameters{1};
  // Gradient 2: mean 1, square .25 x 4 = 1; .01 x sqrt(1 - .75) / (1 - .5) = .01; no decay yet.
  step(round_numbers, state, {2}, parameters);
  CHECK(state.mean[0] == 1);
  CHECK(state.square[0] == 1);
  const double first = 1 - .01 * 1 / (1 + .1);
  CHECK(parameters[0] == doctest::Approx(first).epsilon(1e-15));
  // Gradient 4: mean .5 + 2, square .75 + 4; .01 / (1 + .1) x sqrt(1 - .5625) / (1 - .25).
  step(round_numbers, state, {4}, parameters);
  CHECK(state.mean[0] == 2.5);
  CHECK(state.square[0] == 4.75);
  const double second = first - .01 / 1.1 * std::sqrt(.4375) / .75 * 2.5 / (std::sqrt(4.75) + .1);
  CHECK(parameters[0] == doctest::Approx(second).epsilon(1e-15));
}

TEST_CASE("the learning rate falls with the steps that were made") {
  const AdamSettings settings;
  CHECK(step_size(settings, 0) == 1e-3);
  CHECK(step_size(settings, 100000) == doctest::Approx(5e-4).epsilon(1e-15));
  CHECK(step_size({.decay = 0}, 100000) == 1e-3);
}

TEST_CASE("the first step of Adam is the learning rate whatever the size of the gradient") {
  for (const double size : {1e-2, 1., 1e4}) {
    AdamState<double> state = new_state<double>(2);
    std::vector<double> parameters{0, 0};
    step(AdamSettings{}, state, {size, -size}, parameters);
    // Epsilon stands beside sqrt(1 - .999) x size.
    const double wanted = 1e-3 / (1 + 1e-7 / (std::sqrt(.001) * size));
    CHECK(parameters[0] == doctest::Approx(-wanted).epsilon(1e-12));
    CHECK(parameters[1] == -parameters[0]);
  }
}

TEST_CASE("steps of Adam with ranges of the parameters are those with all of them") {
  std::vector<float> gradient;
  for (int i = 0; i < 103; ++i) gradient.push_back(std::sin(static_cast<float>(i)));
  AdamState<float> whole = new_state<float>(103);
  AdamState<float> parted = new_state<float>(103);
  std::vector<float> one(103, 1);
  std::vector<float> other(103, 1);
  for (int i = 0; i < 3; ++i) {
    step(AdamSettings{}, whole, gradient, one);
    ++parted.steps;
    for (const std::size_t first : {0U, 40U, 101U}) {
      const std::size_t end = first == 0 ? 40 : first == 40 ? 101 : 103;
      adam_step<float>(AdamSettings{}, parted, first, std::span(gradient).subspan(first, end - first),
                       std::span(other));
    }
    CHECK(parted == whole);
    CHECK(other == one);
  }
}

TEST_CASE("Adam in single precision is that in double to rounding") {
  AdamState<float> single = new_state<float>(1);
  AdamState<double> exact = new_state<double>(1);
  std::vector<float> rounded{.5F};
  std::vector<double> parameters{.5};
  for (int i = 1; i <= 50; ++i) {
    step(AdamSettings{}, single, {static_cast<float>(1. / i)}, rounded);
    step(AdamSettings{}, exact, {1. / i}, parameters);
  }
  // A step rounds the parameter, which is below 1, once, and its own size, .001, a few times.
  CHECK(std::abs(static_cast<double>(rounded[0]) - parameters[0]) <
        50 * static_cast<double>(std::numeric_limits<float>::epsilon()));
}
