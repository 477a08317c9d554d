#include "sim/engine/event_queue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

/// An event that writes its number down when it comes out.
struct Numbered {
  std::vector<std::size_t>* journal = nullptr;
  std::size_t number = 0;
  double instant = 0;

  void happen() { journal->push_back(number); }
};

}  // namespace

TEST_CASE("events come out by instant and then in the order in which they came") {
  EventQueue queue;
  std::vector<std::size_t> journal;
  std::deque<Numbered> events;
  RandomStream random(17);
  for (std::size_t i = 0; i < 5000; ++i) {
    // A hundred instants for five thousand events: ties everywhere.
    const double instant = static_cast<double>(random.next() % 100);
    Numbered& event = events.emplace_back(Numbered{&journal, i, instant});
    queue.push({instant}, Callback::to<&Numbered::happen>(event));
  }
  std::vector<Numbered> sorted(events.begin(), events.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Numbered& a, const Numbered& b) { return a.instant < b.instant; });
  for (const Numbered& expected : sorted) {
    REQUIRE_FALSE(queue.empty());
    CHECK(queue.next().value == expected.instant);
    queue.pop()();
    REQUIRE(journal.back() == expected.number);
  }
  CHECK(queue.empty());
}

TEST_CASE("an event that comes while others are taken out keeps its place in the order") {
  EventQueue queue;
  std::vector<std::size_t> journal;
  std::deque<Numbered> events;
  const auto push = [&](std::size_t number, double instant) {
    Numbered& event = events.emplace_back(Numbered{&journal, number, instant});
    queue.push({instant}, Callback::to<&Numbered::happen>(event));
  };
  push(0, 1.0);
  push(1, 2.0);
  push(2, 3.0);
  queue.pop()();
  push(3, 2.0);  // behind event 1, which was there first
  push(4, 1.5);
  while (!queue.empty()) queue.pop()();
  CHECK(journal == std::vector<std::size_t>{0, 4, 1, 3, 2});
}

TEST_CASE("a queue that was cleared holds nothing") {
  EventQueue queue;
  std::vector<std::size_t> journal;
  Numbered event{&journal, 0, 0};
  queue.push({1.0}, Callback::to<&Numbered::happen>(event));
  CHECK_FALSE(queue.empty());
  queue.clear();
  CHECK(queue.empty());
}
