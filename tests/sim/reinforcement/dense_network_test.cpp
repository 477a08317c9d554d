#include "sim/reinforcement/dense_network.hpp"

#include <doctest/doctest.h>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

std::vector<double> random_numbers(std::size_t count, RandomStream& random) {
  std::vector<double> numbers(count);
  for (double& number : numbers) number = random.normal();
  return numbers;
}

std::vector<double> outputs(DenseNetwork& network, const std::vector<double>& inputs) {
  const auto found = network.forward(inputs);
  return {found.begin(), found.end()};
}

}  // namespace

TEST_CASE("a dense network computes what is worked out by hand") {
  RandomStream random(1);
  DenseNetwork network({2, 2, 1}, random);
  // Hidden: max(0, 1 x + 2 y + .5), max(0, -x + y - 1); output 3 h1 - 2 h2 + .25.
  network.set_parameters(std::vector<double>{1, 2, -1, 1, .5, -1, 3, -2, .25});
  CHECK(outputs(network, {1, 1}) == std::vector<double>{3 * 3.5 + .25});
  CHECK(outputs(network, {-1, 2, -3, 0}) == std::vector<double>{3 * 3.5 - 2 * 2 + .25, -2 * 2 + .25});
}

TEST_CASE("a dense network says of a batch what it says of each row") {
  RandomStream random(2);
  DenseNetwork network({5, 8, 8, 3}, random);
  const auto inputs = random_numbers(4 * 5, random);
  const auto batch = outputs(network, inputs);
  for (std::size_t row = 0; row < 4; ++row) {
    const auto first = inputs.begin() + static_cast<std::ptrdiff_t>(5 * row);
    const auto alone = outputs(network, {first, first + 5});
    for (std::size_t i = 0; i < 3; ++i) CHECK(alone[i] == doctest::Approx(batch[3 * row + i]));
  }
}

TEST_CASE("the gradient of a dense network is that of finite differences") {
  RandomStream random(3);
  DenseNetwork network({4, 6, 5, 3}, random);
  const auto inputs = random_numbers(7 * 4, random);
  const auto slopes = random_numbers(7 * 3, random);  // the loss is slopes x outputs
  const auto loss = [&] {
    const auto found = network.forward(inputs);
    double sum = 0;
    for (std::size_t i = 0; i < slopes.size(); ++i) sum += slopes[i] * found[i];
    return sum;
  };
  network.forward(inputs);
  network.backward(slopes);
  const auto gradient = network.gradient();
  const auto here = network.parameters();
  constexpr double step = 1e-6;
  for (std::size_t i = 0; i < here.size(); ++i) {
    auto moved = here;
    moved[i] = here[i] + step;
    network.set_parameters(moved);
    const double above = loss();
    moved[i] = here[i] - step;
    network.set_parameters(moved);
    CHECK(gradient[i] == doctest::Approx((above - loss()) / (2 * step)).epsilon(1e-6).scale(1));
  }
}

TEST_CASE("a dense network follows another one by a share of the way") {
  RandomStream random(4);
  DenseNetwork one({1, 1}, random);
  DenseNetwork other = one;
  one.set_parameters(std::vector<double>{0, 4});
  other.set_parameters(std::vector<double>{1, 0});
  one.follow(other, .25);
  CHECK(one.parameters() == std::vector<double>{.25, 3});
  one.follow(other, 1);
  CHECK(one.parameters() == other.parameters());
}

TEST_CASE("a dense network learns a function that is not straight, the same bits every time") {
  const auto learned = [] {
    RandomStream random(5);
    DenseNetwork network({1, 16, 1}, random);
    const std::vector<double> inputs{-2, -1, 0, 1, 2};
    for (int step = 0; step < 2000; ++step) {
      auto slopes = outputs(network, inputs);
      for (std::size_t i = 0; i < inputs.size(); ++i) slopes[i] -= inputs[i] * inputs[i];
      network.backward(slopes);
      network.descend({.learning_rate = 1e-2, .decay = 0});
    }
    return outputs(network, inputs);
  };
  const auto found = learned();
  CHECK(found[0] == doctest::Approx(4).epsilon(.01));
  CHECK(found[2] == doctest::Approx(0).scale(1).epsilon(.02));
  CHECK(found == learned());
}
