#include <doctest/doctest.h>

#include <cmath>

#include "models/random_stream.hpp"
#include "tests/sim/engine/bell.hpp"

// Transfers of the engine over media whose rate follows a trace: sim/engine/engine.hpp. Each is over when the
// integral of its share reaches its bytes.

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// When `bytes` sent from `start` on have left, alone on a medium: the integral, step by step.
double over_at(const RateTrace& trace, double start, double bytes) {
  double left = bytes;
  for (double round = 0;; round += trace.period.value) {
    for (std::size_t i = 0; i < trace.steps.size(); ++i) {
      const bool last = i + 1 == trace.steps.size();
      const double end =
          last ? (trace.period.value > 0 ? trace.period.value : INFINITY) : trace.steps[i + 1].at.value;
      const double from = std::max(start, round + trace.steps[i].at.value);
      const double until = round + end;
      if (until <= from) continue;
      const double rate = bytes_per_second(trace.steps[i].rate);
      if (rate * (until - from) >= left) return from + left / rate;
      left -= rate * (until - from);
    }
  }
}

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-11);
}

/// A transfer over a medium of its own that begins at an instant.
class Sending {
 public:
  Sending(Engine& engine, const RateTrace& trace, double start, double bytes)
      : delivered_(engine), begin_([&engine, this, medium = engine.add_medium(medium_of(trace)), bytes] {
          engine.transfer(medium, Direction::up, {bytes}, {}, delivered_.rung());
        }) {
    engine.at({start}, begin_.due());
  }
  Sending(const Sending&) = delete;
  Sending& operator=(const Sending&) = delete;

  const Bell& delivered() const { return delivered_; }

 private:
  Bell delivered_;
  Task begin_;
};

/// Lets an engine run for a while: a trace with a period never ends by itself.
void run_until(Engine& engine, double instant) {
  Task stop([&engine] { engine.stop(); });
  engine.at({instant}, stop.due());
  engine.run();
}

}  // namespace

TEST_CASE("a transfer gets faster when the rate rises") {
  const auto engine = make_simgrid_engine({});
  const Sending sending(*engine, byte_rates({{0, 100}, {10, 400}}), 0, 3000);
  engine->run();
  CHECK(same(sending.delivered().instant(), 15.0));  // 1000 B by 10 s, 2000 B at 400 B/s
}

TEST_CASE("a transfer gets slower when the rate falls") {
  const auto engine = make_simgrid_engine({});
  const Sending sending(*engine, byte_rates({{0, 400}, {5, 100}}), 0, 3000);
  engine->run();
  CHECK(same(sending.delivered().instant(), 15.0));  // 2000 B by 5 s, 1000 B at 100 B/s
}

TEST_CASE("a transfer that starts in a slow phase is not bound to the rate of that phase") {
  // SimGrid 3.32 keeps for the life of a flow the bandwidth its link had when it started.
  const auto engine = make_simgrid_engine({});
  const Sending sending(*engine, byte_rates({{0, 1000}, {10, 10}, {20, 5000}}), 12, 10080);
  engine->run();
  CHECK(same(sending.delivered().instant(), 22.0));  // 80 B by 20 s, 10000 B at 5000 B/s
}

TEST_CASE("nothing passes while the rate is zero and then it goes on") {
  const auto engine = make_simgrid_engine({});
  const Sending through(*engine, byte_rates({{0, 100}, {5, 0}, {65, 100}}), 0, 1000);
  const Sending from_within(*engine, byte_rates({{0, 100}, {5, 0}, {65, 100}}), 30, 1000);
  engine->run();
  CHECK(same(through.delivered().instant(), 70.0));  // 500 B by 5 s, a minute of nothing, 500 B
  CHECK(same(from_within.delivered().instant(), 75.0));
}

TEST_CASE("a trace may begin with a rate of zero") {
  const auto engine = make_simgrid_engine({});
  const Sending sending(*engine, byte_rates({{0, 0}, {3, 100}}), 0, 200);
  engine->run();
  CHECK(same(sending.delivered().instant(), 5.0));
}

TEST_CASE("a trace with a period begins anew") {
  const auto engine = make_simgrid_engine({});
  // 3000 B every 20 s: 1000 in the first ten, 2000 in the second.
  const RateTrace trace = byte_rates({{0, 100}, {10, 200}}, 20);
  const Sending sending(*engine, trace, 0, 7500);
  const Sending later(*engine, trace, 55, 2000);
  run_until(*engine, 1e4);
  CHECK(same(sending.delivered().instant(), 52.5));  // 6000 B by 40 s, 1000 by 50 s, 500 at 200 B/s
  CHECK(same(later.delivered().instant(), 70.0));    // 55 to 60 at 200 B/s, 60 to 70 at 100 B/s
}

TEST_CASE("a trace with a period may be zero for a part of it") {
  const auto engine = make_simgrid_engine({});
  const Sending sending(*engine, byte_rates({{0, 100}, {1, 0}}, 10), 0, 350);
  run_until(*engine, 1e4);
  CHECK(same(sending.delivered().instant(), 30.5));  // 100 B a period, the last 50 from 30 s on
}

TEST_CASE("a trace that ends keeps its last rate") {
  const auto engine = make_simgrid_engine({});
  const Sending sending(*engine, byte_rates({{0, 1}, {1, 10}}), 1000, 100);
  engine->run();
  CHECK(same(sending.delivered().instant(), 1010.0));
}

TEST_CASE("a transfer that is stranded by a trace that ends in zero does not keep the clock running") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(byte_rates({{0, 100}, {5, 0}})));
  Bell stranded(*engine);
  Bell too_late(*engine);
  const TransferId id = engine->transfer(medium, Direction::up, {1000}, {}, stranded.rung());
  Task begin([&] { engine->transfer(medium, Direction::up, {10}, {}, too_late.rung()); });
  engine->at({7.0}, begin.due());
  engine->run();
  CHECK(stranded.silent());
  CHECK(too_late.silent());
  CHECK(engine->now().value == doctest::Approx(7.0).epsilon(1e-12));
  CHECK(same(engine->left(id).value, 500));
}

TEST_CASE("a stranded transfer can be cancelled") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(byte_rates({{0, 100}, {5, 0}})));
  Bell stranded(*engine);
  const TransferId id = engine->transfer(medium, Direction::up, {1000}, {}, stranded.rung());
  Task cancel([&] { engine->cancel(id); });
  engine->at({8.0}, cancel.due());
  engine->run();
  CHECK(stranded.silent());
  CHECK(engine->now().value == doctest::Approx(8.0).epsilon(1e-12));
}

TEST_CASE("two transfers share a rate that changes equally at every instant") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(byte_rates({{0, 100}, {10, 400}})));
  Bell small(*engine);
  Bell large(*engine);
  engine->transfer(medium, Direction::up, {1000}, {}, small.rung());
  engine->transfer(medium, Direction::up, {4000}, {}, large.rung());
  engine->run();
  // Each 500 B by 10 s, then 200 B/s each: the small one ends at 12.5 s. The large one has 3000 B left.
  CHECK(same(small.instant(), 12.5));
  CHECK(same(large.instant(), 20.0));
}

TEST_CASE("up and down share a rate that changes in half duplex") {
  const auto engine = make_simgrid_engine({});
  MediumSpec spec = medium_of(byte_rates({{0, 100}, {10, 400}}));
  spec.half_duplex = true;
  const MediumId medium = engine->add_medium(spec);
  Bell up(*engine);
  Bell down(*engine);
  engine->transfer(medium, Direction::up, {1000}, {}, up.rung());
  engine->transfer(medium, Direction::down, {4000}, {}, down.rung());
  engine->run();
  CHECK(same(up.instant(), 12.5));
  CHECK(same(down.instant(), 20.0));
}

TEST_CASE("what of a transfer has not left follows a rate that changes") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(byte_rates({{0, 100}, {10, 0}, {20, 400}})));
  Bell delivered(*engine);
  const TransferId id = engine->transfer(medium, Direction::up, {3000}, {}, delivered.rung());
  std::vector<double> left;
  Task look([&] { left.push_back(engine->left(id).value); });
  for (const double instant : {5.0, 15.0, 22.0}) engine->at({instant}, look.due());
  engine->run();
  REQUIRE(left.size() == 3);
  CHECK(same(left[0], 2500));
  CHECK(same(left[1], 2000));
  CHECK(same(left[2], 1200));
  CHECK(same(delivered.instant(), 25.0));
}

TEST_CASE("media that follow one trace follow it each for itself") {
  const auto engine = make_simgrid_engine({});
  const RateTrace trace = byte_rates({{0, 100}, {10, 400}});
  const Sending one(*engine, trace, 0, 3000);
  const Sending other(*engine, trace, 5, 900);
  engine->run();
  CHECK(same(one.delivered().instant(), 15.0));
  CHECK(same(other.delivered().instant(), 11.0));  // 500 B by 10 s, 400 B in a second
}

TEST_CASE("a hundred transfers over random traces end when the integral of the rate reaches their bytes") {
  const auto engine = make_simgrid_engine({});
  RandomStream random(11);
  std::vector<std::unique_ptr<Sending>> sendings;
  std::vector<double> expected;
  for (int i = 0; i < 100; ++i) {
    std::vector<std::pair<double, double>> steps;
    double at = 0;
    for (int k = 0; k < 8; ++k) {
      steps.emplace_back(at, 10 + 1000 * random.uniform());
      at += 0.1 + random.exponential(2);
    }
    const RateTrace trace = byte_rates(steps, i % 2 == 0 ? at : 0);
    const double start = random.exponential(5);
    const double bytes = static_cast<double>(1 + random.next() % 20000);
    sendings.push_back(std::make_unique<Sending>(*engine, trace, start, bytes));
    expected.push_back(over_at(trace, start, bytes));
  }
  run_until(*engine, 1e4);
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(same(sendings[i]->delivered().instant(), expected[i]));
  }
}
