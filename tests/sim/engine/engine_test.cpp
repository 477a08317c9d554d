#include "sim/engine/engine.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <stdexcept>

#include "models/random_stream.hpp"
#include "tests/sim/engine/bell.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// One slot of a place that is never idle until its works are done.
struct BackToBack {
  Engine& engine;
  PlaceId place;
  std::vector<double> works;
  std::vector<double> ends{};
  std::size_t begun = 0;

  void next() {
    if (begun > 0) ends.push_back(engine.now().value);
    if (begun < works.size()) engine.execute(place, {works[begun++]}, Callback::to<&BackToBack::next>(*this));
  }
};

}  // namespace

// ---- timers

TEST_CASE("the clock of an engine begins at zero") {
  const auto engine = make_simgrid_engine({});
  CHECK(engine->now().value == 0.0);
  engine->run();
  CHECK(engine->now().value == 0.0);
}

TEST_CASE("timers fire at their instants whatever the order in which they were set") {
  const auto engine = make_simgrid_engine({});
  Bell late(*engine);
  Bell soon(*engine);
  Bell now(*engine);
  engine->at({2.5}, late.rung());
  engine->at({0.1}, soon.rung());
  engine->after({0.0}, now.rung());
  engine->run();
  CHECK(late.instant() == 2.5);
  CHECK(soon.instant() == 0.1);
  CHECK(now.instant() == 0.0);
}

TEST_CASE("timers of one instant fire in the order in which they were set") {
  const auto engine = make_simgrid_engine({});
  std::vector<int> journal;
  std::deque<Task> tasks;
  const auto at = [&](double instant, int number) {
    tasks.emplace_back([&journal, number] { journal.push_back(number); });
    engine->at({instant}, tasks.back().due());
  };
  at(2.0, 4);
  at(1.0, 0);
  at(1.0, 1);
  at(2.0, 5);
  at(1.0, 2);
  // One that is set from within an instant for that instant comes last in it.
  tasks.emplace_back([&] { at(1.0, 3); });
  engine->at({1.0}, tasks.back().due());
  engine->run();
  CHECK(journal == std::vector<int>{0, 1, 2, 3, 4, 5});
}

TEST_CASE("a timer after a delay counts from the present") {
  const auto engine = make_simgrid_engine({});
  Bell bell(*engine);
  Task set([&] { engine->after({0.25}, bell.rung()); });
  engine->at({1.5}, set.due());
  engine->run();
  CHECK(bell.instant() == 1.75);
}

TEST_CASE("a thousand timers fire at exactly the instants that were asked for") {
  const auto engine = make_simgrid_engine({});
  RandomStream random(3);
  std::deque<Bell> bells;
  std::vector<double> asked;
  for (int i = 0; i < 1000; ++i) {
    asked.push_back(random.exponential(1e4));
    engine->at({asked.back()}, bells.emplace_back(*engine).rung());
  }
  engine->run();
  for (std::size_t i = 0; i < asked.size(); ++i) CHECK(bells[i].instant() == asked[i]);
}

// The promise of sim/engine/engine.hpp: timers first, then what began first.

TEST_CASE("of a transfer and a timer of one instant the timer comes first") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant(byte_rate(1000))));
  std::vector<int> journal;
  Task delivered([&] { journal.push_back(1); });
  Task timer([&] { journal.push_back(0); });
  engine->transfer(medium, Direction::up, {1000}, {}, delivered.due());
  engine->at({1.0}, timer.due());
  engine->run();
  CHECK(journal == std::vector<int>{0, 1});
}

TEST_CASE("what is asked for at the end of a transfer comes after all that ended with it") {
  const auto engine = make_simgrid_engine({});
  std::vector<int> journal;
  Task asked([&] { journal.push_back(2); });
  Task first([&] {
    journal.push_back(0);
    engine->after({}, asked.due());
  });
  Task second([&] { journal.push_back(1); });
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant(byte_rate(1000))));
  engine->transfer(medium, Direction::up, {1000}, {}, first.due());
  engine->transfer(medium, Direction::up, {1000}, {}, second.due());
  engine->run();
  CHECK(journal == std::vector<int>{0, 1, 2});
}

TEST_CASE("a transfer can be cancelled by another that ends at the same instant") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant(byte_rate(1000))));
  std::vector<int> journal;
  TransferId later = TransferId::none;
  Bytes left{1};
  Task first([&] {
    left = engine->left(later);
    engine->cancel(later);
  });
  Task second([&] { journal.push_back(1); });
  engine->transfer(medium, Direction::up, {1000}, {}, first.due());
  later = engine->transfer(medium, Direction::up, {1000}, {}, second.due());
  engine->run();
  CHECK(left.value == 0);
  CHECK(journal.empty());
}

TEST_CASE("transfers over several media that end at one instant end in the order in which they began") {
  const auto engine = make_simgrid_engine({});
  std::vector<int> journal;
  std::deque<Task> tasks;
  for (int i = 0; i < 5; ++i) {
    const MediumId medium = engine->add_medium(medium_of(RateTrace::constant(byte_rate(1000))));
    Task& delivered = tasks.emplace_back([&journal, i] { journal.push_back(i); });
    engine->transfer(medium, Direction::up, {1000}, {}, delivered.due());
  }
  engine->run();
  CHECK(std::is_sorted(journal.begin(), journal.end()));
}

TEST_CASE("transfers over one medium that end at one instant end in the order in which they began") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant(byte_rate(1000))));
  std::vector<int> journal;
  std::deque<Task> tasks;
  for (int i = 0; i < 5; ++i) {
    Task& delivered = tasks.emplace_back([&journal, i] { journal.push_back(i); });
    engine->transfer(medium, Direction::up, {1000}, {}, delivered.due());
  }
  engine->run();
  CHECK(std::is_sorted(journal.begin(), journal.end()));
}

TEST_CASE("work at one fair place that ends at one instant ends in the order in which it began") {
  const auto engine = make_simgrid_engine({});
  const PlaceId place = engine->add_place(1, Sharing::fair);
  std::vector<int> journal;
  std::deque<Task> tasks;
  for (int i = 0; i < 5; ++i) {
    Task& done = tasks.emplace_back([&journal, i] { journal.push_back(i); });
    engine->execute(place, {1.0}, done.due());
  }
  engine->run();
  CHECK(std::is_sorted(journal.begin(), journal.end()));
}

// ---- execution

TEST_CASE("work at an exclusive place takes its time") {
  const auto engine = make_simgrid_engine({});
  const PlaceId place = engine->add_place(2, Sharing::exclusive);
  Bell first(*engine);
  Bell second(*engine);
  engine->execute(place, {0.7}, first.rung());
  Task later([&] { engine->execute(place, {0.5}, second.rung()); });
  engine->at({0.1}, later.due());
  engine->run();
  CHECK(first.instant() == 0.7);
  CHECK(second.instant() == doctest::Approx(0.6).epsilon(1e-15));
}

TEST_CASE("a fair place with one slot is shared equally by what runs there") {
  const auto engine = make_simgrid_engine({});
  const PlaceId place = engine->add_place(1, Sharing::fair);
  Bell one(*engine);
  Bell two(*engine);
  engine->execute(place, {1.0}, one.rung());
  Task later([&] { engine->execute(place, {1.0}, two.rung()); });
  engine->at({0.5}, later.due());
  engine->run();
  // Alone until .5, then at half speed: the first needs another 1.0. The second has done half of its work by
  // then and does the rest alone.
  CHECK(one.instant() == doctest::Approx(1.5).epsilon(1e-12));
  CHECK(two.instant() == doctest::Approx(2.0).epsilon(1e-12));
}

TEST_CASE("three jobs share two fair slots and none is faster than a slot") {
  const auto engine = make_simgrid_engine({});
  const PlaceId place = engine->add_place(2, Sharing::fair);
  std::deque<Bell> bells(3, Bell(*engine));
  engine->execute(place, {1.0}, bells[0].rung());
  engine->execute(place, {2.0}, bells[1].rung());
  engine->execute(place, {3.0}, bells[2].rung());
  engine->run();
  // Each at 2/3: the first is over at 1.5. The others, 1 and 2 left, then have a slot each: 2.5 and 3.5.
  CHECK(bells[0].instant() == doctest::Approx(1.5).epsilon(1e-12));
  CHECK(bells[1].instant() == doctest::Approx(2.5).epsilon(1e-12));
  CHECK(bells[2].instant() == doctest::Approx(3.5).epsilon(1e-12));
}

TEST_CASE("work of no time ends at once wherever it is done") {
  const auto engine = make_simgrid_engine({});
  const PlaceId exclusive = engine->add_place(1, Sharing::exclusive);
  const PlaceId fair = engine->add_place(1, Sharing::fair);
  Bell one(*engine);
  Bell two(*engine);
  engine->execute(exclusive, {}, one.rung());
  engine->execute(fair, {}, two.rung());
  CHECK(one.silent());  // not before the call returned
  engine->run();
  CHECK(one.instant() == 0.0);
  CHECK(two.instant() == 0.0);
}

TEST_CASE("work as activities of SimGrid ends at the same instants as work by timers") {
  const auto engine = make_simgrid_engine({.work_as_activities = true});
  const PlaceId place = engine->add_place(2, Sharing::exclusive);
  RandomStream random(5);
  const auto fifty = [&random] {
    std::vector<double> lengths;
    for (int i = 0; i < 50; ++i) lengths.push_back(random.exponential(0.01));
    return lengths;
  };
  BackToBack slots[] = {{*engine, place, fifty()}, {*engine, place, fifty()}};
  for (BackToBack& slot : slots) slot.next();
  engine->run();
  for (const BackToBack& slot : slots) {
    REQUIRE(slot.ends.size() == 50);
    double expected = 0;
    for (std::size_t i = 0; i < 50; ++i) {
      expected += slot.works[i];  // as timers add up
      CHECK(slot.ends[i] == doctest::Approx(expected).epsilon(1e-12));
    }
  }
}

// ---- the run as a whole

TEST_CASE("a stopped engine calls nobody any more") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant(byte_rate(1000))));
  const PlaceId fair = engine->add_place(1, Sharing::fair);
  Bell bells[] = {Bell(*engine), Bell(*engine), Bell(*engine), Bell(*engine), Bell(*engine)};
  engine->at({2.0}, bells[0].rung());
  engine->transfer(medium, Direction::up, {2000}, bells[1].rung(), bells[2].rung());
  engine->execute(fair, {2.0}, bells[3].rung());
  Task stop([&] {
    engine->stop();
    engine->at({1.5}, bells[4].rung());
  });
  engine->at({1.0}, stop.due());
  engine->at({1.0}, bells[4].rung());
  engine->run();
  for (const Bell& bell : bells) CHECK(bell.silent());
}

TEST_CASE("an exception in a timer leaves run") {
  const auto engine = make_simgrid_engine({});
  Task task([] { throw std::runtime_error("thrown by a timer"); });
  engine->at({1.0}, task.due());
  CHECK_THROWS_WITH_AS(engine->run(), "thrown by a timer", std::runtime_error);
}

TEST_CASE("an exception at the end of a transfer leaves run") {
  const auto engine = make_simgrid_engine({});
  const MediumId medium = engine->add_medium(medium_of(RateTrace::constant(byte_rate(1000))));
  Task task([] { throw std::runtime_error("thrown by a delivery"); });
  engine->transfer(medium, Direction::up, {1000}, {}, task.due());
  CHECK_THROWS_WITH_AS(engine->run(), "thrown by a delivery", std::runtime_error);
}

TEST_CASE("an exception at the end of shared work leaves run and the process can end") {
  const auto engine = make_simgrid_engine({});
  const PlaceId place = engine->add_place(1, Sharing::fair);
  Task task([] { throw std::runtime_error("thrown by work"); });
  engine->execute(place, {1.0}, task.due());
  CHECK_THROWS_WITH_AS(engine->run(), "thrown by work", std::runtime_error);
}

TEST_CASE("a second engine in a process is refused") {
  const auto engine = make_simgrid_engine({});
  CHECK_THROWS_WITH_AS(make_simgrid_engine({}),
                       "a process runs one simulation: SimGrid's clock would go on from the last one",
                       std::logic_error);
}
