#include "sim/reinforcement/losses.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "models/random_stream.hpp"
#include "sim/reinforcement/dense_network.hpp"

using namespace splitscape;

namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();

std::vector<double> random_numbers(std::size_t count, RandomStream& random) {
  std::vector<double> numbers(count);
  for (double& number : numbers) number = random.normal();
  return numbers;
}

/// Compares the gradient in the parameters of a network with finite differences of a loss of its outputs.
template <class Loss>
void check_gradient(const Loss& loss) {
  RandomStream random(7);
  DenseNetwork network({3, 5, 5, 4}, random);
  const auto inputs = random_numbers(6 * 3, random);
  std::vector<double> slopes(6 * 4);
  loss(network.forward(inputs), slopes);
  network.backward(slopes);
  const auto gradient = network.gradient();
  const auto here = network.parameters();
  constexpr double step = 1e-6;
  for (std::size_t i = 0; i < here.size(); ++i) {
    auto moved = here;
    moved[i] = here[i] + step;
    network.set_parameters(moved);
    const double above = loss(network.forward(inputs), slopes);
    moved[i] = here[i] - step;
    network.set_parameters(moved);
    const double below = loss(network.forward(inputs), slopes);
    CHECK(gradient[i] == doctest::Approx((above - below) / (2 * step)).epsilon(1e-6).scale(1));
  }
}

}  // namespace

TEST_CASE("the gradient of a critic is that of finite differences") {
  RandomStream random(8);
  const std::vector<std::size_t> actions{0, 3, 1, 2, 0, 1};
  const auto targets = random_numbers(6, random);
  for (const double largest_error : {no_limit, .5}) {
    check_gradient([&](std::span<const double> values, std::vector<double>& slopes) {
      return value_loss(values, actions, targets, largest_error, slopes);
    });
  }
}

TEST_CASE("the gradient of the actor is that of finite differences") {
  RandomStream random(9);
  const auto values = random_numbers(6 * 4, random);
  for (const double temperature : {0.0, .3}) {
    check_gradient([&](std::span<const double> outputs, std::vector<double>& slopes) {
      double entropy = 0;
      return actor_loss(outputs, values, temperature, 4, slopes, entropy);
    });
  }
}

TEST_CASE("a critic's loss is half the square up to the largest error and a straight line behind it") {
  const std::vector<double> values{0, 3, 9, 0};
  const std::vector<std::size_t> actions{1, 1};
  const std::vector<double> targets{2.5, 2};
  std::vector<double> slopes(4);
  CHECK(value_loss(values, actions, targets, no_limit, slopes) == (.125 + 2.0) / 2);
  CHECK(slopes == std::vector<double>{0, .25, 0, -1});
  CHECK(value_loss(values, actions, targets, 1, slopes) == (.125 + 1.5) / 2);
  CHECK(slopes == std::vector<double>{0, .25, 0, -.5});
}

TEST_CASE("an actor's loss weighs the values by its probabilities and tells its entropy") {
  const std::vector<double> outputs{0, std::log(3.0)};  // 1/4, 3/4
  const std::vector<double> values{2, 4};
  std::vector<double> slopes(2);
  double entropy = 0;
  CHECK(actor_loss(outputs, values, 0, 2, slopes, entropy) == doctest::Approx(-3.5));
  const double wanted = -.25 * std::log(.25) - .75 * std::log(.75);
  CHECK(entropy == doctest::Approx(wanted));
  CHECK(actor_loss(outputs, values, 2, 2, slopes, entropy) == doctest::Approx(-3.5 - 2 * wanted));
}

TEST_CASE("a softmax of numbers far apart is a distribution") {
  std::vector<double> shares(3);
  softmax(std::vector<double>{-1000, 1000, 1000}, shares);
  CHECK(shares == std::vector<double>{0, .5, .5});
}
