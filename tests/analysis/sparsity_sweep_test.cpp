#include "analysis/sparsity_sweep.hpp"

#include <doctest/doctest.h>

#include "tests/models/perceptron.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// 800-100-10 on a board with 1 MMAC/s, an overhead of 1 ms a layer and 2 W.
SparsityStudy study_of_two_layers() {
  SparsityStudy study;
  study.network = perceptron({800, 100, 10});
  study.head = 2;
  study.hardware.name = "board";
  study.hardware.rate = {MacRate{1e6}};
  study.hardware.overhead = {Seconds{1e-3}};
  study.hardware.power.compute = {Watts{2}};
  study.layers = {"fc1"};
  return study;
}

}  // namespace

TEST_CASE("a dense head is the sum of its layers") {
  SparsityStudy study = study_of_two_layers();
  SparsityPoint dense = dense_point(study);
  CHECK(dense.parameters == 81110);
  CHECK(dense.storage.value == 324440);
  CHECK(dense.macs.value == 81000);
  CHECK(dense.density == 1);
  CHECK(dense.time.value == doctest::Approx(.083).epsilon(1e-12));
  CHECK(dense.ideal_time == dense.time);
  CHECK(dense.energy->value == doctest::Approx(.166).epsilon(1e-12));

  study.head = 1;
  dense = dense_point(study);
  CHECK(dense.macs.value == 80000);
  CHECK(dense.time.value == doctest::Approx(.081).epsilon(1e-12));
}

TEST_CASE("predefined sparsity takes storage and work, and time only where the runtime is ideal") {
  const SparsityStudy study = study_of_two_layers();
  const SparsityPoint point = point_at(study, .2);
  CHECK(point.asked == .2);
  CHECK(point.density == doctest::Approx(.2).epsilon(1e-12));
  CHECK(point.parameters == 17110);  // fan-out 20: 16,000 of 80,000; fc2 and the biases stay
  CHECK(point.storage.value == 68440);
  CHECK(point.macs.value == 17000);
  CHECK(point.time.value == doctest::Approx(.083).epsilon(1e-12));
  CHECK(point.ideal_time.value == doctest::Approx(.019).epsilon(1e-12));
  CHECK(point.ideal_energy->value == doctest::Approx(.038).epsilon(1e-12));
}

TEST_CASE("a density that does not exist becomes the nearest, and says so") {
  const SparsityPoint point = point_at(study_of_two_layers(), .123);
  CHECK(point.asked == .123);
  CHECK(point.density == doctest::Approx(.12).epsilon(1e-12));  // of k/100
}

TEST_CASE("only exit heads in the head of the network count") {
  SparsityStudy study = study_of_two_layers();
  study.network.exits.push_back({.after = "fc1", .cost = dense_layer("", 100, 10).cost});
  CHECK(dense_point(study).macs.value == 82000);
  study.head = 0;
  CHECK(dense_point(study).macs.value == 0);
}

TEST_CASE("storage breaks even where indices cost what pruning saves") {
  SparsityStudy study = study_of_two_layers();
  CHECK(break_even(study).storage == doctest::Approx(.99));  // no index: at once
  CHECK_FALSE(break_even(study).time);                       // nobody knows of a gain
  CHECK(break_even(study).ideal_time == doctest::Approx(.99));

  // 16 bits of column index a weight of 32 bits and 101 row starts of 32 bits: 48 d + .00126 x 32 < 32.
  study.choice.format = WeightFormat::csr;
  const auto even = break_even(study).storage;
  REQUIRE(even);
  CHECK(*even == doctest::Approx((32 - 101 * 32 / 80000.0) / 48).epsilon(2e-3));

  // At 8 bits a weight an index of 16 bits is twice the weight.
  study.weight_bits = 8;
  CHECK(*break_even(study).storage == doctest::Approx((8 - 101 * 32 / 80000.0) / 24).epsilon(4e-3));
}

TEST_CASE("a runtime that is slow at first breaks even where its curve crosses one") {
  SparsityStudy study = study_of_two_layers();
  study.choice.format = WeightFormat::csr;
  study.hardware.speedups[WeightFormat::csr] = {.kind = SpeedupCurve::Kind::measured,
                                                .points = {{.1, 3}, {.3, 1}, {.5, .5}}};
  CHECK(*break_even(study).time == doctest::Approx(.299).epsilon(1e-3));
}
