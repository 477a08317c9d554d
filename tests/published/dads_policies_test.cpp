// The policies dads and dynamic_split on tiny-YOLOv2 between a Raspberry Pi 3 and the cloud: Hu, Bao, Wang,
// Liu, "Dynamic Adaptive DNN Surgery for Inference Acceleration on the Edge", INFOCOM 2019. Its transfer
// times are MiB x 8 / Mbps: the rates below are in Mibit/s. The regimes and the cuts are derived from its
// figures 1 and 7.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "sim/expectation.hpp"
#include "sim/group.hpp"
#include "sim/policy_catalogue.hpp"
#include "tests/support/loaded.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr double mebi = 1048576.0;

/// What a policy decides for the quickstart's device at a rate, asked again and again.
class Decisions {
 public:
  explicit Decisions(const PolicyChoice& choice)
      : loaded_(shipped("quickstart")),
        group_(loaded_.scenario, 0),
        policy_(make_policy(choice, {.costs = group_.costs})) {}

  CutPositions at(double mibit_per_second, Seconds now = {}) {
    links_.front().up = links_.front().down = {mibit_per_second * mebi};
    Observation seen = observation();
    seen.now = now;
    return policy_->decide(seen).cuts;
  }
  std::string name_at(double mibit_per_second, Seconds now = {}) {
    return group_.costs.network().cuts()[at(mibit_per_second, now).front()].name;
  }
  double latency_at(double mibit_per_second) {
    const CutPositions cuts = at(mibit_per_second);
    return expect(observation(), cuts).total().value;
  }
  double slowest_stage_at(double mibit_per_second) {
    const CutPositions cuts = at(mibit_per_second);
    const Expectation expected = expect(observation(), cuts);
    return std::max({expected.compute[0].value, expected.compute[1].value, expected.transfer[0].value});
  }

 private:
  Observation observation() const {
    return {.costs = group_.costs,
            .links = links_,
            .server_loads = group_.announced_loads,
            .radio = group_.power.powers.radio,
            .answer = Bytes{}};
  }

  LoadedScenario loaded_;
  Group group_;
  std::vector<LinkEstimate> links_{1};
  std::unique_ptr<OffloadPolicy> policy_;
};

/// The rate between two rates where a policy stops to decide as at the lower one.
double breakpoint(Decisions& decisions, double low, double high) {
  const auto slow = decisions.at(low);
  while (high - low > 1e-6) {
    const double middle = (low + high) / 2;
    (decisions.at(middle) == slow ? low : high) = middle;
  }
  return high;
}

PolicyChoice dads(const std::string& load) {
  return {.name = "dads", .parameters = {{"load", load}}};
}

}  // namespace

TEST_CASE("DADS and dynamic split change the cut of tiny-YOLOv2 at .522 6.947 13.80 and 19.55 Mbps") {
  for (const PolicyChoice& choice : {dads("light"), PolicyChoice{.name = "dynamic_split"}}) {
    Decisions decisions(choice);
    CAPTURE(choice.name);
    CHECK(decisions.name_at(0.13) == "output");
    CHECK(decisions.name_at(4) == "max5");
    CHECK(decisions.name_at(10) == "max4");
    CHECK(decisions.name_at(18) == "max3");
    CHECK(decisions.name_at(25) == "input");
    // To the last digit given.
    CHECK(std::abs(breakpoint(decisions, 0.13, 4) - 0.522) < 0.001);
    CHECK(std::abs(breakpoint(decisions, 4, 10) - 6.947) < 0.001);
    CHECK(std::abs(breakpoint(decisions, 10, 18) - 13.80) < 0.01);
    CHECK(std::abs(breakpoint(decisions, 18, 25) - 19.55) < 0.01);
  }
}

TEST_CASE("DADS takes the cuts of its two algorithms at the four rates of Table I") {
  struct Row {
    double rate;
    const char* light;
    double light_latency;
    const char* heavy;
    double stage;
    double heavy_latency;
  };
  Decisions light(dads("light"));
  Decisions heavy(dads("heavy"));
  for (const Row& row :
       {Row{0.13, "output", 1.820, "output", 1.820, 1.820}, Row{1.1, "max5", 1.183, "max5", 0.575, 1.183},
        Row{5.85, "max5", 0.716, "max4", 0.399, 0.733}, Row{18.88, "max3", 0.559, "max2", 0.268, 0.596}}) {
    CAPTURE(row.rate);
    CHECK(light.name_at(row.rate) == row.light);
    CHECK(std::abs(light.latency_at(row.rate) - row.light_latency) < 0.0006);
    CHECK(heavy.name_at(row.rate) == row.heavy);
    CHECK(std::abs(heavy.slowest_stage_at(row.rate) - row.stage) < 0.0006);
    CHECK(std::abs(heavy.latency_at(row.rate) - row.heavy_latency) < 0.0006);
  }
}

TEST_CASE("DADS cuts tiny-YOLOv2 for its .1 frames a second as light load and for its 20 as heavy") {
  // At 5.85 Mbps the slowest stage of the light cut (max5) takes .499 s.
  Decisions decisions(dads("auto"));
  double now = 0;
  for (int frame = 0; frame < 20; ++frame, now += 10) CHECK(decisions.name_at(5.85, {now}) == "max5");
  for (int frame = 0; frame < 20; ++frame, now += 0.05) (void)decisions.at(5.85, {now});
  CHECK(decisions.name_at(5.85, {now}) == "max4");
  for (const auto& [rate, cut] : {std::pair{1.9, "max5"}, {2.1, "max4"}}) {
    const PolicyChoice told{.name = "dads", .parameters = {{"rate", rate}}};
    CHECK(Decisions(told).name_at(5.85) == cut);
  }
}
