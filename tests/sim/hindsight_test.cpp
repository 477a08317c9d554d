#include "sim/hindsight.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "models/random_stream.hpp"
#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Link air() {
  return {.name = "air",
          .up = RateTrace::constant({1e6}),
          .down = RateTrace::constant({2e6}),
          .latency = {0.005}};
}

/// The outlook as it really is.
struct TrueWorld {
  explicit TrueWorld(const std::vector<std::string>& exits_after = {"a", "b"}) : outlook(1, exits_after) {
    world = {.links = {&link}, .server_loads = {1.0}, .radio = outlook.radio, .answer = Bytes{100}};
  }
  LinkTerms terms() const { return link_terms({truth_of(link, {})}); }

  Outlook outlook;
  Link link = air();
  WorldTruth world{};
};

SampleTrace some_samples() {
  SampleTrace trace(3, true, false);
  RandomStream random(7);
  for (int i = 0; i < 40; ++i)
    trace.add({{.confidence = random.uniform()},
               {.confidence = random.uniform()},
               {.confidence = random.uniform()}});
  return trace;
}

}  // namespace

TEST_CASE("an unloaded price is the time and the energy of the way to the exit") {
  const TrueWorld truth;
  UnloadedPrices times(truth.outlook.costs, truth.world, {.second = 1, .joule = 0});
  UnloadedPrices energies(truth.outlook.costs, truth.world, {.second = 0, .joule = 1});
  Decision decision{.cuts = {1}};
  decision.exits.insert(1);
  // a takes .1 s, its exit .05 s, at 3 W; 6000 B go up, b and c take .05 s on the server, 100 B come down.
  const double up = 6000 * 8 / 1e6;
  const double down = 100 * 8 / 2e6;
  CHECK(price(times.of(decision, 1), truth.terms()) == doctest::Approx(0.15));
  CHECK(price(times.of(decision, 3), truth.terms()) ==
        doctest::Approx(0.15 + up + 0.005 + 0.05 + down + 0.005));
  CHECK(price(energies.of(decision, 1), truth.terms()) == doctest::Approx(0.45));
  CHECK(price(energies.of(decision, 3), truth.terms()) ==
        doctest::Approx(0.45 + 0.5 * up + 1e-7 * 48000 + 0.25 * down + 5e-8 * 800));
}

TEST_CASE("an energy that is not known counts nothing in a price") {
  TrueWorld truth;
  truth.world.radio.reset();
  UnloadedPrices prices(truth.outlook.costs, truth.world, {.second = 0, .joule = 1});
  CHECK(price(prices.of({.cuts = {1}}, 3), truth.terms()) == 0);
}

TEST_CASE("fixed arms are all cuts, and all exits with all thresholds where there are confidences") {
  const TrueWorld truth;
  CHECK(arm_thresholds().size() == 20);
  CHECK(arm_thresholds()[14] == 0.7);
  const auto cuts = fixed_arms(truth.outlook.costs, false);
  CHECK(cuts.size() == 4);
  CHECK(name_of(cuts[0], truth.outlook.costs) == "cut after input");
  CHECK(name_of(cuts[3], truth.outlook.costs) == "cut after c");
  const auto arms = fixed_arms(truth.outlook.costs, true);
  CHECK(arms.size() == 4 + 2 * 20);
  CHECK(name_of(arms.back(), truth.outlook.costs) == "exit 2 from 0.95");
  CHECK(positions(arms.back().decision.cuts) == std::vector<int>{2});
}

TEST_CASE("fixed arms leave out what does not fit the memories") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{16000}};
  const Hardware server = fast_server();
  const CostTable costs(NetworkGraph(three_layers({"a"})), {&small, &server});
  for (const FixedArm& arm : fixed_arms(costs, true)) CHECK(positions(arm.decision.cuts).front() < 3);
}

TEST_CASE("what hindsight adds up is what each arm would have earned sample by sample") {
  const TrueWorld truth;
  const SampleTrace samples = some_samples();
  UnloadedPrices prices(truth.outlook.costs, truth.world, {.second = 2, .joule = 0.1});
  Hindsight hindsight(truth.outlook.costs, prices, &samples);
  std::vector<double> expected(hindsight.arms().size());
  for (std::size_t row = 0; row < samples.rows(); ++row) {
    Link now = truth.link;
    now.up = RateTrace::constant({1e5 * static_cast<double>(row + 1)});
    const LinkTerms terms = link_terms({truth_of(now, {})});
    hindsight.add(row, terms);
    for (std::size_t i = 0; i < expected.size(); ++i) {
      const FixedArm& arm = hindsight.arms()[i];
      const bool stops = arm.exit != 0 && samples.at(row, arm.exit).confidence >= arm.threshold;
      const std::size_t exit = stops ? arm.exit : 3;
      expected[i] += samples.at(row, exit).confidence - price(prices.of(arm.decision, exit), terms);
    }
  }
  const auto found = hindsight.rewards();
  for (std::size_t i = 0; i < expected.size(); ++i)
    CHECK(found[i] == doctest::Approx(expected[i]).epsilon(1e-12));
}

TEST_CASE("where nothing gets through the next rate counts, and the wait for it") {
  Link link = air();
  link.up = {.steps = {{{0}, {1e6}}, {{10}, {0}}, {{12}, {4e6}}}, .period = {20}};
  CHECK(truth_of(link, {5}).up == BitRate{1e6});
  CHECK(truth_of(link, {11}).up == BitRate{4e6});
  CHECK(truth_of(link, {11}).up_latency.value == doctest::Approx(1.005));
  CHECK(truth_of(link, {31}).up_latency.value == doctest::Approx(1.005));
  CHECK(truth_of(link, {11}).down_latency.value == doctest::Approx(0.005));
  const MeanPassage mean = mean_passage(link.up, {});
  CHECK(mean.seconds_per_byte == doctest::Approx((10 * 8e-6 + 10 * 2e-6) / 20));
  CHECK(mean.wait.value == doctest::Approx(2.0 * 1.0 / 20));
  // Over less than a period.
  CHECK(mean_passage(link.up, {10}).seconds_per_byte == doctest::Approx(8e-6));
  CHECK(mean_passage(link.up, {40}).wait.value == doctest::Approx(2.0 * 1.0 / 20));
}

TEST_CASE("a link that ends with zero lets nothing through for a very long time") {
  const RateTrace dead{.steps = {{{0}, {1e6}}, {{10}, {0}}}};
  CHECK(passage_at(dead, {11}).wait == no_passage);
  CHECK(passage_at(dead, {9}).wait == Seconds{});
  CHECK(passage_at(RateTrace::constant({0}), {9}).wait == no_passage);
  CHECK(mean_passage(RateTrace::constant({0}), {}).wait == no_passage);
  CHECK(mean_passage(RateTrace::constant({8e6}), {}).seconds_per_byte == doctest::Approx(1e-6));
}
