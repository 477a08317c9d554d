#include <doctest/doctest.h>

#include <limits>

#include "tests/sim/engine/bell.hpp"

// Transfers of the engine over media whose rate does not change: sim/engine/engine.hpp.

using namespace splitscape;
using namespace splitscape::test;

namespace {

const RateTrace a_kilobyte_a_second = RateTrace::constant(byte_rate(1000));
const RateTrace unlimited = RateTrace::constant({std::numeric_limits<double>::infinity()});

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-12);
}

}  // namespace

TEST_CASE("a lone transfer takes its bytes by the rate and then the latency") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant({18.88e6}), 0.003));
  Bell sent(*engine);
  Bell delivered(*engine);
  engine->transfer(medium, Direction::up, {50000}, sent.rung(), delivered.rung());
  engine->run();
  CHECK(same(sent.instant(), 400000 / 18.88e6));
  CHECK(same(delivered.instant(), 400000 / 18.88e6 + 0.003));
}

TEST_CASE("a transfer that begins late takes as long as one at the start") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second, 0.25));
  Bell sent(*engine);
  Bell delivered(*engine);
  Task begin([&] { engine->transfer(medium, Direction::down, {500}, sent.rung(), delivered.rung()); });
  engine->at({86400}, begin.due());
  engine->run();
  CHECK(sent.instant() == doctest::Approx(86400.5).epsilon(1e-15));
  CHECK(delivered.instant() == doctest::Approx(86400.75).epsilon(1e-15));
}

TEST_CASE("a transfer may go without being told when its last byte has left") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second, 0.25));
  Bell delivered(*engine);
  engine->transfer(medium, Direction::up, {500}, {}, delivered.rung());
  engine->run();
  CHECK(same(delivered.instant(), 0.75));
}

TEST_CASE("a part of a byte is a byte to send") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant(byte_rate(10))));
  Bell delivered(*engine);
  engine->transfer(medium, Direction::up, {0.25}, {}, delivered.rung());
  engine->run();
  CHECK(same(delivered.instant(), 0.1));
}

TEST_CASE("the latency of one transfer keeps nobody else off the medium") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second, 10.0));
  Bell first(*engine);
  Bell second(*engine);
  Task next([&] { engine->transfer(medium, Direction::up, {1000}, {}, second.rung()); });
  engine->transfer(medium, Direction::up, {1000}, next.due(), first.rung());
  engine->run();
  CHECK(same(first.instant(), 11.0));
  CHECK(same(second.instant(), 12.0));
}

// ---- sharing

TEST_CASE("two transfers that begin together share a medium equally") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second, 0.1));
  Bell small(*engine);
  Bell large(*engine);
  engine->transfer(medium, Direction::up, {1000}, {}, small.rung());
  engine->transfer(medium, Direction::up, {3000}, {}, large.rung());
  engine->run();
  // 500 B/s each until 2 s, when the small one is over; the large one has 2000 B left for itself.
  CHECK(same(small.instant(), 2.1));
  CHECK(same(large.instant(), 4.1));
}

TEST_CASE("a transfer that comes later takes its share from then on") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second));
  Bell early(*engine);
  Bell late(*engine);
  engine->transfer(medium, Direction::up, {2000}, {}, early.rung());
  Task begin([&] { engine->transfer(medium, Direction::up, {2000}, {}, late.rung()); });
  engine->at({1.0}, begin.due());
  engine->run();
  // The early one has 1000 B left at 1 s, and half the rate: 3 s. The late one has 1000 B left then: 4 s.
  CHECK(same(early.instant(), 3.0));
  CHECK(same(late.instant(), 4.0));
}

TEST_CASE("five equal transfers that begin together end together") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second));
  std::vector<Bell> bells(5, Bell(*engine));
  for (Bell& bell : bells) engine->transfer(medium, Direction::up, {1000}, {}, bell.rung());
  engine->run();
  for (const Bell& bell : bells) CHECK(same(bell.instant(), 5.0));
}

TEST_CASE("transfers over different media do not disturb each other") {
  const auto engine = make_simgrid_engine({});
  const MediumId one = engine->add_medium(medium_of(a_kilobyte_a_second));
  const MediumId other = engine->add_medium(medium_of(a_kilobyte_a_second));
  Bell over_one(*engine);
  Bell over_other(*engine);
  engine->transfer(one, Direction::up, {1000}, {}, over_one.rung());
  engine->transfer(other, Direction::up, {2000}, {}, over_other.rung());
  engine->run();
  CHECK(same(over_one.instant(), 1.0));
  CHECK(same(over_other.instant(), 2.0));
}

TEST_CASE("up and down do not disturb each other in full duplex and have rates of their own") {
  const auto engine = make_simgrid_engine({});
  MediumSpec spec = medium_of(a_kilobyte_a_second);
  spec.down = RateTrace::constant(byte_rate(4000));
  const MediumId medium = engine->add_medium(spec);
  Bell up(*engine);
  Bell down(*engine);
  engine->transfer(medium, Direction::up, {2000}, {}, up.rung());
  engine->transfer(medium, Direction::down, {2000}, {}, down.rung());
  engine->run();
  CHECK(same(up.instant(), 2.0));
  CHECK(same(down.instant(), 0.5));
}

TEST_CASE("up and down share the medium in half duplex") {
  const auto engine = make_simgrid_engine({});
  MediumSpec spec = medium_of(a_kilobyte_a_second);
  spec.half_duplex = true;
  const MediumId medium = engine->add_medium(spec);
  Bell up(*engine);
  Bell down(*engine);
  engine->transfer(medium, Direction::up, {1000}, {}, up.rung());
  engine->transfer(medium, Direction::down, {3000}, {}, down.rung());
  engine->run();
  CHECK(same(up.instant(), 2.0));
  CHECK(same(down.instant(), 4.0));
}

// ---- limits

TEST_CASE("zero bytes leave at once and arrive after the latency") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second, 0.25));
  Bell sent(*engine);
  Bell delivered(*engine);
  Task begin([&] {
    const TransferId id = engine->transfer(medium, Direction::up, {}, sent.rung(), delivered.rung());
    CHECK_FALSE(sent.silent());  // before transfer() returned
    CHECK(id == TransferId::none);
    CHECK(engine->left(id).value == 0.0);
  });
  engine->at({1.0}, begin.due());
  engine->run();
  CHECK(sent.instant() == 1.0);
  CHECK(delivered.instant() == 1.25);
}

TEST_CASE("any number of bytes leaves at once over an unlimited medium") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(unlimited, 0.25));
  Bell sent(*engine);
  Bell delivered(*engine);
  Task begin([&] {
    const TransferId id = engine->transfer(medium, Direction::down, {1e12}, sent.rung(), delivered.rung());
    CHECK_FALSE(sent.silent());
    CHECK(id == TransferId::none);
    engine->cancel(id);  // which is nothing to cancel
  });
  engine->at({1.0}, begin.due());
  engine->run();
  CHECK(sent.instant() == 1.0);
  CHECK(delivered.instant() == 1.25);
}

TEST_CASE("nothing arrives over a medium of rate zero and the run ends nevertheless") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant({})));
  Bell sent(*engine);
  Bell delivered(*engine);
  const TransferId id = engine->transfer(medium, Direction::up, {1000}, sent.rung(), delivered.rung());
  const TransferId nothing = engine->transfer(medium, Direction::down, {}, sent.rung(), delivered.rung());
  engine->run();
  CHECK(sent.silent());
  CHECK(delivered.silent());
  CHECK(engine->now().value == 0.0);
  CHECK(engine->left(id).value == 1000.0);
  CHECK(engine->left(nothing).value == 0.0);
}

// ---- left() and cancel()

TEST_CASE("what of a transfer has not left falls with the rate it has") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second, 5.0));
  Bell ignored(*engine);
  const TransferId id = engine->transfer(medium, Direction::up, {4000}, {}, ignored.rung());
  CHECK(engine->left(id).value == 4000.0);
  std::vector<double> left;
  Task look([&] { left.push_back(engine->left(id).value); });
  Task company([&] { engine->transfer(medium, Direction::up, {1e6}, {}, ignored.rung()); });
  engine->at({1.0}, look.due());
  engine->at({1.0}, company.due());
  engine->at({2.0}, look.due());
  engine->at({4.0}, look.due());
  engine->run();
  REQUIRE(left.size() == 3);
  CHECK(same(left[0], 3000));  // alone
  CHECK(same(left[1], 2500));  // at half the rate
  CHECK(same(left[2], 1500));
}

TEST_CASE("a cancelled transfer calls nobody and leaves its share to the others") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second));
  Bell sent(*engine);
  Bell cancelled(*engine);
  Bell stays(*engine);
  const TransferId id = engine->transfer(medium, Direction::up, {4000}, sent.rung(), cancelled.rung());
  engine->transfer(medium, Direction::up, {4000}, {}, stays.rung());
  Task cancel([&] {
    CHECK(same(engine->left(id).value, 3000));
    engine->cancel(id);
  });
  engine->at({2.0}, cancel.due());
  engine->run();
  CHECK(sent.silent());
  CHECK(cancelled.silent());
  // 1000 B by 2 s, the other 3000 B alone.
  CHECK(same(stays.instant(), 5.0));
}

TEST_CASE("a transfer that was never going to arrive can be cancelled") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant({})));
  Bell delivered(*engine);
  const TransferId id = engine->transfer(medium, Direction::up, {1000}, {}, delivered.rung());
  engine->cancel(id);
  engine->run();
  CHECK(delivered.silent());
}

TEST_CASE("a transfer can begin at the instant at which another is cancelled") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(a_kilobyte_a_second));
  Bell cancelled(*engine);
  Bell next(*engine);
  const TransferId id = engine->transfer(medium, Direction::up, {4000}, {}, cancelled.rung());
  Task change([&] {
    engine->cancel(id);
    engine->transfer(medium, Direction::up, {1000}, {}, next.rung());
  });
  engine->at({1.0}, change.due());
  engine->run();
  CHECK(cancelled.silent());
  CHECK(same(next.instant(), 2.0));
}

// ---- the TCP model: SimGrid's LV08 (Velho, Legrand, "Accuracy study and improvement of network simulation
// in the SimGrid framework", SIMUTools 2009): latency x 13.01, rate x .97, and acknowledgements that take .05
// of a flow's rate from the way back.

TEST_CASE("a lone transfer under the TCP model pays 13.01 latencies and has .97 of the rate") {
  const auto engine = make_simgrid_engine({.network_model = NetworkModel::tcp});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant(byte_rate(1e6)), 0.01));
  Bell sent(*engine);
  Bell delivered(*engine);
  engine->transfer(medium, Direction::up, {1e6}, sent.rung(), delivered.rung());
  engine->run();
  CHECK(delivered.instant() == doctest::Approx(13.01 * 0.01 + 1e6 / (0.97 * 1e6)).epsilon(1e-6));
  CHECK(sent.instant() == delivered.instant());
}

TEST_CASE("a lone transfer in half duplex under the TCP model shares with its acknowledgements") {
  const auto engine = make_simgrid_engine({.network_model = NetworkModel::tcp});
  MediumSpec spec = medium_of(RateTrace::constant(byte_rate(1e6)), 0.01);
  spec.half_duplex = true;
  const MediumId medium = engine->add_medium(spec);
  Bell delivered(*engine);
  engine->transfer(medium, Direction::up, {1e6}, {}, delivered.rung());
  engine->run();
  // The 1.21 s that were measured on one link used both ways.
  CHECK(delivered.instant() == doctest::Approx(13.01 * 0.01 + 1.05 * 1e6 / (0.97 * 1e6)).epsilon(1e-6));
}
