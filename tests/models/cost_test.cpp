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

// ---- pruned layers

namespace {

/// Of 10 MMAC, junctions with 8 MMAC were pruned to a quarter; 4 MMAC are left. 1 MB of weights.
ComputeCost pruned() {
  return {.macs = Macs{4e6},
          .weights = {1e6},
          .pruning = Pruning{.format = WeightFormat::csr, .density = 0.25, .pruned = {6e6}}};
}

Hardware with_curve(SpeedupCurve curve) {
  Hardware hardware = board();
  hardware.speedups[WeightFormat::csr] = std::move(curve);
  return hardware;
}

const SpeedupCurve ideal{.kind = SpeedupCurve::Kind::ideal};
const SpeedupCurve twice{.kind = SpeedupCurve::Kind::measured, .points = {{0.25, 2}}};
const SpeedupCurve slower{.kind = SpeedupCurve::Kind::measured, .points = {{0.25, 0.5}}};

}  // namespace

TEST_CASE("a pruned layer takes the dense time on hardware that nobody measured") {
  // 10 MMAC at 10 MMAC/s + 5 ms.
  CHECK(cost_on(pruned(), board())->time.value == doctest::Approx(1.005).epsilon(1e-12));
  Hardware other = board();
  other.speedups[WeightFormat::block] = ideal;
  CHECK(cost_on(pruned(), other)->time.value == doctest::Approx(1.005).epsilon(1e-12));
}

TEST_CASE("a speed-up makes the pruned junctions of a layer faster and nothing else of it") {
  // 2 MMAC of others, 8 MMAC at a quarter, half and twice their time, + 5 ms.
  CHECK(cost_on(pruned(), with_curve(ideal))->time.value == doctest::Approx(0.405).epsilon(1e-12));
  CHECK(cost_on(pruned(), with_curve(twice))->time.value == doctest::Approx(0.605).epsilon(1e-12));
  CHECK(cost_on(pruned(), with_curve(slower))->time.value == doctest::Approx(1.805).epsilon(1e-12));
}

TEST_CASE("the energy of a pruned layer is computing power times its time") {
  CHECK(cost_on(pruned(), with_curve(twice))->energy->value == doctest::Approx(3 * 0.605).epsilon(1e-12));
}

TEST_CASE("measured time and energy of a layer are those of the dense one and scale as its work does") {
  ComputeCost work = pruned();
  work.measured["board"] = {.time = {10}, .energy = Joules{50}};
  CHECK(cost_on(work, board())->time.value == 10);
  // 2 + 8 / 2 of 10 MMAC.
  const auto cost = cost_on(work, with_curve(twice));
  CHECK(cost->measured);
  CHECK(cost->time.value == doctest::Approx(6).epsilon(1e-12));
  CHECK(cost->energy->value == doctest::Approx(30).epsilon(1e-12));
}

TEST_CASE("a measured layer whose work is not known gains nothing from pruning") {
  ComputeCost work = pruned();
  work.macs.reset();
  work.measured["board"] = {.time = {10}};
  CHECK(cost_on(work, with_curve(ideal))->time.value == 10);
}

TEST_CASE("a layer measured to take no time takes none when it is pruned") {
  ComputeCost work = pruned();
  work.measured["board"] = {.time = {0}};
  CHECK(cost_on(work, with_curve(ideal))->time.value == 0);
}

TEST_CASE("a pruned layer is no faster than its weights can be read") {
  Hardware hardware = with_curve(ideal);
  hardware.memory_rate = Figure<BitRate>{{8e6 / 0.7}};  // 1 MB in .7 s
  CHECK(cost_on(pruned(), hardware)->time.value == doctest::Approx(0.7).epsilon(1e-12));
  hardware.memory_rate = Figure<BitRate>{{8e6 / 0.1}};
  CHECK(cost_on(pruned(), hardware)->time.value == doctest::Approx(0.405).epsilon(1e-12));
}

TEST_CASE("reading the weights makes a pruned layer no slower than the dense one") {
  Hardware hardware = with_curve(ideal);
  hardware.memory_rate = Figure<BitRate>{{8e6 / 5.0}};  // 1 MB in 5 s
  CHECK(cost_on(pruned(), hardware)->time.value == doctest::Approx(1.005).epsilon(1e-12));
  // Where the format itself is slower than dense, it stays so.
  hardware.speedups[WeightFormat::csr] = slower;
  CHECK(cost_on(pruned(), hardware)->time.value == doctest::Approx(1.805).epsilon(1e-12));
}

TEST_CASE("the energy of a measured layer is bounded with its time") {
  ComputeCost work = pruned();
  work.measured["board"] = {.time = {10}, .energy = Joules{50}};
  Hardware hardware = with_curve(ideal);
  hardware.memory_rate = Figure<BitRate>{{8e6 / 8.0}};
  CHECK(cost_on(work, hardware)->time.value == doctest::Approx(8).epsilon(1e-12));
  CHECK(cost_on(work, hardware)->energy->value == doctest::Approx(40).epsilon(1e-12));
}

TEST_CASE("reading weights bounds no layer that was not pruned") {
  Hardware hardware = board();
  hardware.memory_rate = Figure<BitRate>{{1}};
  CHECK(cost_on({.macs = Macs{2e6}, .weights = {1e9}}, hardware)->time.value == doctest::Approx(0.205));
}

TEST_CASE("pruning that left everything changes nothing") {
  ComputeCost work{.macs = Macs{2e6}};
  const double dense = cost_on(work, board())->time.value;
  work.pruning = Pruning{.format = WeightFormat::csr, .density = 1};
  CHECK(cost_on(work, with_curve(slower))->time.value == doctest::Approx(dense).epsilon(1e-12));
}
