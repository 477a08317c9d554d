#include "models/cost.hpp"

#include <doctest/doctest.h>

using namespace splitscape;

namespace {

/// 10 MMAC/s, 5 ms a layer, 3 W.
Hardware board() {
  Hardware hardware{.name = "board", .rate = Figure<MacRate>{{1e7}}, .overhead = {{0.005}}};
  hardware.power.compute = Figure<Watts>{{3.0}};
  return hardware;
}

ComputeCost measured_on(const char* name, MeasuredCost cost) {
  return {.macs = Macs{2e6}, .measured = {{name, cost}}};
}

}  // namespace

TEST_CASE("an estimate is work over rate plus the overhead of a layer") {
  const auto cost = cost_on({.macs = Macs{2e6}}, board());
  REQUIRE(cost);
  CHECK(cost->time.value == doctest::Approx(0.205));
  CHECK(cost->energy.value().value == doctest::Approx(0.615));
  CHECK_FALSE(cost->measured);
}

TEST_CASE("a layer with nothing to multiply takes no time and no overhead") {
  Hardware hardware = board();
  for (const bool has_rate : {true, false}) {
    if (!has_rate) hardware.rate.reset();
    const auto cost = cost_on({.macs = Macs{0}}, hardware);
    REQUIRE(cost);
    CHECK(cost->time.value == 0);
    CHECK(cost->energy.value().value == 0);
  }
}

TEST_CASE("a measured time and energy win over the estimate") {
  const auto cost = cost_on(measured_on("board", {.time = {7}, .energy = Joules{11}}), board());
  REQUIRE(cost);
  CHECK(cost->time.value == 7);
  CHECK(cost->energy.value().value == 11);
  CHECK(cost->measured);
}

TEST_CASE("where only time was measured energy is computing power times that time") {
  const auto cost = cost_on(measured_on("board", {.time = {7}}), board());
  REQUIRE(cost);
  CHECK(cost->energy.value().value == 21);
  CHECK(cost->measured);
}

TEST_CASE("a measurement on another hardware says nothing") {
  const auto cost = cost_on(measured_on("phone", {.time = {7}, .energy = Joules{11}}), board());
  REQUIRE(cost);
  CHECK(cost->time.value == doctest::Approx(0.205));
  CHECK_FALSE(cost->measured);
}

TEST_CASE("energy is unknown where neither it nor the computing power is") {
  const Hardware powerless{.name = "board", .rate = Figure<MacRate>{{1e7}}};
  const auto estimated = cost_on({.macs = Macs{2e6}}, powerless);
  REQUIRE(estimated);
  CHECK_FALSE(estimated->energy);
  const auto timed = cost_on(measured_on("board", {.time = {7}}), powerless);
  REQUIRE(timed);
  CHECK_FALSE(timed->energy);
  const auto measured = cost_on(measured_on("board", {.time = {7}, .energy = Joules{11}}), powerless);
  REQUIRE(measured);
  CHECK(measured->energy.value().value == 11);
}

TEST_CASE("a cost is unknown without a measurement where work or rate are") {
  Hardware hardware = board();
  CHECK_FALSE(cost_on({}, hardware));
  hardware.rate.reset();
  CHECK_FALSE(cost_on({.macs = Macs{2e6}}, hardware));
  CHECK(cost_on(measured_on("board", {.time = {7}}), hardware));
}
