#include <doctest/doctest.h>

#include <set>

#include "tests/sim/scripted.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A fleet whose requests do at random all that requests can do, over a link with outages, with short queues
/// and batteries that empty, until it is cut.
class Turmoil {
 public:
  explicit Turmoil(std::uint64_t seed) : random_(seed), stage(scenario()) {
    stage.script.decide = [this](const Observation&) { return decision(); };
    stage.script.at_exit = [this](const ExitView& view) { return action(view); };
    for (std::size_t device = 0; device < 6; ++device) {
      // The more a device is asked, the earlier its battery is empty.
      const double gap = 2 + 2 * static_cast<double>(device);
      for (double at = random_.uniform(); at < 84; at += gap * random_.uniform()) stage.ask_at(at, device);
    }
    stage.run(84);
  }

 private:
  static const Scenario& scenario() {
    static const Scenario made = [] {
      Scenario scenario = with_two_exits();
      Link& link = scenario.links.front();
      link.medium = Medium::shared;
      link.up = RateTrace{{{{0}, {4e5}}, {{20}, {0}}, {{25}, {8e5}}}, {60}};
      scenario.servers.front().queue = 1;
      scenario.servers.front().load = 20;
      scenario.servers.front().batching = {.largest = 2, .wait = {0.1}};
      Deployment& devices = scenario.devices.front();
      devices.count = 6;
      devices.queue = 1;
      devices.battery = Joules{112};
      devices.early_release = true;
      return scenario;
    }();
    return made;
  }

  Decision decision() {
    Decision decision{.exits = exits_of({1, 2})};
    decision.cuts.push_back(static_cast<std::uint16_t>(random_.next() % 4));
    if (decision.cuts.front() == 0 && random_.uniform() < 0.7) decision.returns = {1};
    if (!decision.returns.empty() && random_.uniform() < 0.5) decision.returns.push_back(2);
    if (random_.uniform() < 0.5) decision.fallback_after = {1.5 * random_.uniform()};
    return decision;
  }

  ExitAction action(const ExitView& view) {
    const double choice = random_.uniform();
    if (choice < 0.25) return ExitAction::stop;
    return view.place == 0 && choice < 0.5 ? ExitAction::offload : ExitAction::go_on;
  }

  RandomStream random_;

 public:
  Stage stage;
};

double total(const std::vector<RequestRecord>& records, double (*of)(const RequestRecord&)) {
  double sum = 0;
  for (const RequestRecord& record : records) sum += of(record);
  return sum;
}

}  // namespace

TEST_CASE("requests and bytes and joules add up whatever requests do on their way") {
  Turmoil turmoil(7);
  Stage& stage = turmoil.stage;
  const auto& records = stage.records();
  CHECK(records.size() == stage.asked());
  std::set<std::uint64_t> ids;
  std::set<Ending> endings;
  std::size_t ran_on = 0;
  for (const RequestRecord& record : records) {
    ids.insert(record.id);
    endings.insert(record.ending);
    if (record.ran_on) ++ran_on;
    CHECK(in_order(record));
  }
  CHECK(ids.size() == records.size());
  CHECK(endings.size() == ending_count);  // otherwise nothing much was going on
  CHECK(ran_on > 20);
  CHECK(stage.script.late.size() > 10);

  double sent = 0;
  double received = 0;
  double energy = 0;
  std::uint64_t ended = 0;
  for (Device& device : stage.devices()) {
    const DeviceReport report = device.report();
    sent += report.sent.value;
    received += report.received.value;
    energy += report.energy.requests.total().value;
    for (const auto count : report.endings) ended += count;
    CHECK(std::abs((report.energy.total() - report.integral).value) <= report.rounding.value + 1e-6);
  }
  CHECK(ended == records.size());
  using R = const RequestRecord&;
  CHECK(sent == doctest::Approx(total(records, [](R r) { return r.uplink.value; })).epsilon(1e-9));
  CHECK(received == doctest::Approx(total(records, [](R r) { return r.downlink.value; })).epsilon(1e-9));
  CHECK(energy == doctest::Approx(total(records, [](R r) { return r.energy.total().value; })).epsilon(1e-9));
  for (const LinkReport& link : stage.links()) {
    CHECK(link.lost.value >= 0);
    CHECK(link.sent.value == link.delivered.value + link.lost.value);
  }
}
