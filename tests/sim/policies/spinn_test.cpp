#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "models/random_stream.hpp"
#include "tests/sim/outlook.hpp"
#include "tests/support/simulated.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<std::string> goals{"accuracy", "latency", "server", "energy"};

SampleTrace random_samples(RandomStream& random, std::size_t rows) {
  SampleTrace samples(3, true, false);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<ExitOutcome> outcomes(3);
    for (std::size_t exit = 0; exit < 3; ++exit) {
      outcomes[exit].confidence = random.uniform();
      outcomes[exit].correct =
          random.uniform() < 0.6 + 0.15 * static_cast<double>(exit) ? Correctness::right : Correctness::wrong;
    }
    samples.add(outcomes);
  }
  return samples;
}

/// Goals by name of one cut and threshold, sample by sample; an accuracy with its sign changed. In the small
/// world a, b, c take .1, .2, .3 s on the device and a tenth on the server, exits .05 and .005 s.
std::vector<double> by_hand(const Outlook& outlook, const SampleTrace& samples, std::size_t cut,
                            double threshold) {
  const double crossing[] = {10000, 6000, 3000};
  const double layer[] = {0.1, 0.2, 0.3};
  const LinkEstimate& link = outlook.links.front();
  std::vector<double> sums(4, 0.0);
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    double time = 0;
    double energy = 0;
    bool away = false;
    std::size_t exit = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      if (i == cut) {
        away = true;
        const double bits = 8 * crossing[cut];
        time += bits / link.up.value + 0.005 + 800 / link.down.value + 0.005;
        energy += 0.5 * bits / link.up.value + 1e-7 * bits + 0.25 * 800 / link.down.value + 5e-8 * 800;
      }
      const double work = layer[i] + (i < 2 ? 0.05 : 0);
      time += away ? outlook.server_loads[0] * work / 10 : work;
      if (!away) energy += 3 * work;
      exit = i + 1;
      if (samples.at(row, exit).confidence >= threshold) break;
    }
    sums[0] -= samples.at(row, exit).correct == Correctness::right ? 1 : 0;
    sums[1] += time;
    sums[2] += away ? 1 : 0;
    sums[3] += energy;
  }
  for (double& sum : sums) sum /= static_cast<double>(samples.rows());
  return sums;
}

/// The threshold of a decision, by asking at an exit.
double threshold_of(OffloadPolicy& policy, const std::vector<double>& thresholds) {
  for (const double threshold : thresholds) {
    if (policy.at_exit({.exit = 1, .confidence = threshold}) == ExitAction::stop) return threshold;
  }
  return 2;
}

PolicyChoice spinn(std::vector<std::pair<std::string, ParameterValue>> parameters = {}) {
  return {.name = "spinn", .parameters = std::move(parameters)};
}

SampleTrace two_samples() {
  SampleTrace samples(3, true, false);
  for (int i = 0; i < 20; ++i) {
    samples.add({{.confidence = 0.2, .correct = Correctness::wrong},
                 {.confidence = 0.4, .correct = Correctness::wrong},
                 {.confidence = 1, .correct = Correctness::right}});
  }
  return samples;
}

/// The link dies after a second.
Scenario dying_link() {
  Scenario scenario = idle_scenario({"a", "b"});
  scenario.requests = 20;
  scenario.networks.front().samples = two_samples();
  scenario.networks.front().calibration = 0.5;
  scenario.links.front().up = RateTrace{{{{0}, {1e6}}, {{1.12}, {0}}}, {}};
  scenario.devices.front().workload.arrivals = PeriodicArrivals{.period = {1}, .phase = Seconds{}};
  return scenario;
}

}  // namespace

TEST_CASE("spinn chooses as well as the search over every cut and threshold for any goals in any order") {
  RandomStream random(11);
  const std::vector<double> thresholds{0.1, 0.3, 0.5, 0.7, 0.9};
  for (int trial = 0; trial < 200; ++trial) {
    CAPTURE(trial);
    const SampleTrace samples = random_samples(random, 30);
    Outlook outlook(1, {"a", "b"});
    outlook.links.front().up = {1e4 + 1e6 * random.uniform()};
    outlook.server_loads = {1 + 10 * random.uniform()};
    std::vector<std::size_t> order{0, 1, 2, 3};
    for (std::size_t i = 3; i > 0; --i) std::swap(order[i], order[random.next() % (i + 1)]);
    PolicyChoice choice = spinn({{"first", goals[order[0]]},
                                 {"second", goals[order[1]]},
                                 {"third", goals[order[2]]},
                                 {"thresholds", thresholds}});
    std::vector<std::optional<double>> limits(4);
    const double scale[] = {1, 0.6, 1, 1.8};
    for (std::size_t rank = 0; rank < 3; ++rank) {
      const std::size_t goal = order[rank];
      if (random.uniform() < 0.4) continue;
      const double limit = scale[goal] * random.uniform();
      choice.parameters.emplace_back(goals[goal], limit);
      limits[goal] = goal == 0 ? -limit : limit;
    }
    // By how much each goal with a limit is missed, each without as it is, in their order.
    const auto rated = [&](std::size_t cut, double threshold) {
      const auto values = by_hand(outlook, samples, cut, threshold);
      std::vector<double> rating;
      for (std::size_t rank = 0; rank < 3; ++rank) {
        const auto& limit = limits[order[rank]];
        const double value = values[order[rank]];
        rating.push_back(limit ? std::max(0.0, value - *limit) : value);
      }
      return rating;
    };
    PolicySetting setting = outlook.setting();
    setting.calibration = &samples;
    const auto policy = make_policy(choice, setting);
    const Decision decision = policy->decide(outlook.observation());
    const auto chosen = rated(decision.cuts.front(), threshold_of(*policy, thresholds));
    for (std::size_t cut = 0; cut <= 3; ++cut) {
      for (const double threshold : thresholds) {
        const auto other = rated(cut, threshold);
        for (std::size_t rank = 0; rank < 3; ++rank) {
          if (other[rank] > chosen[rank] + 1e-9) break;  // worse in what matters more
          CHECK(other[rank] >= chosen[rank] - 1e-9);
        }
      }
    }
  }
}

TEST_CASE("spinn schedules anew when its link changes") {
  const SampleTrace samples = two_samples();
  Outlook outlook(1, {"a", "b"});
  PolicySetting setting = outlook.setting();
  setting.calibration = &samples;
  const auto policy = make_policy(spinn(), setting);
  CHECK(positions(policy->decide(outlook.observation()).cuts) == std::vector<int>{0});
  outlook.links.front().up = {0};
  CHECK(positions(policy->decide(outlook.observation()).cuts) == std::vector<int>{3});
}

TEST_CASE("every request of spinn is answered while its link is dead") {
  const Simulated run = simulated(dying_link(), spinn({{"fallback", 0.5}, {"accuracy", 1.0}}));
  CHECK(run.summary.number(0, "completed") == 20);
  CHECK(run.summary.number(0, "unfinished") == 0);
  CHECK(run.summary.number(0, "latency_p99_s") <= 0.7 + 1e-9);  // on the device where it finds out
  CHECK(std::stoi(run.requests.text(run.requests.row_where("request", "1"), "exit")) < 3);
  const Simulated without = simulated(dying_link(), spinn({{"accuracy", 1.0}}));
  CHECK(without.summary.number(0, "unfinished") > 10);
}

TEST_CASE("spinn with a fallback keeps an exit on the device") {
  const SampleTrace samples = two_samples();
  Outlook outlook(1, {"a", "b"});
  PolicySetting setting = outlook.setting();
  setting.calibration = &samples;
  setting.deadline = Seconds{0.4};
  const Decision decision = make_policy(spinn(), setting)->decide(outlook.observation());
  CHECK(positions(decision.cuts) == std::vector<int>{1});
  CHECK(decision.fallback_after == Seconds{0.4});
}

TEST_CASE("spinn says what it needs") {
  const Outlook outlook(1, {"a", "b"});
  PolicySetting setting = outlook.setting();
  CHECK_THROWS_WITH_AS(make_policy(spinn(), setting),
                       "'spinn' chooses by samples with confidences that are set apart for it: give network "
                       "'abc' 'samples: {..., calibration: 20%}' (replay: --calibration 20%)",
                       std::invalid_argument);
  SampleTrace unlabelled(3, true, false);
  unlabelled.add({{.confidence = 1}, {.confidence = 1}, {.confidence = 1}});
  setting.calibration = &unlabelled;
  CHECK_THROWS_WITH_AS(make_policy(spinn(), setting),
                       "'spinn' needs calibration samples that tell whether answers are right",
                       std::invalid_argument);
  const SampleTrace samples = two_samples();
  setting.calibration = &samples;
  CHECK_THROWS_WITH_AS(make_policy(spinn({{"second", "accuracy"}}), setting),
                       "'accuracy' is a goal of 'spinn' twice", std::invalid_argument);
  CHECK_THROWS_WITH_AS(make_policy(spinn({{"energy", 1.0}}), setting),
                       "'energy' limits what is no goal: name it as 'first', 'second' or 'third'",
                       std::invalid_argument);
  const Outlook alone(0, {"a", "b"});
  CHECK_THROWS_WITH_AS(make_policy(spinn(), alone.setting()),
                       "there is no server on the path to share the work with", std::invalid_argument);
  Hardware device = slow_device();
  device.power.compute.reset();
  const Hardware server = fast_server();
  const Outlook dark(CostTable(NetworkGraph(three_layers({"a", "b"})), {&device, &server}));
  PolicySetting of_dark = dark.setting();
  of_dark.calibration = &samples;
  CHECK_THROWS_WITH_AS(make_policy(spinn({{"first", "energy"}}), of_dark),
                       "the goal 'energy' needs a device whose computing power is known",
                       std::invalid_argument);
  Hardware tiny = slow_device();
  tiny.memory = Figure<Bytes>{{1}};
  Hardware small = fast_server();
  small.memory = Figure<Bytes>{{1}};
  const Outlook tight(CostTable(NetworkGraph(three_layers({"a", "b"})), {&tiny, &small}));
  PolicySetting of_tight = tight.setting();
  of_tight.calibration = &samples;
  CHECK_THROWS_WITH_AS(make_policy(spinn(), of_tight), "no cut leaves parts that fit the memories",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(make_policy(spinn({{"fallback", 1.0}}), of_tight),
                       "no cut behind the first exit leaves parts that fit the memories",
                       std::invalid_argument);
}
