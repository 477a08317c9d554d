#include "sim/arrival_process.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

using namespace splitscape;

namespace {

RandomStream stream_of(std::uint64_t device) {
  return RandomStream(
      StreamName{.seed = 1, .purpose = Purpose::arrivals, .owner = "devices", .index = device});
}

/// The first arrivals of a device.
std::vector<double> arrivals(const Arrivals& law, std::size_t count, std::size_t device = 0,
                             std::size_t devices = 1) {
  ArrivalProcess process(law, stream_of(device), device, devices);
  std::vector<double> instants;
  for (auto next = process.first(); next && instants.size() < count; next = process.after_arrival(*next)) {
    instants.push_back(next->value);
  }
  return instants;
}

}  // namespace

TEST_CASE("Poisson arrivals have independent exponential gaps with the mean of their rate") {
  constexpr std::size_t count = 200000;
  const auto instants = arrivals(PoissonArrivals{{4.0}}, count);
  REQUIRE(instants.size() == count);
  double last = 0;
  double last_gap = 0.25;
  double squares = 0;
  double products = 0;
  std::size_t longer_than_mean = 0;
  for (const double instant : instants) {
    const double gap = instant - last;
    REQUIRE(gap > 0);
    squares += gap * gap;
    products += (gap - 0.25) * (last_gap - 0.25);
    if (gap > 0.25) ++longer_than_mean;
    last = instant;
    last_gap = gap;
  }
  const double n = static_cast<double>(count);
  // The gap has mean 1/4, second moment 2/16, no correlation with the one before; 1/e are longer than the
  // mean. The bounds are five standard errors.
  CHECK(instants.back() / n == doctest::Approx(0.25).epsilon(5 / std::sqrt(n)));
  CHECK(squares / n == doctest::Approx(0.125).epsilon(5 * std::sqrt(5) / std::sqrt(n)));
  CHECK(std::abs(products / n) < 5 * 0.0625 / std::sqrt(n));
  CHECK(std::abs(static_cast<double>(longer_than_mean) / n - std::exp(-1)) < 5 * 0.4823 / std::sqrt(n));
}

TEST_CASE("periodic arrivals stand at the phase and whole periods after it") {
  const auto instants = arrivals(PeriodicArrivals{{0.1}, Seconds{0.03}}, 1000001);
  REQUIRE(instants.size() == 1000001);
  CHECK(instants[0] == 0.03);
  CHECK(instants[1] == doctest::Approx(0.13).epsilon(1e-15));
  // Rounding does not add up.
  CHECK(instants[1000000] == doctest::Approx(100000.03).epsilon(1e-15));
}

TEST_CASE("periodic arrivals without a phase begin anywhere in the period and each device elsewhere") {
  double sum = 0;
  double last = -1;
  constexpr std::size_t devices = 2000;
  for (std::size_t device = 0; device < devices; ++device) {
    const auto instants = arrivals(PeriodicArrivals{{10}, std::nullopt}, 2, device, devices);
    REQUIRE(instants[0] > 0);
    REQUIRE(instants[0] < 10);
    CHECK(instants[0] != last);
    CHECK(instants[1] == instants[0] + 10);
    sum += instants[0];
    last = instants[0];
  }
  // Uniform on (0, 10): mean 5, deviation 10 / sqrt(12).
  CHECK(std::abs(sum / devices - 5) < 5 * 10 / std::sqrt(12.0 * devices));
}

TEST_CASE("time stamps are dealt out to the devices in turn") {
  const TimestampArrivals law{{{0.5}, {1}, {1}, {2}, {3}, {5}, {8}}};
  CHECK(arrivals(law, 10, 0, 3) == std::vector<double>{0.5, 2, 8});
  CHECK(arrivals(law, 10, 1, 3) == std::vector<double>{1, 3});
  CHECK(arrivals(law, 10, 2, 3) == std::vector<double>{1, 5});
  CHECK(arrivals(law, 10, 0, 1) == std::vector<double>{0.5, 1, 1, 2, 3, 5, 8});
}

TEST_CASE("a device for which there is no time stamp never asks") {
  CHECK(arrivals(TimestampArrivals{{{0.5}, {1}}}, 10, 2, 3).empty());
}

TEST_CASE("in a closed loop only an answer brings the next request about") {
  const Arrivals law = ClosedLoopArrivals{{2.0}};
  ArrivalProcess process(law, stream_of(0), 0, 1);
  const auto first = process.first();
  REQUIRE(first);
  CHECK(first->value == 2.0);  // it thinks before it asks for the first time
  CHECK_FALSE(process.after_arrival(*first));
  const auto second = process.after_answer({7.5});
  REQUIRE(second);
  CHECK(second->value == 9.5);
}

TEST_CASE("in a closed loop the time to think may be exponential") {
  const Arrivals law = ClosedLoopArrivals{{2.0}, true};
  ArrivalProcess process(law, stream_of(0), 0, 1);
  constexpr int count = 100000;
  double sum = process.first()->value;
  for (int i = 1; i < count; ++i) sum += process.after_answer({100})->value - 100;
  CHECK(sum / count == doctest::Approx(2).epsilon(5 / std::sqrt(double{count})));
}

TEST_CASE("an answer brings no request about except in a closed loop") {
  const std::vector<Arrivals> open{PoissonArrivals{{1}}, PeriodicArrivals{{1}, Seconds{}},
                                   TimestampArrivals{{{1}, {2}}}};
  for (const Arrivals& law : open) {
    ArrivalProcess process(law, stream_of(0), 0, 1);
    CHECK(process.first());
    CHECK_FALSE(process.after_answer({5}));
  }
}

TEST_CASE("adding devices leaves the arrivals of the others alone") {
  const std::vector<Arrivals> laws{PoissonArrivals{{1}}, PeriodicArrivals{{1}, std::nullopt}};
  for (const Arrivals& law : laws) {
    CHECK(arrivals(law, 100, 3, 4) == arrivals(law, 100, 3, 4000));
    CHECK(arrivals(law, 100, 3, 4) != arrivals(law, 100, 2, 4));
  }
}
