#include "analysis/queueing_theory.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using namespace splitscape;

namespace {

/// Erlang C as the textbooks write it, sum by sum (Gross et al., section 3.3).
double erlang_c_by_sums(double offered, std::size_t servers) {
  const double c = static_cast<double>(servers);
  double term = 1;  // offered^k / k!
  double sum = 0;
  for (std::size_t k = 0; k < servers; ++k) {
    sum += term;
    term *= offered / static_cast<double>(k + 1);
  }
  const double all_busy = term * c / (c - offered);
  return all_busy / (sum + all_busy);
}

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-12);
}

}  // namespace

TEST_CASE("in M/M/1 the share of the load waits and the wait is load by the rest") {
  // Arrivals of .8/s, a second each: 80 % wait, .8 / (1 - .8) = 4 s on average.
  CHECK(same(theory::erlang_c(0.8, 1, 1), 0.8));
  CHECK(same(theory::mmc_wait(0.8, 1, 1), 4));
  // Service ten times as fast, arrivals ten times as many: a tenth of the time.
  CHECK(same(theory::mmc_wait(8, 0.1, 1), 0.4));
}

TEST_CASE("in M/M/2 twice the squared load by one more than the load waits") {
  // C = 2 rho^2 / (1 + rho), wait = rho^2 / (1 - rho^2) services.
  CHECK(same(theory::erlang_c(1, 1, 2), 1.0 / 3));
  CHECK(same(theory::mmc_wait(1, 1, 2), 1.0 / 3));
  CHECK(same(theory::erlang_c(1.8, 1, 2), 2 * 0.81 / 1.9));
  CHECK(same(theory::mmc_wait(1.8, 1, 2), 0.81 / 0.19));
}

TEST_CASE("at an eye clinic with three doctors eight ninths of a patient wait") {
  // Gross and Harris's example: six patients an hour, 20 minutes each. By hand: P0 = 1 / 9, C = 4 / 9,
  // Lq = 8 / 9 = .889 patients, Wq = Lq / 6 h = 8.9 minutes.
  CHECK(same(theory::erlang_c(6, 1.0 / 3, 3), 4.0 / 9));
  CHECK(same(6 * theory::mmc_wait(6, 1.0 / 3, 3), 8.0 / 9));
}

TEST_CASE("with six erlangs on ten servers about a tenth waits") {
  // As read off the chart of Erlang C in textbooks.
  CHECK(std::abs(theory::erlang_c(2, 3, 10) - 0.10) < 0.005);
}

TEST_CASE("Erlang C by the recursion is Erlang C by its sums") {
  for (const std::size_t servers : {1U, 2U, 3U, 5U, 10U, 20U, 50U, 100U}) {
    for (const double load : {0.01, 0.1, 0.5, 0.8, 0.95, 0.999}) {
      const double offered = load * static_cast<double>(servers);
      CAPTURE(servers);
      CAPTURE(load);
      CHECK(theory::erlang_c(offered, 1, servers) ==
            doctest::Approx(erlang_c_by_sums(offered, servers)).epsilon(1e-10));
    }
  }
}

TEST_CASE("Erlang C does not overflow with ten thousand servers") {
  const double waits = theory::erlang_c(9900, 1, 10000);
  CHECK(waits > 0);
  CHECK(waits < 1);
  // The square-root rule (Halfin, Whitt 1981) with beta = 100 / sqrt(9900):
  // 1 / (1 + beta Phi(beta) / phi(beta)).
  const double beta = 100 / std::sqrt(9900.0);
  const double phi = std::exp(-beta * beta / 2) / std::sqrt(2 * std::acos(-1.0));
  const double distribution = 0.5 * std::erfc(-beta / std::sqrt(2.0));
  CHECK(waits == doctest::Approx(1 / (1 + beta * distribution / phi)).epsilon(0.01));
}

TEST_CASE("in M/D/1 the wait is half of that in M/M/1") {
  // rho / (2 (1 - rho)) services: half a second at half a load.
  CHECK(same(theory::mg1_wait(0.5, 1, 0), 0.5));
  CHECK(same(theory::mg1_wait(0.8, 1, 0), 2));
  CHECK(same(theory::mg1_wait(0.8, 1, 0), theory::mmc_wait(0.8, 1, 1) / 2));
}

TEST_CASE("M/G/1 with the variation of the exponential law is M/M/1") {
  for (const double load : {0.1, 0.5, 0.9}) {
    CHECK(same(theory::mg1_wait(load, 1, 1), theory::mmc_wait(load, 1, 1)));
  }
}

TEST_CASE("the wait in M/G/1 grows with the squared variation of service") {
  // Pollaczek and Khinchine: lambda E[S^2] / (2 (1 - rho)). Service of 1 or 3 s with equal odds at .25/s:
  // E[S] = 2, E[S^2] = 5, variance 1, cv^2 = 1 / 4; .25 x 5 / (2 x .5) = 1.25 s.
  CHECK(same(theory::mg1_wait(0.25, 2, 0.25), 1.25));
}

TEST_CASE("the stay under processor sharing is service by the rest of the load") {
  CHECK(same(theory::mg1_sharing_stay(0.5, 1), 2));
  CHECK(same(theory::mg1_sharing_stay(8, 0.1), 0.5));
  // As long as the stay in M/M/1 served in turn.
  CHECK(same(theory::mg1_sharing_stay(0.8, 1), 1 + theory::mmc_wait(0.8, 1, 1)));
}

TEST_CASE("theory: with one stage E_k/M/1 is M/M/1 and with very many D/M/1") {
  CHECK(theory::erlang_m1_wait(0.8, 1, 1) == doctest::Approx(theory::mmc_wait(0.8, 1, 1)).epsilon(1e-9));
  // D/M/1: x = exp(-(1 - x) / load); at .8 x = .62863.
  const double wait = theory::erlang_m1_wait(0.8, 1000000, 1);
  const double x = wait / (1 + wait);
  CHECK(x == doctest::Approx(std::exp(-(1 - x) / 0.8)).epsilon(1e-5));
  CHECK(x == doctest::Approx(0.62863).epsilon(1e-4));
}

TEST_CASE("theory: the root of E_2/M/1 by hand") {
  // x (2a + 1 - x)^2 = (2a)^2 with a = .8: (x - 1) is a factor, the rest is x^2 - 4.2 x + 2.56.
  const double x = (4.2 - std::sqrt(4.2 * 4.2 - 4 * 2.56)) / 2;
  CHECK(theory::erlang_m1_wait(0.8, 2, 1) == doctest::Approx(x / (1 - x)).epsilon(1e-9));
}

TEST_CASE("theory: the supermarket model with one choice is M/M/1 and by hand with two and three") {
  CHECK(theory::supermarket_stay(0.8, 2, 1) == doctest::Approx(10).epsilon(1e-12));
  const double two = 1 + std::pow(0.5, 2) + std::pow(0.5, 6) + std::pow(0.5, 14) + std::pow(0.5, 30);
  CHECK(theory::supermarket_stay(0.5, 3, 2) == doctest::Approx(3 * two).epsilon(1e-9));
  const double three = 1 + std::pow(0.5, 3) + std::pow(0.5, 12) + std::pow(0.5, 39);
  CHECK(theory::supermarket_stay(0.5, 1, 3) == doctest::Approx(three).epsilon(1e-9));
}
