#include "sim/journey.hpp"

#include <doctest/doctest.h>

#include <deque>

#include "tests/sim/engine/bell.hpp"
#include "tests/sim/kept.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-9);
}

/// One device that is asked at these instants.
void ask_at(Scenario& scenario, const std::vector<double>& instants) {
  TimestampArrivals arrivals;
  for (const double instant : instants) arrivals.times.push_back({instant});
  scenario.requests.reset();
  scenario.devices.front().workload.arrivals = arrivals;
}

/// Exits after a and b, and three samples: sure at the first exit, at the second, at none.
Scenario with_exits() {
  Scenario scenario = idle_scenario({"a", "b"});
  ask_at(scenario, {0, 10, 20});
  scenario.devices.front().workload.order = SampleOrder::file;
  SampleTrace samples(3, true, false);
  samples.add({{.confidence = 0.9, .correct = Correctness::right}, {.confidence = 1}, {.confidence = 1}});
  samples.add({{.confidence = 0.1}, {.confidence = 0.8, .correct = Correctness::wrong}, {.confidence = 1}});
  samples.add({{.confidence = 0.1}, {.confidence = 0.2}, {.confidence = 0.7}});
  scenario.networks.front().samples = samples;
  return scenario;
}

/// Device a - air - edge b - wire - cloud c: 8 Mbps up, 4 Mbps down and 20 ms on the wire.
Scenario three_places() {
  Scenario scenario = idle_scenario();
  scenario.requests = 2;
  scenario.links.push_back({.name = "wire",
                            .up = RateTrace::constant({8e6}),
                            .down = RateTrace::constant({4e6}),
                            .latency = {0.02}});
  scenario.servers.push_back({.name = "cloud", .hardware = fast_server()});
  scenario.devices.front().path = {"air", "edge", "wire", "cloud"};
  return scenario;
}

PolicyChoice cascade(const std::vector<std::string>& cut) {
  return {.name = "confidence_exit", .parameters = {{"threshold", 0.5}, {"cut", cut}}};
}

/// A policy that does what it is told and writes down what it is told.
class Spy final : public OffloadPolicy {
 public:
  struct Journal {
    std::size_t answer_from = 3;  ///< what it answers at the end of the network
    std::vector<std::size_t> waiting{};
    std::vector<ExitView> views{};
    std::vector<std::size_t> exits{};
    std::vector<double> delays{};
    std::vector<std::optional<Joules>> energies{};
    std::vector<std::optional<double>> confidences{};
  };

  Spy(Decision decision, Journal& journal) : decision_(std::move(decision)), journal_(journal) {}

  Decision decide(const Observation& observation) override {
    journal_.waiting.push_back(observation.waiting);
    return decision_;
  }
  ExitAction at_exit(const ExitView& view) override {
    journal_.views.push_back(view);
    return view.confidence > 0.5 ? ExitAction::stop : ExitAction::go_on;
  }
  std::size_t at_end(const ExitView& end) override {
    journal_.views.push_back(end);
    return journal_.answer_from;
  }
  void learn(const Feedback& feedback) override {
    CHECK(feedback.decision == decision_);
    journal_.exits.push_back(feedback.exit);
    journal_.delays.push_back(feedback.delay.value);
    journal_.energies.push_back(feedback.energy);
    journal_.confidences.push_back(feedback.confidence);
  }

 private:
  Decision decision_;
  Journal& journal_;
};

/// A device of a scenario without servers whose policy is a spy.
class Spied {
 public:
  explicit Spied(const Scenario& scenario, std::size_t answer_from = 3)
      : journal_{.answer_from = answer_from},
        group_(scenario, 0),
        device_(*engine_, journey_, group_, 0, std::make_unique<Spy>(both_exits(), journal_)) {}

  void ask_at(double instant) {
    Task& task = tasks_.emplace_back([this] { journey_.start(device_, true); });
    engine_->at({instant}, task.due());
  }
  void run() { engine_->run(); }

  const Spy::Journal& journal() const { return journal_; }
  const Kept& kept() const { return kept_; }
  int ended() const { return ended_; }

 private:
  static Decision both_exits() {
    Decision decision;
    decision.exits.insert(1);
    decision.exits.insert(2);
    return decision;
  }

  std::unique_ptr<Engine> engine_ = make_simgrid_engine({});
  Spy::Journal journal_{};
  Kept kept_{};
  int ended_ = 0;
  Journey journey_{*engine_, kept_, [this](Device&) { ++ended_; }};
  Group group_;
  Device device_;
  std::deque<Task> tasks_{};
};

Scenario alone() {
  Scenario scenario = with_exits();
  scenario.devices.front().path.clear();
  return scenario;
}

}  // namespace

// ---- what a policy is told

TEST_CASE("a policy sees each exit it looks at until it stops") {
  const Scenario scenario = alone();
  Spied spied(scenario);
  for (const double instant : {0.0, 10.0, 20.0}) spied.ask_at(instant);
  spied.run();
  const auto& views = spied.journal().views;
  REQUIRE(views.size() == 6);  // one for the first sample, two for the second, three for the third
  const std::size_t exits[] = {1, 1, 2, 1, 2, 3};
  const double confidences[] = {0.9, 0.1, 0.8, 0.1, 0.2, 0.7};
  for (std::size_t i = 0; i < 6; ++i) {
    CHECK(views[i].exit == exits[i]);
    CHECK(views[i].confidence == confidences[i]);
    CHECK(views[i].place == 0);
  }
}

TEST_CASE("a policy learns of each answer what its device can know") {
  const Scenario scenario = alone();
  Spied spied(scenario);
  for (const double instant : {0.0, 10.0, 20.0}) spied.ask_at(instant);
  spied.run();
  const Spy::Journal& journal = spied.journal();
  CHECK(journal.exits == std::vector<std::size_t>{1, 2, 3});
  REQUIRE(journal.delays.size() == 3);
  CHECK(same(journal.delays[0], 0.15));
  CHECK(same(journal.delays[1], 0.15 + 0.25));
  CHECK(same(journal.delays[2], 0.15 + 0.25 + 0.3));
  REQUIRE(journal.energies[1]);
  CHECK(same(journal.energies[1]->value, 3 * 0.4));
  CHECK(journal.confidences[2] == 0.7);
  CHECK(spied.ended() == 3);
}

TEST_CASE("at the end of the network a policy may answer from an exit that it has looked at") {
  Scenario scenario = alone();
  for (std::size_t used = 1; used <= 3; ++used) {
    CAPTURE(used);
    Spied spied(scenario, used);
    for (const double instant : {0.0, 10.0, 20.0}) spied.ask_at(instant);
    spied.run();
    CHECK(spied.journal().exits == std::vector<std::size_t>{1, 2, used});
    const RequestRecord& last = spied.kept().records().at(2);
    CHECK(last.exit == used);
    CHECK(last.confidence == scenario.networks.front().samples->at(2, used).confidence);
    CHECK(last.ending == Ending::finished_on_device);  // all of it was computed
    CHECK(same(last.latency().value, 0.15 + 0.25 + 0.3));
  }
}

TEST_CASE("a policy that answers from an exit that it has not looked at is at fault") {
  const Scenario scenario = alone();
  Spied spied(scenario, 7);
  for (const double instant : {0.0, 10.0, 20.0}) spied.ask_at(instant);
  CHECK_THROWS_WITH_AS(spied.run(), "a policy answers from exit 7, which it has not looked at",
                       std::logic_error);
}

TEST_CASE("a policy does not learn an energy or a confidence that nobody knows") {
  Scenario scenario = alone();
  scenario.devices.front().hardware.power.compute.reset();
  SampleTrace predictions(3, false, true);
  predictions.add({{.prediction = 4}, {.prediction = 5}, {.prediction = 6}});
  scenario.networks.front().samples = predictions;
  Spied spied(scenario);
  spied.ask_at(0);
  spied.run();
  REQUIRE(spied.journal().energies.size() == 1);
  CHECK_FALSE(spied.journal().energies[0]);
  CHECK_FALSE(spied.journal().confidences[0]);
  CHECK(spied.journal().views.at(0).prediction == 4);
}

TEST_CASE("a policy does not learn of a request that was dropped") {
  Scenario scenario = alone();
  scenario.devices.front().queue = 0;
  Spied spied(scenario);
  for (const double instant : {0.0, 0.1, 10.0}) spied.ask_at(instant);
  spied.run();
  CHECK(spied.kept().records().size() == 3);
  CHECK(spied.journal().exits.size() == 2);
  CHECK(spied.journal().waiting == std::vector<std::size_t>{0, 1, 0});
  CHECK(spied.ended() == 3);
}

// ---- exits

TEST_CASE("a request ends at the first exit that is sure wherever that exit runs") {
  const Simulated run = simulated(with_exits(), cascade({"a"}));
  REQUIRE(run.requests.rows() == 3);
  const char* endings[] = {"exited", "exited", "finished_on_server"};
  const char* places[] = {"device", "edge", "edge"};
  const double latencies[] = {
      0.1 + 0.05,                                      // layer a and its exit
      0.15 + 0.053 + (0.02 + 0.005) + 0.0054,          // over the link, layer b and its exit, and back
      0.15 + 0.053 + (0.02 + 0.005) + 0.03 + 0.0054};  // and layer c
  for (std::size_t row = 0; row < 3; ++row) {
    CAPTURE(row);
    CHECK(run.requests.number(row, "exit") == static_cast<double>(row + 1));
    CHECK(run.requests.text(row, "ending") == endings[row]);
    CHECK(run.requests.text(row, "place") == places[row]);
    CHECK(same(run.requests.number(row, "latency_s"), latencies[row]));
    CHECK(same(run.requests.number(row, "exit_energy_j"), 0.15));
  }
}

TEST_CASE("a request that ends on the device is not sent") {
  const Simulated run = simulated(with_exits(), cascade({"a"}));
  CHECK(run.requests.is_empty(0, "hop1_send_start_s"));
  CHECK(run.requests.is_empty(0, "hop1_service_start_s"));
  CHECK(run.requests.number(0, "uplink_bytes") == 0);
  CHECK(run.requests.number(0, "downlink_bytes") == 0);
  CHECK(run.requests.number(0, "transmit_energy_j") == 0);
  CHECK(run.requests.number(1, "uplink_bytes") == 6000);
  CHECK(run.requests.number(1, "downlink_bytes") == 100);
}

TEST_CASE("the answer is judged at the exit that gave it") {
  const Simulated run = simulated(with_exits(), cascade({"a"}));
  CHECK(run.requests.text(0, "correct") == "1");
  CHECK(run.requests.text(1, "correct") == "0");
  CHECK(run.requests.text(2, "correct").empty());
  CHECK(run.requests.number(0, "confidence") == 0.9);
  CHECK(run.requests.number(1, "confidence") == 0.8);
  CHECK(run.requests.number(2, "confidence") == 0.7);
}

TEST_CASE("requests take the samples in the order of the file where they are told to") {
  Scenario scenario = with_exits();
  ask_at(scenario, {0, 10, 20, 30, 40});
  const Simulated run = simulated(scenario, cascade({"c"}));
  CHECK(run.requests.numbers("sample") == std::vector<double>{0, 1, 2, 0, 1});
}

TEST_CASE("an exit that is not looked at stops nobody") {
  const Simulated run = simulated(with_exits(), cut_after({"a"}));
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(run.requests.number(row, "exit") == 3);
    CHECK(run.requests.number(row, "exit_energy_j") == 0);
  }
}

// ---- several hops

TEST_CASE("a request over two hops is where it must be at every instant") {
  const Simulated run = simulated(three_places(), cut_after({"a", "b"}));
  const auto at = [&run](const std::string& column) { return run.requests.number(1, column) - 10; };
  CHECK(same(at("arrival_s") + 10, 10));
  CHECK(same(at("head_end_s"), 0.1));
  CHECK(same(at("hop1_send_start_s"), 0.1));
  CHECK(same(at("hop1_sent_s"), 0.148));
  CHECK(same(at("hop1_delivered_s"), 0.153));
  CHECK(same(at("hop1_service_start_s"), 0.153));
  CHECK(same(at("hop1_service_end_s"), 0.173));
  CHECK(same(at("hop2_send_start_s"), 0.173));
  CHECK(same(at("hop2_sent_s"), 0.176));  // 3000 B at 8 Mbps
  CHECK(same(at("hop2_delivered_s"), 0.196));
  CHECK(same(at("hop2_service_start_s"), 0.196));
  CHECK(same(at("hop2_service_end_s"), 0.226));
  CHECK(same(at("answer_s"), 0.226));
  // 100 B at 4 Mbps and 20 ms, 100 B at 2 Mbps and 5 ms.
  CHECK(same(at("end_s"), 0.226 + 0.0002 + 0.02 + 0.0004 + 0.005));
  CHECK(run.requests.text(1, "place") == "cloud");
  CHECK(run.requests.text(1, "cut") == "a|b");
}

TEST_CASE("only the first hop costs the device energy") {
  const Simulated run = simulated(three_places(), cut_after({"a", "b"}));
  CHECK(same(run.requests.number(0, "transmit_energy_j"), 0.5 * 0.048 + 1e-7 * 48000));
  CHECK(same(run.requests.number(0, "receive_energy_j"), 0.25 * 0.0004 + 5e-8 * 800));
  CHECK(run.requests.number(0, "uplink_bytes") == 6000);
  CHECK(run.requests.number(0, "downlink_bytes") == 100);
}

TEST_CASE("a request passes a place without layers at once") {
  const Simulated run = simulated(three_places(), cut_after({"input", "input"}));
  CHECK(run.requests.is_empty(0, "head_start_s"));
  CHECK(run.requests.is_empty(0, "hop1_service_start_s"));
  CHECK(same(run.requests.number(0, "hop1_delivered_s"), 0.085));
  CHECK(same(run.requests.number(0, "hop2_send_start_s"), 0.085));
  CHECK(same(run.requests.number(0, "hop2_delivered_s"), 0.085 + 0.01 + 0.02));
  CHECK(same(run.requests.number(0, "answer_s"), 0.115 + 0.06));
  CHECK(run.servers.number(run.servers.row_where("server", "edge"), "arrived") == 0);
}

TEST_CASE("a request that ends at the first server does not use the second hop") {
  const Simulated run = simulated(three_places(), cut_after({"a", "c"}));
  CHECK(run.requests.text(0, "place") == "edge");
  CHECK(run.requests.is_empty(0, "hop2_send_start_s"));
  CHECK(same(run.requests.number(0, "latency_s"), 0.1 + 0.053 + 0.05 + 0.0054));
}

// ---- answers

TEST_CASE("an answer that stays where it is found ends its request there") {
  Scenario scenario = three_places();
  scenario.devices.front().answer.reset();
  const Simulated run = simulated(scenario, cut_after({"a", "b"}));
  CHECK(same(run.requests.number(0, "end_s"), 0.226));
  CHECK(run.requests.number(0, "downlink_bytes") == 0);
  CHECK(run.requests.number(0, "receive_energy_j") == 0);
  CHECK(run.requests.text(0, "ending") == "finished_on_server");
}

TEST_CASE("an empty answer takes the latencies of the way back") {
  Scenario scenario = three_places();
  scenario.devices.front().answer = Bytes{};
  const Simulated run = simulated(scenario, cut_after({"a", "b"}));
  CHECK(same(run.requests.number(0, "end_s"), 0.226 + 0.02 + 0.005));
}

// ---- other ends

TEST_CASE("a request that a full server turns away is dropped and has used what it used") {
  Scenario scenario = idle_scenario();
  ask_at(scenario, {0, 0.01});
  scenario.servers.front().queue = 0;
  scenario.servers.front().load = 100;  // 6 s a request
  const Simulated run = simulated(scenario, cut_after({"input"}));
  const std::size_t dropped = run.requests.row_where("ending", "dropped");
  CHECK(run.requests.number(dropped, "request") == 1);
  CHECK(same(run.requests.number(dropped, "hop1_delivered_s"), 0.165));
  CHECK(run.requests.is_empty(dropped, "answer_s"));
  CHECK(run.requests.is_empty(dropped, "exit"));
  CHECK(run.requests.is_empty(dropped, "place"));
  CHECK(same(run.requests.number(dropped, "transmit_energy_j"), 0.5 * 0.08 + 1e-7 * 80000));
  CHECK(run.servers.number(0, "turned_away") == 1);
}

TEST_CASE("a run that is cut counts what is in flight as unfinished with the energy it has used") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{10.124};  // the second request is half sent
  scenario.at_end = AtEnd::cut;
  const Simulated run = simulated(scenario, cut_after({"a"}));
  REQUIRE(run.requests.rows() == 2);
  CHECK(run.requests.text(1, "ending") == "unfinished");
  CHECK(same(run.requests.number(1, "uplink_bytes"), 3000));
  CHECK(same(run.requests.number(1, "transmit_energy_j"), 0.5 * 0.024 + 1e-7 * 24000));
  CHECK(same(run.requests.number(1, "head_energy_j"), 0.3));
  CHECK(run.requests.is_empty(1, "end_s"));
  CHECK(run.summary.number(0, "unfinished") == 1);
  CHECK(run.summary.number(0, "completed") == 1);
}

TEST_CASE("a run that is cut while a device computes counts the energy until then") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{10.15};
  scenario.at_end = AtEnd::cut;
  const Simulated run = simulated(scenario, {.name = "device_only"});
  CHECK(same(run.requests.number(1, "head_energy_j"), 0.45));
  CHECK(same(run.devices.number(0, "head_energy_j"), 1.8 + 0.45));
  CHECK(same(run.devices.number(0, "energy_j"), 1.8 + 9.4 + 0.45));
}

TEST_CASE("a run that drains lets everything end") {
  Scenario scenario = idle_scenario();
  scenario.requests.reset();
  scenario.duration = Seconds{10.124};
  const Simulated run = simulated(scenario, cut_after({"a"}));
  CHECK(run.summary.number(0, "unfinished") == 0);
  CHECK(same(run.requests.number(1, "end_s"), 10.2084));
}

TEST_CASE("what ended without an answer has neither an exit nor a confidence") {
  // It is answered on the server at .203 s; its device died at .18 s.
  Scenario scenario = with_exits();
  ask_at(scenario, {0});
  scenario.devices.front().battery = Joules{0.3 + 0.048 * 1.5 + 0.0048 + 0.032};
  const Simulated run = simulated(scenario, cut_after({"a"}));
  CHECK(run.requests.text(0, "ending") == "lost");
  CHECK(run.requests.is_empty(0, "exit"));
  CHECK(run.requests.is_empty(0, "place"));
  CHECK(run.requests.is_empty(0, "correct"));
  CHECK(run.requests.is_empty(0, "confidence"));
}

// ---- when requests come

TEST_CASE("in a closed loop a device thinks after each answer and asks again") {
  Scenario scenario = idle_scenario();
  scenario.requests = 4;
  scenario.devices.front().workload.arrivals = ClosedLoopArrivals{{1.5}};
  const Simulated run = simulated(scenario, {.name = "device_only"});
  for (std::size_t row = 0; row < 4; ++row) {
    CHECK(same(run.requests.number(row, "arrival_s"), 1.5 + static_cast<double>(row) * (1.5 + 0.6)));
  }
}

TEST_CASE("in a closed loop a device whose request was dropped asks again") {
  Scenario scenario = idle_scenario();
  scenario.requests = 3;
  scenario.servers.front().queue = 0;
  scenario.servers.front().load = 100;
  scenario.devices.front().count = 2;
  scenario.devices.front().workload.arrivals = ClosedLoopArrivals{{1}};
  const Simulated run = simulated(scenario, cut_after({"input"}));
  // Both ask at 1 s and reach the server at 1.085 s, which takes the first; the other asks again a second
  // later.
  const std::size_t first = run.requests.row_where("request", "0");
  const std::size_t dropped = run.requests.row_where("request", "1");
  const std::size_t third = run.requests.row_where("request", "2");
  CHECK(run.requests.text(first, "ending") == "finished_on_server");
  CHECK(run.requests.text(dropped, "ending") == "dropped");
  CHECK(same(run.requests.number(third, "arrival_s"), 2.085));
}

TEST_CASE("time stamps are the instants at which requests arrive") {
  Scenario scenario = idle_scenario();
  ask_at(scenario, {0.5, 0.75, 3});
  scenario.devices.front().count = 2;
  const Simulated run = simulated(scenario, {.name = "device_only"});
  const double devices[] = {0, 1, 0};
  const double instants[] = {0.5, 0.75, 3};
  for (std::size_t row = 0; row < 3; ++row) {
    CHECK(run.requests.number(row, "arrival_s") == instants[row]);
    CHECK(run.requests.number(row, "device") == devices[row]);
  }
}

TEST_CASE("requests that arrive before the end of the warm-up are not measured") {
  Scenario scenario = idle_scenario();
  scenario.warmup = {10};
  const Simulated run = simulated(scenario, {.name = "device_only"});
  CHECK(run.requests.numbers("measured") == std::vector<double>{0, 1, 1, 1, 1, 1, 1, 1, 1, 1});
  CHECK(run.summary.number(0, "requests") == 9);
  CHECK(run.devices.number(0, "requests") == 10);
}

TEST_CASE("a request misses its deadline where it is answered later or never") {
  Scenario scenario = idle_scenario();
  ask_at(scenario, {0, 5, 5.1, 5.2});
  scenario.devices.front().queue = 1;
  scenario.devices.front().workload.deadline = Seconds{0.75};
  const Simulated run = simulated(scenario, {.name = "device_only"});
  // .6 s; .6 s; 1.1 s; dropped.
  const char* missed[] = {"0", "0", "1", "1"};
  for (std::size_t id = 0; id < 4; ++id) {
    const std::size_t row = run.requests.row_where("request", std::to_string(id));
    CHECK(run.requests.text(row, "deadline_missed") == missed[id]);
  }
  CHECK(run.summary.number(0, "deadline_miss_rate") == 0.5);
}

TEST_CASE("requests are numbered in the order of their arrival over all groups") {
  Scenario scenario = idle_scenario();
  ask_at(scenario, {1, 4});
  scenario.devices.push_back(scenario.devices.front());
  scenario.devices.back().name = "others";
  scenario.devices.back().workload.arrivals = TimestampArrivals{{{2}, {3}}};
  const Simulated run = simulated(scenario, {.name = "device_only"});
  CHECK(run.requests.text(run.requests.row_where("request", "0"), "group") == "sensors");
  CHECK(run.requests.text(run.requests.row_where("request", "1"), "group") == "others");
  CHECK(run.requests.text(run.requests.row_where("request", "2"), "group") == "others");
  CHECK(run.requests.text(run.requests.row_where("request", "3"), "group") == "sensors");
}
