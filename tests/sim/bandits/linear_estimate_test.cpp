#include "sim/bandits/linear_estimate.hpp"

#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <cmath>
#include <vector>

#include "models/random_stream.hpp"

using namespace splitscape;

TEST_CASE("a linear estimate is that of the ridge regression solved at once") {
  constexpr int size = 4;
  RandomStream random(3);
  LinearEstimate estimate(size, .5);
  Eigen::MatrixXd matrix = .5 * Eigen::MatrixXd::Identity(size, size);
  Eigen::VectorXd sums = Eigen::VectorXd::Zero(size);
  for (int round = 0; round < 200; ++round) {
    Eigen::VectorXd x(size);
    for (double& value : x) value = random.uniform();
    const double y = random.normal();
    matrix += x * x.transpose();
    sums += y * x;
    estimate.learn({x.data(), size}, y);
  }
  const Eigen::VectorXd asked = Eigen::VectorXd::LinSpaced(size, -1, 2);
  const std::vector<double> x(asked.begin(), asked.end());
  CHECK(estimate.estimate(x) == doctest::Approx(asked.dot(matrix.ldlt().solve(sums))).epsilon(1e-9));
  CHECK(estimate.doubt(x) == doctest::Approx(std::sqrt(asked.dot(matrix.ldlt().solve(asked)))).epsilon(1e-9));
}

TEST_CASE("a linear estimate that has learned nothing says 0 and doubts all") {
  const LinearEstimate estimate(2, 4);
  const std::vector<double> x{3, 4};
  CHECK(estimate.estimate(x) == 0);
  CHECK(estimate.doubt(x) == doctest::Approx(2.5));
}

TEST_CASE("a linear estimate with a discount is the weighted regression solved at once") {
  constexpr double discount = .9;
  RandomStream random(4);
  LinearEstimate estimate(2, .5, discount);
  Eigen::Matrix2d matrix = Eigen::Matrix2d::Zero();
  Eigen::Vector2d sums = Eigen::Vector2d::Zero();
  for (int round = 0; round < 50; ++round) {
    const Eigen::Vector2d x(random.uniform(), random.uniform());
    const double y = random.normal();
    matrix = discount * matrix + x * x.transpose();
    sums = discount * sums + y * x;
    estimate.learn({x.data(), 2}, y);
  }
  matrix += .5 * Eigen::Matrix2d::Identity();
  const Eigen::Vector2d asked(1, -2);
  const std::vector<double> x{1, -2};
  CHECK(estimate.estimate(x) == doctest::Approx(asked.dot(matrix.ldlt().solve(sums))).epsilon(1e-9));
  CHECK(estimate.doubt(x) == doctest::Approx(std::sqrt(asked.dot(matrix.ldlt().solve(asked)))).epsilon(1e-9));
}
