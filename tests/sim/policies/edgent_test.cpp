#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "sim/expectation.hpp"
#include "tests/sim/random_outlook.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

PolicyChoice within(double bound, const std::string& variant = "static") {
  return {.name = "edgent", .parameters = {{"bound", bound}, {"variant", variant}}};
}

Decision decided(const Outlook& outlook, const PolicyChoice& choice) {
  return make_policy(choice, outlook.setting())->decide(outlook.observation());
}

/// The exit that a decision is after: the one it looks at, or the end.
std::size_t exit_of(const Decision& decision, const NetworkGraph& network) {
  for (std::size_t exit = 1; exit < network.exit_count(); ++exit) {
    if (decision.exits.contains(exit)) return exit;
  }
  return network.exit_count();
}

std::size_t end_of(std::size_t exit, const NetworkGraph& network) {
  return exit == network.exit_count() ? network.layers().size() : network.exit_position(exit);
}

/// Layer by layer and hop by hop until the exit has answered.
double time_to(std::size_t exit, const Outlook& outlook, const CutPositions& cuts) {
  const CostTable& costs = outlook.costs;
  const std::size_t end = end_of(exit, costs.network());
  double time = 0;
  std::size_t first = 0;
  for (std::size_t place = 0; place < costs.places() && (first < end || place == 0); ++place) {
    const double load = place == 0 ? 1 : outlook.server_loads[place - 1];
    const std::size_t last = place < cuts.size() ? std::min<std::size_t>(cuts[place], end) : end;
    time += load * (costs.time(place, first, last) + costs.decoder_time(place, first, last)).value;
    first = last;
    if (last == end) {
      if (exit < costs.network().exit_count()) time += load * costs.exit_time(place, exit).value;
      break;
    }
    const LinkEstimate& link = outlook.links[place];
    const std::size_t begin = place == 0 ? 0 : cuts[place - 1];
    time += load * costs.encoder_time(place, begin, last).value;
    time += (costs.crossing(last) / link.up).value + link.latency.value;
    if (outlook.answer) time += (*outlook.answer / link.down).value + link.latency.value;
  }
  return time;
}

double least_time(std::size_t exit, const Outlook& outlook) {
  const std::size_t end = end_of(exit, outlook.costs.network());
  double least = std::numeric_limits<double>::infinity();
  for_every_cuts(outlook.links.size(), end, [&](const CutPositions& cuts) {
    if (fits(outlook.costs, cuts, end)) least = std::min(least, time_to(exit, outlook, cuts));
  });
  return least;
}

/// The least time of the last exit that keeps the bound, or of the first.
std::pair<std::size_t, double> best(const Outlook& outlook, double bound) {
  for (std::size_t exit = outlook.costs.network().exit_count(); exit > 0; --exit) {
    const double time = least_time(exit, outlook);
    if (time < bound || exit == 1) return {exit, time};
  }
  return {};
}

/// @return worlds in which some exit kept the bound, and another one would not have
std::size_t compare_with_search(std::size_t hops) {
  RandomStream random(40 + hops);
  std::size_t told_apart = 0;
  for (int world = 0; world < 300; ++world) {
    const Outlook outlook = random_outlook(random, hops,
                                           {.small_memories = world % 5 == 0,
                                            .bottlenecks = world % 3 == 0,
                                            .branches = world % 3 == 1,
                                            .exits = true});
    const NetworkGraph& network = outlook.costs.network();
    const double bound = random.uniform();
    if (network.exit_count() == 1) continue;
    if (least_time(network.exit_count(), outlook) == std::numeric_limits<double>::infinity()) continue;
    const auto [exit, time] = best(outlook, bound);
    const Decision decision = decided(outlook, within(bound));
    CAPTURE(world);
    REQUIRE(exit_of(decision, network) == exit);
    REQUIRE(time_to(exit, outlook, decision.cuts) == doctest::Approx(time).epsilon(1e-9));
    REQUIRE(fits(outlook.costs, decision.cuts, end_of(exit, network)));
    if (exit < network.exit_count() && time < bound) ++told_apart;
  }
  return told_apart;
}

}  // namespace

TEST_CASE("Edgent finds the last exit within the bound and its best cut of all on no hop and one") {
  CHECK(compare_with_search(0) > 20);
  CHECK(compare_with_search(1) > 20);
}

TEST_CASE("Edgent finds the last exit within the bound and its best cuts of all on two hops") {
  CHECK(compare_with_search(2) > 20);
}

// ---- by hand, on the small world with exits after a and b

namespace {

/// At 200 kbps. Exit 1 on the device .15 s. Exit 2: after the input .4 + .03 + .005, after a .1 + .24 + .02 +
/// .005, each + .0104; on the device .35 s. The end: after a .4004, on the device .6.
Outlook slow_world() {
  Outlook outlook(1, {"a", "b"});
  outlook.links.front().up = {2e5};
  return outlook;
}

}  // namespace

TEST_CASE("Edgent takes an earlier exit the tighter the bound is") {
  struct Row {
    double bound;
    std::size_t exit;
    int cut;
  };
  for (const Row& row : {Row{0.5, 3, 1}, Row{0.41, 3, 1}, Row{0.4, 2, 2}, Row{0.36, 2, 2}, Row{0.35, 1, 1},
                         Row{0.16, 1, 1}, Row{0.1, 1, 1}}) {
    const Outlook outlook = slow_world();
    const Decision decision = decided(outlook, within(row.bound));
    CAPTURE(row.bound);
    CHECK(exit_of(decision, outlook.costs.network()) == row.exit);
    CHECK(positions(decision.cuts) == std::vector<int>{row.cut});
  }
}

TEST_CASE("Edgent as released looks at the time without a cut and sends the input where nothing keeps it") {
  struct Row {
    double bound;
    std::size_t exit;
    int cut;
  };
  for (const Row& row : {Row{0.61, 3, 1}, Row{0.5, 2, 2}, Row{0.36, 2, 2}, Row{0.35, 1, 1}, Row{0.1, 1, 0}}) {
    const Outlook outlook = slow_world();
    const Decision decision = decided(outlook, within(row.bound, "released"));
    CAPTURE(row.bound);
    CHECK(exit_of(decision, outlook.costs.network()) == row.exit);
    CHECK(positions(decision.cuts) == std::vector<int>{row.cut});
  }
}

TEST_CASE("Edgent stops at its exit whatever that says") {
  const auto policy = make_policy(within(1), Outlook(1, {"a"}).setting());
  CHECK(policy->at_exit({.exit = 1, .confidence = 0}) == ExitAction::stop);
}

TEST_CASE("Edgent follows its estimates and the deadline") {
  Outlook outlook(1, {"a", "b"});
  PolicySetting setting = outlook.setting();
  setting.deadline = Seconds{0.3};
  const auto policy = make_policy({.name = "edgent"}, setting);
  // At 1 Mbps the end is had after the input for .1504 s.
  CHECK(policy->decide(outlook.observation()).exits.empty());
  outlook.links.front().up = {2e5};
  CHECK(policy->decide(outlook.observation()).exits.contains(1));
  outlook.links.front().up = {1e6};
  CHECK(policy->decide(outlook.observation()).exits.empty());
}

TEST_CASE("Edgent with bandwidth states keeps its decision until a change is confirmed") {
  Outlook outlook(1, {"a", "b"});
  PolicyChoice choice = within(0.3, "bandwidth_states");
  choice.parameters.emplace_back("confirm", 2.0);
  choice.parameters.emplace_back("state_width", 4.0);
  const auto policy = make_policy(choice, outlook.setting());
  // States of factors of 4: .26 to 1.05 Mbit/s, whose middle is 524 kbit/s, and .066 to .26, 131 kbit/s.
  // At 524 kbit/s the end after the input takes .153 + .06 + .0104 s; at 131 kbit/s .68.
  const auto looks_at_first = [&](double rate) {
    outlook.links.front().up = {rate};
    return policy->decide(outlook.observation()).exits.contains(1);
  };
  CHECK_FALSE(looks_at_first(1e6));
  CHECK_FALSE(looks_at_first(3e5));  // the same state: at this rate itself the end would take .337 s
  CHECK_FALSE(looks_at_first(2e5));
  CHECK_FALSE(looks_at_first(1e6));  // it was back
  CHECK_FALSE(looks_at_first(2e5));
  CHECK(looks_at_first(2e5));
  CHECK(looks_at_first(1e6));
  CHECK_FALSE(looks_at_first(1e6));
}

TEST_CASE("a simulated device answers at Edgent's exit as late as expected") {
  Scenario scenario = idle_scenario({"a", "b"});
  scenario.links.front().up = RateTrace::constant({2e5});
  scenario.networks.front().samples = trace_from_shares({.shares = {0.2, 0.3, 0.5}, .rows = 100});
  const Simulated run = simulated(scenario, within(0.4));
  for (const double latency : run.requests.numbers("latency_s")) CHECK(latency == doctest::Approx(0.35));
  CHECK(run.requests.numbers("exit") == std::vector<double>(run.requests.rows(), 2.0));
}

// ---- limits

TEST_CASE("Edgent is refused what it needs") {
  const auto refuse = [](const Outlook& outlook, const PolicyChoice& choice, const char* why) {
    CHECK_THROWS_WITH_AS(make_policy(choice, outlook.setting()), why, std::invalid_argument);
  };
  refuse(Outlook(1, {"a"}), {.name = "edgent"},
         "'edgent' needs a bound: write 'bound: 200 ms', or give the devices a deadline");
  refuse(Outlook(1), within(1), "'edgent' chooses among exits, and network 'abc' has no side branch");
  refuse(Outlook(2, {"a"}), within(1, "released"), "'variant: released' is for paths of one hop");
  Outlook silent(1, {"a"});
  silent.has_confidences = false;
  refuse(silent, within(1), "network 'abc' has no samples that say how its exits answer");
  PolicyChoice choice = within(1, "bandwidth_states");
  choice.parameters.emplace_back("confirm", 0.0);
  refuse(Outlook(1, {"a"}), choice, "'confirm' is a number of estimates: at least 1");
  choice.parameters.back() = {"state_width", 1.0};
  refuse(Outlook(1, {"a"}), choice, "'state_width' is the highest rate of a state over its lowest: above 1");
}
