#include "sim/server_station.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <deque>
#include <set>

#include "tests/sim/engine/bell.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A plan whose second visit is the server, with segments of these times; those that are not the last end
/// with exits 1, 2, ...
Plan plan_of(const std::vector<double>& times) {
  Plan plan;
  plan.visits.resize(2);
  for (const double time : times) {
    const std::size_t number = plan.visits[1].segments.size() + 1;
    plan.visits[1].segments.push_back({.time = {time}, .exit = number < times.size() ? number : 0});
  }
  return plan;
}

/// A server with requests that arrive at it and go nowhere.
class Counter final : public Itinerary {
 public:
  Counter(Engine& engine, const Server& server)
      : engine_(engine),
        server_(server),
        station_(engine, *this, server_, RandomStream(stream_key({})), present_) {}

  /// Request 0, 1, 2, ... arrives.
  void arrive(double instant, const Plan& plan) {
    InferenceRequest& request = requests_.emplace_back();
    request.record.id = requests_.size() - 1;
    request.record.hops.resize(1);
    request.plan = &plan;
    request.visit = 1;
    Task& task = tasks_.emplace_back([this, &request] { station_.take(request); });
    engine_.at({instant}, task.due());
  }
  /// Request `id` stops at this exit.
  void stops(std::uint64_t id, std::size_t exit) { stops_.insert({id, exit}); }

  const HopInstants& of(std::size_t id) const { return requests_[id].record.hops[0]; }
  double start(std::size_t id) const { return of(id).service_start.value; }
  double end(std::size_t id) const { return of(id).service_end.value; }
  std::size_t present() const { return present_; }
  const std::vector<std::uint64_t>& left() const { return left_; }
  const std::vector<std::uint64_t>& refused() const { return refused_; }
  void add_to(ServerReport& report, double end) { station_.add_to(report, {end}); }
  ServerReport report(double end) {
    ServerReport report;
    add_to(report, end);
    return report;
  }

  bool goes_on(InferenceRequest& request) override {
    if (stops_.contains({request.record.id, request.now().exit})) return false;
    return request.segment + 1 < request.at().segments.size();
  }
  void leave(InferenceRequest& request) override { left_.push_back(request.record.id); }
  void turned_away(InferenceRequest& request) override { refused_.push_back(request.record.id); }
  void begin_sending(InferenceRequest&) override { FAIL("a server sends nothing for a device"); }
  void begin_receiving(InferenceRequest&) override { FAIL("a server receives nothing for a device"); }
  void sending_cut_off(InferenceRequest&) override { FAIL("a server cuts nothing off"); }
  void receiving_cut_off(InferenceRequest&) override { FAIL("a server cuts nothing off"); }
  void lost(InferenceRequest&) override { FAIL("a server does not run out of energy"); }

 private:
  Engine& engine_;
  Server server_;
  std::size_t present_ = 0;
  ServerStation station_;
  std::deque<InferenceRequest> requests_{};
  std::deque<Task> tasks_{};
  std::set<std::pair<std::uint64_t, std::size_t>> stops_{};
  std::vector<std::uint64_t> left_{};
  std::vector<std::uint64_t> refused_{};
};

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-12);
}

using Ids = std::vector<std::uint64_t>;

}  // namespace

// ---- first come first served

TEST_CASE("requests are served one after the other in the order in which they came") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server"});
  const Plan plan = plan_of({2});
  counter.arrive(0, plan);
  counter.arrive(0.5, plan);
  counter.arrive(1, plan);
  counter.arrive(7, plan);
  engine->run();
  CHECK(counter.left() == Ids{0, 1, 2, 3});
  for (std::size_t id = 0; id < 3; ++id) {
    CHECK(same(counter.start(id), 2.0 * static_cast<double>(id)));
    CHECK(same(counter.end(id), 2.0 * static_cast<double>(id) + 2));
  }
  CHECK(same(counter.start(3), 7));
  CHECK(same(counter.end(3), 9));
}

TEST_CASE("a server counts who is there, waiting and in service, without those that it turns away") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server", .queue = 1});
  const Plan plan = plan_of({2});
  for (const double instant : {0.0, 0.5, 1.0}) counter.arrive(instant, plan);
  std::vector<std::size_t> seen;
  Task look([&] { seen.push_back(counter.present()); });
  for (const double instant : {0.25, 0.75, 1.5, 2.5, 4.5}) engine->at({instant}, look.due());
  engine->run();
  CHECK(seen == std::vector<std::size_t>{1, 2, 2, 1, 0});
}

TEST_CASE("a server counts what it did and for how long by hand") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server"});
  const Plan plan = plan_of({2});
  for (const double instant : {0.0, 0.5, 1.0, 7.0}) counter.arrive(instant, plan);
  engine->run();
  const ServerReport report = counter.report(9);
  CHECK(report.arrived == 4);
  CHECK(report.served == 4);
  CHECK(report.batches == 4);
  CHECK(report.turned_away == 0);
  CHECK(same(report.slot_time.value, 8));
  CHECK(same(report.waited.value, 0 + 1.5 + 3 + 0));
  CHECK(same(report.stayed.value, 2 + 3.5 + 5 + 2));
  // One waits from .5 to 1 and from 2 to 4, two wait from 1 to 2.
  CHECK(same(report.waiting_integral, 0.5 + 2 + 2 * 1));
  CHECK(same(report.highest_utilisation, 8.0 / 9));
}

TEST_CASE("a server with two slots serves two at a time") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server", .slots = 2});
  const Plan plan = plan_of({2});
  for (const double instant : {0.0, 1.0, 1.5}) counter.arrive(instant, plan);
  engine->run();
  CHECK(same(counter.end(0), 2));
  CHECK(same(counter.end(1), 3));
  CHECK(same(counter.start(2), 2));
  CHECK(same(counter.end(2), 4));
  const ServerReport report = counter.report(4);
  CHECK(same(report.slot_time.value, 6));
  CHECK(same(report.highest_utilisation, 6.0 / 8));
  CHECK(same(report.waiting_integral, 0.5));
}

TEST_CASE("a request that finds the queue full is turned away") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server", .queue = 1});
  const Plan plan = plan_of({2});
  for (const double instant : {0.0, 0.5, 1.0, 2.5}) counter.arrive(instant, plan);
  engine->run();
  CHECK(counter.refused() == Ids{2});
  CHECK(counter.left() == Ids{0, 1, 3});
  CHECK(std::isnan(counter.start(2)));
  const ServerReport report = counter.report(6);
  CHECK(report.arrived == 4);
  CHECK(report.turned_away == 1);
  CHECK(report.served == 3);
}

TEST_CASE("a server without room to wait takes what finds a slot free") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server", .queue = 0});
  const Plan plan = plan_of({2});
  for (const double instant : {0.0, 1.0, 3.0}) counter.arrive(instant, plan);
  engine->run();
  CHECK(counter.refused() == Ids{1});
  CHECK(counter.left() == Ids{0, 2});
}

TEST_CASE("a request goes through its segments and leaves early at an exit that stops it") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server"});
  const Plan plan = plan_of({1, 2, 4});
  counter.arrive(0, plan);
  counter.arrive(0, plan);
  counter.stops(1, 2);
  engine->run();
  CHECK(same(counter.end(0), 7));
  CHECK(same(counter.start(1), 7));
  CHECK(same(counter.end(1), 10));
}

TEST_CASE("the report of a server sums its copies and keeps the highest utilisation") {
  const auto engine = make_simgrid_engine({});
  Counter one(*engine, {.name = "server"});
  Counter other(*engine, {.name = "server"});
  const Plan plan = plan_of({2});
  one.arrive(0, plan);
  other.arrive(0, plan);
  other.arrive(0, plan);
  engine->run();
  ServerReport report;
  other.add_to(report, 8);
  one.add_to(report, 8);
  CHECK(report.arrived == 3);
  CHECK(report.served == 3);
  CHECK(report.batches == 3);
  CHECK(same(report.slot_time.value, 6));
  CHECK(same(report.waited.value, 2));
  CHECK(same(report.stayed.value, 2 + 2 + 4));
  CHECK(same(report.waiting_integral, 2));
  CHECK(same(report.highest_utilisation, 4.0 / 8));
}

// ---- processor sharing

TEST_CASE("a sharing server runs all at once and slows them equally") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server", .discipline = Discipline::processor_sharing});
  const Plan plan = plan_of({2});
  counter.arrive(0, plan);
  counter.arrive(1, plan);
  engine->run();
  // Alone until 1, then half speed: the first has 1 s left, which takes 2. The second has 1 s left at 3.
  CHECK(counter.start(1) == 1.0);
  CHECK(same(counter.end(0), 3));
  CHECK(same(counter.end(1), 4));
  const ServerReport report = counter.report(8);
  CHECK(same(report.slot_time.value, 4));  // one slot, taken from 0 to 4
  CHECK(same(report.highest_utilisation, 0.5));
  CHECK(report.waited.value == 0.0);
  CHECK(report.waiting_integral == 0.0);
  CHECK(same(report.stayed.value, 3 + 3));
}

TEST_CASE("a sharing server with two slots gives nobody more than one") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server", .slots = 2, .discipline = Discipline::processor_sharing});
  const Plan plan = plan_of({2});
  for (int i = 0; i < 3; ++i) counter.arrive(0, plan);
  engine->run();
  for (std::size_t id = 0; id < 3; ++id) CHECK(same(counter.end(id), 3));  // 2 / (2 / 3)
  CHECK(same(counter.report(6).slot_time.value, 6));
}

// ---- batches

TEST_CASE("a batch begins when it is full") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine,
                  {.name = "server", .batching = {.largest = 3, .wait = {1}, .relative_time = {{3, 1.5}}}});
  const Plan plan = plan_of({2});
  for (const double instant : {0.0, 0.25, 0.75}) counter.arrive(instant, plan);
  engine->run();
  for (std::size_t id = 0; id < 3; ++id) {
    CHECK(same(counter.start(id), 0.75));
    CHECK(same(counter.end(id), 0.75 + 1.5 * 2));
  }
  const ServerReport report = counter.report(7.5);
  CHECK(report.batches == 1);
  CHECK(report.served == 3);
  CHECK(same(report.waited.value, 0.75 + 0.5));
  CHECK(same(report.slot_time.value, 3));  // a batch takes one slot
}

TEST_CASE("a batch begins when its oldest has waited long enough") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine,
                  {.name = "server", .batching = {.largest = 5, .wait = {1}, .relative_time = {{5, 3.0}}}});
  const Plan plan = plan_of({2});
  for (const double instant : {0.0, 0.5, 1.5}) counter.arrive(instant, plan);
  engine->run();
  // Two at 1 s: on the line from 1 (one) to 3 (five) a batch of two takes 1.5.
  CHECK(same(counter.start(0), 1));
  CHECK(same(counter.start(1), 1));
  CHECK(same(counter.end(1), 1 + 1.5 * 2));
  // The third has waited for longer than a second when the slot is free.
  CHECK(same(counter.start(2), 4));
  CHECK(same(counter.end(2), 6));
}

TEST_CASE("without a wait a batch takes those that came while the slots were taken") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine,
                  {.name = "server", .batching = {.largest = 3, .relative_time = {{2, 1.2}, {3, 1.5}}}});
  const Plan plan = plan_of({2});
  for (const double instant : {0.0, 0.1, 0.2, 0.3, 0.4, 0.5}) counter.arrive(instant, plan);
  engine->run();
  CHECK(same(counter.end(0), 2));
  for (const std::size_t id : {1U, 2U, 3U}) CHECK(same(counter.end(id), 2 + 1.5 * 2));
  for (const std::size_t id : {4U, 5U}) CHECK(same(counter.end(id), 5 + 1.2 * 2));
  CHECK(counter.report(10).batches == 3);
}

TEST_CASE("a batch without times of its own takes as long as its requests one by one") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server", .batching = {.largest = 4, .wait = {1}}});
  const Plan plan = plan_of({2});
  for (int i = 0; i < 4; ++i) counter.arrive(0, plan);
  engine->run();
  CHECK(same(counter.end(3), 8));
}

TEST_CASE("a batch holds requests with the same layers ahead only") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server", .batching = {.largest = 2, .relative_time = {{2, 1.0}}}});
  const Plan busy = plan_of({1});
  const Plan one = plan_of({2});
  const Plan other = plan_of({2});
  counter.arrive(0, busy);
  counter.arrive(0.1, one);
  counter.arrive(0.2, other);
  counter.arrive(0.3, one);
  counter.arrive(0.4, other);
  engine->run();
  CHECK(same(counter.start(1), 1));
  CHECK(same(counter.start(3), 1));  // past request 2, which has other layers ahead
  CHECK(same(counter.start(2), 3));
  CHECK(same(counter.start(4), 3));
}

TEST_CASE("those of a batch that an exit stops leave it and the others go on as a smaller batch") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine, {.name = "server",
                            .batching = {.largest = 3, .wait = {1}, .relative_time = {{2, 1.5}, {3, 2.0}}}});
  const Plan plan = plan_of({1, 4});
  for (int i = 0; i < 3; ++i) counter.arrive(0, plan);
  counter.stops(1, 1);
  engine->run();
  CHECK(same(counter.end(1), 2.0 * 1));
  CHECK(same(counter.end(0), 2.0 + 1.5 * 4));
  CHECK(same(counter.end(2), 2.0 + 1.5 * 4));
  CHECK(counter.left() == Ids{1, 0, 2});
  const ServerReport report = counter.report(8);
  CHECK(report.served == 3);
  CHECK(report.batches == 1);
  CHECK(same(report.slot_time.value, 8));
  CHECK(same(report.stayed.value, 2 + 8 + 8));
}

TEST_CASE("a batch that an exit stops as a whole frees its slot") {
  const auto engine = make_simgrid_engine({});
  Counter counter(*engine,
                  {.name = "server", .batching = {.largest = 2, .wait = {1}, .relative_time = {{2, 1.5}}}});
  const Plan plan = plan_of({1, 4});
  counter.arrive(0, plan);
  counter.arrive(0, plan);
  counter.arrive(0.5, plan);
  counter.stops(0, 1);
  counter.stops(1, 1);
  counter.stops(2, 1);
  engine->run();
  CHECK(same(counter.end(0), 1.5));
  CHECK(same(counter.end(1), 1.5));
  CHECK(same(counter.start(2), 1.5));
  CHECK(same(counter.end(2), 2.5));
}

TEST_CASE("those who wait for company while a slot is free are not bounded by the queue") {
  // The bound is on those who wait because all slots are taken: a batch may be larger than the queue.
  const auto engine = make_simgrid_engine({});
  Counter counter(
      *engine,
      {.name = "server", .queue = 1, .batching = {.largest = 4, .wait = {1}, .relative_time = {{4, 2.0}}}});
  const Plan plan = plan_of({2});
  for (const double instant : {0.0, 0.1, 0.2, 0.3}) counter.arrive(instant, plan);
  engine->run();
  CHECK(counter.refused().empty());
  CHECK(same(counter.start(0), 0.3));
}

// ---- variation

TEST_CASE("the time of a batch varies by one factor for all of it") {
  const auto engine = make_simgrid_engine({});
  Server server{.name = "server", .batching = {.largest = 2, .wait = {1}, .relative_time = {{2, 1.5}}}};
  server.variation.law = Variation::Law::exponential;
  Counter counter(*engine, server);
  const Plan plan = plan_of({2});
  for (int i = 0; i < 4; ++i) counter.arrive(0, plan);
  engine->run();
  RandomStream expected(stream_key({}));
  const double first = 1.5 * 2 * expected.exponential(1);
  const double second = 1.5 * 2 * expected.exponential(1);
  CHECK(same(counter.end(0), first));
  CHECK(same(counter.end(1), first));
  CHECK(same(counter.end(2), first + second));
}

TEST_CASE("all segments of a request vary by one factor") {
  const auto engine = make_simgrid_engine({});
  Server server{.name = "server"};
  server.variation.law = Variation::Law::exponential;
  Counter counter(*engine, server);
  const Plan plan = plan_of({2, 3, 4});
  counter.arrive(0, plan);
  counter.arrive(0, plan);
  engine->run();
  RandomStream expected(stream_key({}));
  const double first = 9 * expected.exponential(1);
  CHECK(same(counter.end(0), first));
  CHECK(same(counter.end(1), first + 9 * expected.exponential(1)));
}

TEST_CASE("the wait of a request counts when it has been served") {
  const auto engine = make_simgrid_engine({});
  Server server{.name = "server"};
  Counter counter(*engine, server);
  const Plan plan = plan_of({2});
  for (int i = 0; i < 3; ++i) counter.arrive(0, plan);
  ServerReport report;
  Task cut([&] { report = counter.report(3); });
  engine->at({3}, cut.due());
  engine->run();
  CHECK(report.served == 1);
  CHECK(report.waited.value == 0);  // the second has waited 2 s and is being served
}
