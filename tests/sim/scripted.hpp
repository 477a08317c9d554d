#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "sim/journey.hpp"
#include "sim/world.hpp"
#include "tests/sim/engine/bell.hpp"
#include "tests/sim/kept.hpp"
#include "tests/support/small_world.hpp"

namespace splitscape::test {

/// What a policy was told of one answer.
struct Told {
  std::uint64_t request = 0;
  std::size_t exit = 0;
  std::size_t place = 0;
  double delay = 0;
  double energy = 0;
  CutPositions cuts{};
  std::vector<std::size_t> seen{};  ///< exits
  std::optional<std::int32_t> prediction{};
};

/// A policy that does what a test says and writes down what it is told.
class Scripted final : public OffloadPolicy {
 public:
  struct Script {
    std::function<Decision(const Observation&)> decide{};
    std::function<ExitAction(const ExitView&)> at_exit = [](const ExitView&) { return ExitAction::go_on; };
    std::vector<Told> answers{};
    std::vector<Told> late{};
    std::vector<std::size_t> asked{};  ///< exits
  };

  explicit Scripted(Script& script) : script_(script) {}

  Decision decide(const Observation& observation) override { return script_.decide(observation); }
  ExitAction at_exit(const ExitView& view) override {
    script_.asked.push_back(view.exit);
    return script_.at_exit(view);
  }
  void learn(const Feedback& feedback) override { script_.answers.push_back(told(feedback)); }
  void learn_late(const Feedback& feedback) override { script_.late.push_back(told(feedback)); }

 private:
  static Told told(const Feedback& feedback) {
    Told told{.request = feedback.request,
              .exit = feedback.exit,
              .place = feedback.place,
              .delay = feedback.delay.value,
              .energy = feedback.energy.value_or(Joules{}).value,
              .cuts = feedback.decision.cuts,
              .prediction = feedback.prediction};
    for (const ExitSeen& seen : feedback.seen) told.seen.push_back(seen.exit);
    return told;
  }

  Script& script_;
};

/// The devices of the first group of a scenario under a script, on the scenario's links and servers.
class Stage {
 public:
  explicit Stage(const Scenario& scenario, Decision decision = {})
      : world_(scenario, {.name = "device_only"}, *engine_, journey_), group_(scenario, 0) {
    script.decide = [decision](const Observation&) { return decision; };
    journey_.set_hops(world_.hops());
    for (std::uint32_t number = 0; number < group_.deployment.count; ++number)
      devices_.emplace_back(*engine_, journey_, group_, number, std::make_unique<Scripted>(script));
  }

  void ask_at(double instant, std::size_t device = 0) {
    Task& task = tasks_.emplace_back([this, device] {
      if (!devices_[device].dead()) {
        ++asked_;
        journey_.start(devices_[device], true);
      }
    });
    engine_->at({instant}, task.due());
  }
  /// Until nothing happens any more, or until an instant.
  void run(std::optional<double> until = std::nullopt) {
    Task& stop = tasks_.emplace_back([this] { engine_->stop(); });
    if (until) engine_->at({*until}, stop.due());
    engine_->run();
    for (Device& device : devices_) device.close();
    journey_.stop();
  }

  /// In the order in which nothing more happened to them.
  const std::vector<RequestRecord>& records() const { return kept_.records(); }
  std::size_t asked() const { return asked_; }
  /// Devices that were told that a request of theirs has an answer, or will have none.
  std::size_t ended() const { return ended_; }
  std::deque<Device>& devices() { return devices_; }
  std::vector<LinkReport> links() { return world_.link_reports(engine_->now()); }
  ServerReport server() { return world_.server_reports(engine_->now()).front(); }
  double now() const { return engine_->now().value; }

  Scripted::Script script{};

 private:
  std::unique_ptr<Engine> engine_ = make_simgrid_engine({});
  Kept kept_{};
  std::size_t asked_ = 0;
  std::size_t ended_ = 0;
  Journey journey_{*engine_, kept_, [this](Device&) { ++ended_; }};
  World world_;
  Group group_;
  std::deque<Device> devices_{};
  std::deque<Task> tasks_{};
};

inline ExitSet exits_of(const std::vector<std::size_t>& numbers) {
  ExitSet set;
  for (const std::size_t number : numbers) set.insert(number);
  return set;
}

/// The small world with exits behind a and b, and one sample that says exit 1: 4, exit 2: 5, end: 6.
inline Scenario with_two_exits() {
  Scenario scenario = idle_scenario({"a", "b"});
  SampleTrace samples(3, true, true);
  samples.add({{.confidence = 0.3, .prediction = 4, .correct = Correctness::wrong},
               {.confidence = 0.6, .prediction = 5, .correct = Correctness::right},
               {.confidence = 0.9, .prediction = 6, .correct = Correctness::right}});
  scenario.networks.front().samples = samples;
  return scenario;
}

}  // namespace splitscape::test
