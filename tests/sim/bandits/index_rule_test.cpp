#include "sim/bandits/index_rule.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace splitscape;

namespace {

ArmStatistics with(const std::vector<double>& rewards) {
  ArmStatistics arm;
  for (const double reward : rewards) arm.add(reward);
  return arm;
}

// Mean .5, variance .0625 + .0625 + .. : (.25^2 x 2 + 0 x 2) / 4 = .03125.
const ArmStatistics arm = with({.25, .5, .5, .75});

double index(IndexRule rule, double exploration, double known = 0) {
  RandomStream random(1);
  return arm_index(rule, arm, std::log(100.0), exploration, random, known);
}

}  // namespace

TEST_CASE("an arm's statistics are the count, the mean and the variance of what came") {
  CHECK(arm.count == 4);
  CHECK(arm.mean() == .5);
  CHECK(arm.variance() == .03125);
  ArmStatistics twice = with({1});
  twice.add(3, 3);
  CHECK(twice.count == 4);
  CHECK(twice.mean() == 2.5);
}

TEST_CASE("the indices are those of their publications") {
  const double doubt = std::log(100.0) / 4;
  CHECK(index(IndexRule::ucb1, 1) == doctest::Approx(.5 + std::sqrt(doubt)));
  CHECK(index(IndexRule::ucb1, 2) == doctest::Approx(.5 + 2 * std::sqrt(doubt)));
  CHECK(index(IndexRule::ucb_v, 1) == doctest::Approx(.5 + std::sqrt(2 * .03125 * doubt) + 3 * doubt));
  // .03125 + sqrt(2 L / n) is more than 1/4.
  CHECK(index(IndexRule::ucb_tuned, 1) == doctest::Approx(.5 + std::sqrt(doubt * .25)));
  CHECK(index(IndexRule::ucb1, 1, .125) == doctest::Approx(.625 + std::sqrt(doubt)));
}

TEST_CASE("UCB1-tuned goes by the variance where it is known well") {
  ArmStatistics known = with({.4, .6});
  known.add(.5, 9998);
  RandomStream random(1);
  const double doubt = std::log(10000.0) / 10000;
  CHECK(arm_index(IndexRule::ucb_tuned, known, std::log(10000.0), 1, random) ==
        doctest::Approx(.5 + std::sqrt(doubt * (.000002 + std::sqrt(2 * doubt)))));
}

TEST_CASE("Thompson sampling draws from the posterior of a Gaussian with a standard prior") {
  RandomStream random(1);
  double sum = 0;
  double squares = 0;
  constexpr int draws = 20000;
  for (int i = 0; i < draws; ++i) {
    const double draw = arm_index(IndexRule::thompson, arm, 0, 1, random);
    sum += draw;
    squares += draw * draw;
  }
  // N(2 / 5, 1 / 5): five standard errors of each.
  const double mean = sum / draws;
  CHECK(std::abs(mean - .4) < 5 * std::sqrt(.2 / draws));
  CHECK(std::abs(squares / draws - mean * mean - .2) < 5 * .2 * std::sqrt(2.0 / draws));
}

TEST_CASE("an index is chosen by its name, UCB1 where none is given") {
  const auto chosen = [](const std::string& name) {
    const PolicyChoice choice{.name = "p", .parameters = {{"index", name}}};
    return index_rule(Parameters(choice));
  };
  CHECK(chosen("ucb1") == IndexRule::ucb1);
  CHECK(chosen("ucb_v") == IndexRule::ucb_v);
  CHECK(chosen("ucb_tuned") == IndexRule::ucb_tuned);
  CHECK(chosen("thompson") == IndexRule::thompson);
  const PolicyChoice none{.name = "p"};
  CHECK(index_rule(Parameters(none)) == IndexRule::ucb1);
  CHECK(exploration_of(Parameters(none)) == 1);
}
