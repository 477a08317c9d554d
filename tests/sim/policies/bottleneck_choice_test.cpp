#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "models/random_stream.hpp"
#include "tests/sim/encoded_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice chosen_by(const std::string& objective, double largest_loss = 1) {
  return {.name = "bottleneck_choice",
          .parameters = {{"objective", objective}, {"largest_loss", largest_loss}}};
}

Decision decided(const Outlook& outlook, const PolicyChoice& choice, const Prices& prices = {}) {
  PolicySetting setting{.costs = outlook.costs, .prices = prices};
  return make_policy(choice, setting)->decide(outlook.observation());
}

ComputeCost random_work(RandomStream& random) {
  return {.macs = Macs{1e5 * random.uniform()}};
}

/// A short chain with up to three bottlenecks to choose from at each cut, random hardware and links.
Outlook random_outlook(RandomStream& random, std::size_t hops) {
  NetworkProfile network{.name = "chain", .input = {1e5 * random.uniform()}};
  std::string before = "input";
  for (int i = 0; i < 3; ++i) {
    LayerProfile layer{.name = "layer" + std::to_string(i), .op = "conv"};
    layer.cost.macs = Macs{1e6 * random.uniform()};
    layer.output = {1e5 * random.uniform()};
    for (std::uint64_t k = random.next() % 4; k > 0; --k) {
      network.bottlenecks.push_back({.after = before,
                                     .name = "k" + std::to_string(k),
                                     .ratio = random.uniform() + 0.01,
                                     .encoder = random_work(random),
                                     .decoder = random_work(random),
                                     .accuracy_change = 0.05 - 0.2 * random.uniform(),
                                     .replaces_head = before != "input" && random.uniform() < 0.4});
    }
    before = layer.name;
    network.layers.push_back(layer);
  }
  std::vector<Hardware> hardware(hops + 1, slow_device());
  for (Hardware& place : hardware) place.rate = Figure<MacRate>{{1e7 * (0.1 + random.uniform())}};
  std::vector<const Hardware*> places;
  for (const Hardware& place : hardware) places.push_back(&place);
  Outlook outlook(CostTable(NetworkGraph(network), places));
  for (LinkEstimate& link : outlook.links)
    link = {.up = {1e6 * random.uniform()}, .down = {1e6}, .latency = {0.01 * random.uniform()}};
  return outlook;
}

/// Compares with all decisions, found and priced without the policy's search. @return how many decisions
/// chose a bottleneck
int compare_with_all(std::size_t hops, const std::string& objective, double largest_loss) {
  RandomStream random(100 * hops + objective.size());
  const Prices prices{.second = 0.5, .joule = 0.1};
  int compressed = 0;
  for (int chain = 0; chain < 40; ++chain) {
    const Outlook outlook = random_outlook(random, hops);
    const auto value = [&](const Decision& decision) {
      const Planned sum = planned(outlook, decision);
      if (-sum.change > largest_loss) return std::numeric_limits<double>::infinity();
      if (objective == "latency") return sum.latency;
      if (objective == "energy") return sum.energy;
      return prices.second * sum.latency + prices.joule * sum.energy - sum.change;
    };
    double least = std::numeric_limits<double>::infinity();
    for (const Decision& decision : all_decisions(outlook.costs, hops))
      least = std::min(least, value(decision));
    const Decision decision = decided(outlook, chosen_by(objective, largest_loss), prices);
    CAPTURE(chain);
    CHECK(value(decision) == doctest::Approx(least).epsilon(1e-9));
    if (!decision.encodings.empty()) ++compressed;
  }
  return compressed;
}

}  // namespace

TEST_CASE("bottleneck_choice finds the least of all cuts and bottlenecks over one hop") {
  for (const char* objective : {"cost", "latency", "energy"}) {
    for (const double loss : {1.0, 0.05}) CHECK(compare_with_all(1, objective, loss) > 5);
  }
}

TEST_CASE("bottleneck_choice finds the least of all cuts and bottlenecks over two hops") {
  CHECK(compare_with_all(2, "cost", 1) > 5);
  CHECK(compare_with_all(2, "latency", 0.05) > 5);
}

TEST_CASE("bottleneck_choice weighs what a bottleneck saves against what it loses") {
  // The whole input .1504 s, cropped .1104 s and .01 less accurate.
  const Outlook outlook = encoded_outlook(1);
  const Decision cropped{.cuts = {0}, .encodings = {1}};
  const Decision whole{.cuts = {0}};
  CHECK(decided(outlook, chosen_by("cost"), {.second = 0.3}) == cropped);  // .04 s are worth .012
  CHECK(decided(outlook, chosen_by("cost"), {.second = 0.2}) == whole);    // .008
  CHECK(decided(outlook, chosen_by("latency")) == cropped);
  CHECK(decided(outlook, chosen_by("latency", 0.009)) == whole);
}

TEST_CASE("bottleneck_choice may be given the cut") {
  const Outlook outlook = encoded_outlook(1);
  PolicyChoice choice = chosen_by("latency");
  choice.parameters.emplace_back("cut", std::string("b"));
  CHECK(decided(outlook, choice) == Decision{.cuts = {2}, .encodings = {1}});
}

TEST_CASE("bottleneck_choice stays on the device while nothing gets through") {
  Outlook outlook = encoded_outlook(1);
  outlook.links.front().up = {0};
  for (const char* objective : {"cost", "latency", "energy"})
    CHECK(decided(outlook, chosen_by(objective)) == Decision{.cuts = {3}});
}

TEST_CASE("bottleneck_choice refuses what it cannot weigh") {
  Hardware unknown = slow_device();
  unknown.power.compute.reset();
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(encoded_layers()), {&unknown, &server}));
  CHECK_THROWS_WITH_AS(decided(outlook, chosen_by("energy")),
                       "'objective: energy' needs a device whose computing power is known",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(decided(outlook, chosen_by("cost"), {.joule = 1}),
                       "a price of a joule needs a device whose computing power is known",
                       std::invalid_argument);
  CHECK_NOTHROW(decided(outlook, chosen_by("cost")));
}

TEST_CASE("bottleneck_choice refuses memories that hold no way") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{1}};
  Outlook outlook(CostTable(NetworkGraph(encoded_layers()), {&small, &small}));
  CHECK_THROWS_WITH_AS(
      decided(outlook, chosen_by("latency")),
      "no way to cut and compress fits the memories and loses no more accuracy than 'largest_loss'",
      std::invalid_argument);
}
