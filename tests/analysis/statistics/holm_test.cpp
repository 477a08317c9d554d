#include "analysis/statistics/holm.hpp"

#include <doctest/doctest.h>

#include "analysis/statistics/paired_difference.hpp"
#include "models/random_stream.hpp"

using namespace splitscape;

TEST_CASE("Holm multiplies the smallest p-value by their number, the next by one less") {
  const auto adjusted = holm({0.01, 0.04, 0.03, 0.005});
  // In rising order .005 x 4, .01 x 3, .03 x 2, and .04 x 1, which may not be less than the one before.
  CHECK(adjusted[3] == doctest::Approx(0.02));
  CHECK(adjusted[0] == doctest::Approx(0.03));
  CHECK(adjusted[2] == doctest::Approx(0.06));
  CHECK(adjusted[1] == doctest::Approx(0.06));
}

TEST_CASE("Holm leaves a single p-value as it is, and none above one") {
  CHECK(holm({0.03}) == std::vector<double>{0.03});
  CHECK(holm({0.9, 0.8}) == std::vector<double>{1.0, 1.0});
  CHECK(holm({}).empty());
}

TEST_CASE(
    "of many tests without any difference Holm finds one in 3 to 7 of 100 cases, and no correction in more") {
  RandomStream random(7);
  constexpr int families = 1000;
  constexpr int tests = 6;
  int corrected = 0;
  int uncorrected = 0;
  for (int family = 0; family < families; ++family) {
    std::vector<double> p;
    for (int test = 0; test < tests; ++test) {
      std::vector<double> first;
      std::vector<double> second;
      for (int i = 0; i < 10; ++i) {
        first.push_back(random.normal());
        second.push_back(random.normal());
      }
      p.push_back(*paired_difference(first, second).p);
    }
    const auto below = [](const std::vector<double>& values) {
      for (const double value : values) {
        if (value < 0.05) return 1;
      }
      return 0;
    };
    corrected += below(holm(p));
    uncorrected += below(p);
  }
  CHECK(corrected >= 30);
  CHECK(corrected <= 70);
  CHECK(uncorrected > 200);  // 1 - .95^6 = .265
}
