#include "models/speedup_curve.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace splitscape;

namespace {

using Kind = SpeedupCurve::Kind;
using Messages = std::vector<std::string>;

SpeedupCurve measured(std::vector<SpeedupCurve::Point> points) {
  return {.kind = Kind::measured, .points = std::move(points)};
}

}  // namespace

TEST_CASE("a runtime that does not know of zeros gains nothing") {
  const SpeedupCurve curve;
  for (const double density : {0.001, 0.2, 0.5, 1.0}) CHECK(curve.at(density) == 1);
}

TEST_CASE("an ideal runtime does only what is left") {
  const SpeedupCurve curve{.kind = Kind::ideal};
  CHECK(curve.at(1) == 1);
  CHECK(curve.at(0.5) == 2);
  CHECK(curve.at(0.125) == 8);
}

TEST_CASE("a measured speed-up is linear between its points") {
  const SpeedupCurve curve = measured({{0.1, 4}, {0.2, 3}, {0.4, 1}});
  CHECK(curve.at(0.1) == 4);
  CHECK(curve.at(0.2) == 3);
  CHECK(curve.at(0.4) == 1);
  CHECK(curve.at(0.15) == doctest::Approx(3.5).epsilon(1e-12));
  CHECK(curve.at(0.25) == doctest::Approx(2.5).epsilon(1e-12));
}

TEST_CASE("a measured speed-up stays what it was where less is left than was measured") {
  CHECK(measured({{0.1, 4}, {0.2, 3}}).at(0.01) == 4);
  CHECK(measured({{0.1, 4}, {0.2, 3}}).at(0.1) == 4);
}

TEST_CASE("nothing is gained where more is left than was measured and a measured loss stays") {
  CHECK(measured({{0.5, 1.4}}).at(0.5) == 1.4);
  CHECK(measured({{0.5, 1.4}}).at(0.501) == 1);
  CHECK(measured({{0.5, 0.7}}).at(0.9) == 0.7);
  CHECK(measured({{0.5, 1.4}, {1, 0.8}}).at(0.9) < 1);
}

TEST_CASE("a dense junction takes what it takes whatever was measured") {
  CHECK(measured({{0.5, 1.4}, {1, 0.8}}).at(1) == 1);
}

TEST_CASE("a measured speed-up lies between the neighbouring points everywhere") {
  const SpeedupCurve curve = measured({{0.05, 5}, {0.3, 0.5}, {0.31, 2}, {0.8, 1.5}});
  for (int i = 1; i <= 800; ++i) {
    const double density = i / 1000.0;
    const double speedup = curve.at(density);
    CHECK(speedup >= 0.5);
    CHECK(speedup <= 5);
  }
}

TEST_CASE("sound speed-up curves have no defects") {
  CHECK(defects(SpeedupCurve{}).empty());
  CHECK(defects(SpeedupCurve{.kind = Kind::ideal}).empty());
  CHECK(defects(measured({{0.1, 4}, {1, 0.5}})).empty());
}

TEST_CASE("a measured speed-up curve needs a point and no other has one") {
  CHECK(defects(measured({})) == Messages{"a measured speed-up curve needs at least one point"});
  CHECK(defects(SpeedupCurve{.kind = Kind::ideal, .points = {{0.5, 2}}}) ==
        Messages{"only a measured speed-up curve has points"});
}

TEST_CASE("the densities of a speed-up curve rise") {
  CHECK(defects(measured({{0.2, 2}, {0.1, 3}})) ==
        Messages{"the densities of a speed-up curve must rise: 0.1 comes after 0.2"});
  CHECK(defects(measured({{0.2, 2}, {0.2, 3}})) ==
        Messages{"the densities of a speed-up curve must rise: 0.2 comes after 0.2"});
}

TEST_CASE("densities and speed-ups that cannot be are refused") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(defects(measured({{0, 2}})) == Messages{"a density of 0 is not above 0 and at most 1"});
  CHECK(defects(measured({{1.5, 2}})) == Messages{"a density of 1.5 is not above 0 and at most 1"});
  CHECK(defects(measured({{nan, 2}})) == Messages{"a density of nan is not above 0 and at most 1"});
  CHECK(defects(measured({{0.5, 0}})) == Messages{"a speed-up of 0 is not positive"});
  CHECK(defects(measured({{0.5, -1}})) == Messages{"a speed-up of -1 is not positive"});
  CHECK(defects(measured({{0.5, nan}})) == Messages{"a speed-up of nan is not positive"});
}
