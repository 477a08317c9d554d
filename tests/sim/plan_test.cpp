#include "sim/plan.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/encoded_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-12);
}

ExitSet exits(const std::vector<std::size_t>& numbers) {
  ExitSet set;
  for (const std::size_t number : numbers) set.insert(number);
  return set;
}

const std::vector<std::string> after_a_and_b{"a", "b"};

}  // namespace

TEST_CASE("layers in one place with no exit between them are one segment") {
  const Outlook outlook(1, after_a_and_b);
  const Plan plan = make_plan(outlook.costs, {1.0}, {.cuts = {3}});
  REQUIRE(plan.visits.size() == 1);
  CHECK_FALSE(plan.offloads());
  REQUIRE(plan.visits[0].segments.size() == 1);
  const Segment& segment = plan.visits[0].segments[0];
  CHECK(same(segment.time.value, 0.6));
  CHECK(same(segment.head_energy.value, 1.8));
  CHECK(segment.exit_energy.value == 0.0);
  CHECK(segment.exit == 0);
}

TEST_CASE("an exit that is looked at ends a segment and is computed in it") {
  const Outlook outlook(1, after_a_and_b);
  const Plan plan = make_plan(outlook.costs, {1.0}, {.cuts = {3}, .exits = exits({1, 2})});
  const auto& segments = plan.visits.at(0).segments;
  REQUIRE(segments.size() == 3);
  CHECK(same(segments[0].time.value, 0.15));  // layer a and its exit
  CHECK(same(segments[0].head_energy.value, 0.3));
  CHECK(same(segments[0].exit_energy.value, 0.15));
  CHECK(segments[0].exit == 1);
  CHECK(same(segments[1].time.value, 0.25));
  CHECK(same(segments[1].head_energy.value, 0.6));
  CHECK(segments[1].exit == 2);
  CHECK(same(segments[2].time.value, 0.3));
  CHECK(segments[2].exit == 0);
}

TEST_CASE("an exit that is not looked at costs nothing") {
  const Outlook outlook(1, after_a_and_b);
  const Plan plan = make_plan(outlook.costs, {1.0}, {.cuts = {3}, .exits = exits({2})});
  const auto& segments = plan.visits.at(0).segments;
  REQUIRE(segments.size() == 2);
  CHECK(same(segments[0].time.value, 0.35));  // layers a and b and the exit behind b
  CHECK(segments[0].exit == 2);
  CHECK(same(segments[1].time.value, 0.3));
}

TEST_CASE("an exit right at the cut belongs to the side of the head") {
  const Outlook outlook(1, after_a_and_b);
  const Plan plan = make_plan(outlook.costs, {1.0}, {.cuts = {1}, .exits = exits({1, 2})});
  REQUIRE(plan.visits.size() == 2);
  CHECK(plan.offloads());
  REQUIRE(plan.visits[0].segments.size() == 1);
  CHECK(plan.visits[0].segments[0].exit == 1);
  CHECK(plan.visits[0].leaving.value == 6000);
  REQUIRE(plan.visits[1].segments.size() == 2);
  CHECK(plan.visits[1].segments[0].exit == 2);
  CHECK(same(plan.visits[1].segments[0].time.value, 0.02 + 0.005));
  CHECK(same(plan.visits[1].segments[1].time.value, 0.03));
}

TEST_CASE("a segment may end with the visit at an exit") {
  const Outlook outlook(2, after_a_and_b);
  const Plan plan = make_plan(outlook.costs, {1.0, 1.0}, {.cuts = {1, 2}, .exits = exits({2})});
  REQUIRE(plan.visits.size() == 3);
  REQUIRE(plan.visits[1].segments.size() == 1);
  CHECK(plan.visits[1].segments[0].exit == 2);
}

TEST_CASE("a place without layers is only passed through") {
  const Outlook outlook(2);
  const Plan plan = make_plan(outlook.costs, {1.0, 1.0}, {.cuts = {0, 0}});
  REQUIRE(plan.visits.size() == 3);
  CHECK(plan.visits[0].segments.empty());
  CHECK(plan.visits[0].leaving.value == 10000);
  CHECK(plan.visits[1].segments.empty());
  CHECK(plan.visits[1].leaving.value == 10000);
  REQUIRE(plan.visits[2].segments.size() == 1);
  CHECK(same(plan.visits[2].segments[0].time.value, 0.06));
}

TEST_CASE("a request does not go further than the place of its last layer") {
  const Outlook outlook(2);
  CHECK(make_plan(outlook.costs, {1.0, 1.0}, {.cuts = {3, 3}}).visits.size() == 1);
  CHECK(make_plan(outlook.costs, {1.0, 1.0}, {.cuts = {1, 3}}).visits.size() == 2);
  CHECK(make_plan(outlook.costs, {1.0, 1.0}, {.cuts = {0, 3}}).visits.size() == 2);
}

TEST_CASE("the load of a server stretches the layers and the exits computed there") {
  const Outlook outlook(2, {"b"});
  const Plan plan = make_plan(outlook.costs, {3.0, 7.0}, {.cuts = {1, 2}, .exits = exits({1})});
  CHECK(same(plan.visits.at(0).segments.at(0).time.value, 0.1));
  CHECK(same(plan.visits.at(1).segments.at(0).time.value, 3.0 * (0.02 + 0.005)));
  CHECK(same(plan.visits.at(2).segments.at(0).time.value, 7.0 * 0.03));
}

TEST_CASE("cuts that do not fit the path are a fault of the policy") {
  const Outlook outlook(1);
  CHECK_THROWS_WITH_AS(
      make_plan(outlook.costs, {1.0}, {.cuts = {1, 2}}),
      "a policy decided on 2 cuts that do not fit a path with 2 places and a network with 3 layers",
      std::logic_error);
  CHECK_THROWS_AS(make_plan(outlook.costs, {1.0}, {.cuts = {}}), std::logic_error);
}

TEST_CASE("cuts that fall or lie beyond the network are a fault of the policy") {
  const Outlook outlook(2);
  const char* message =
      "a policy decided on 2 cuts that do not fit a path with 3 places and a network with 3 layers";
  CHECK_THROWS_WITH_AS(make_plan(outlook.costs, {1.0, 1.0}, {.cuts = {2, 1}}), message, std::logic_error);
  CHECK_THROWS_WITH_AS(make_plan(outlook.costs, {1.0, 1.0}, {.cuts = {2, 4}}), message, std::logic_error);
}

TEST_CASE("a plan book makes one plan for each decision and keeps it") {
  const Outlook outlook(1, after_a_and_b);
  PlanBook book(outlook.costs, {2.0});
  const Plan& cut_at_one = book.plan({.cuts = {1}});
  const Plan& cut_at_two = book.plan({.cuts = {2}});
  const Plan& with_exit = book.plan({.cuts = {1}, .exits = exits({1})});
  CHECK(&cut_at_one != &cut_at_two);
  CHECK(&cut_at_one != &with_exit);
  CHECK(&book.plan({.cuts = {1}}) == &cut_at_one);
  CHECK(&book.plan({.cuts = {2}}) == &cut_at_two);
  CHECK(&book.plan({.cuts = {1}, .exits = exits({1})}) == &with_exit);
  CHECK(cut_at_two.decision == Decision{.cuts = {2}});
  CHECK(same(cut_at_two.visits.at(1).segments.at(0).time.value, 2.0 * 0.03));
}

TEST_CASE("a plan book refuses a decision that does not fit each time it is asked") {
  const Outlook outlook(1);
  PlanBook book(outlook.costs, {1.0});
  CHECK_THROWS_AS(book.plan({.cuts = {4}}), std::logic_error);
  CHECK_THROWS_AS(book.plan({.cuts = {4}}), std::logic_error);
  CHECK(book.plan({.cuts = {2}}).visits.size() == 2);
}

// ---- bottlenecks

namespace {

/// The small world with a bottleneck after a: 1 MMAC to encode, 2 MMAC to decode, half the bytes.
CostTable encoded_after_a(std::size_t hops, const std::vector<std::string>& exits_after = {}) {
  NetworkProfile network = three_layers(exits_after);
  network.bottlenecks.push_back({.after = "a",
                                 .ratio = 0.5,
                                 .encoder = {.macs = Macs{1e6}},
                                 .decoder = {.macs = Macs{2e6}},
                                 .accuracy_change = -0.02});
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  std::vector<const Hardware*> places(hops + 1, &server);
  places.front() = &device;
  return {NetworkGraph(network), places};
}

}  // namespace

TEST_CASE("encoding belongs to the last piece in front of the cut and decoding to the first behind it") {
  const CostTable costs = encoded_after_a(1);
  const Plan plan = make_plan(costs, {2.0}, {.cuts = {1}});
  REQUIRE(plan.visits.size() == 2);
  REQUIRE(plan.visits[0].segments.size() == 1);
  CHECK(same(plan.visits[0].segments[0].time.value, 0.2));
  CHECK(same(plan.visits[0].segments[0].head_energy.value, 0.6));
  CHECK(same(plan.visits[0].leaving.value, 3000));
  REQUIRE(plan.visits[1].segments.size() == 1);
  CHECK(same(plan.visits[1].segments[0].time.value, 2 * (0.02 + 0.05)));
}

TEST_CASE("an exit at the cut is looked at before anything is encoded") {
  const CostTable costs = encoded_after_a(1, {"a"});
  const Plan plan = make_plan(costs, {1.0}, {.cuts = {1}, .exits = exits({1})});
  const auto& segments = plan.visits.at(0).segments;
  REQUIRE(segments.size() == 2);
  CHECK(same(segments[0].time.value, 0.15));  // layer a and its exit
  CHECK(segments[0].exit == 1);
  CHECK(same(segments[1].time.value, 0.1));  // the encoder
  CHECK(same(segments[1].head_energy.value, 0.3));
  CHECK(segments[1].exit_energy.value == 0);
  CHECK(segments[1].exit == 0);
}

TEST_CASE("a cut elsewhere encodes nothing") {
  const CostTable costs = encoded_after_a(1);
  const Plan plan = make_plan(costs, {1.0}, {.cuts = {2}});
  CHECK(same(plan.visits[0].segments[0].time.value, 0.3));
  CHECK(same(plan.visits[0].leaving.value, 3000));
  CHECK(same(plan.visits[1].segments[0].time.value, 0.03));
  CHECK(plan.visits[1].accuracy_change == 0);
}

TEST_CASE("a place that passes an encoded tensor on neither decodes nor encodes it") {
  const CostTable costs = encoded_after_a(2);
  const Plan plan = make_plan(costs, {1.0, 1.0}, {.cuts = {1, 1}});
  REQUIRE(plan.visits.size() == 3);
  CHECK(plan.visits[1].segments.empty());
  CHECK(same(plan.visits[0].leaving.value, 3000));
  CHECK(same(plan.visits[1].leaving.value, 3000));
  CHECK(same(plan.visits[2].segments[0].time.value, 0.02 + 0.05));
}

TEST_CASE("a bottleneck changes the accuracy of answers from behind it and counts once") {
  const CostTable costs = encoded_after_a(2);
  const Plan passed_on = make_plan(costs, {1.0, 1.0}, {.cuts = {1, 1}});
  CHECK(passed_on.visits[0].accuracy_change == 0);
  CHECK(passed_on.visits[2].accuracy_change == -0.02);
  const Plan on_the_way = make_plan(costs, {1.0, 1.0}, {.cuts = {1, 2}});
  CHECK(on_the_way.visits[1].accuracy_change == -0.02);
  CHECK(on_the_way.visits[2].accuracy_change == -0.02);
  const Plan all_here = make_plan(costs, {1.0, 1.0}, {.cuts = {3, 3}});
  CHECK(all_here.visits[0].accuracy_change == 0);
}

TEST_CASE("changes of two bottlenecks on the way of a request add up") {
  NetworkProfile network = three_layers();
  network.bottlenecks = {{.after = "input", .accuracy_change = -0.01},
                         {.after = "b", .accuracy_change = 0.03}};
  const Hardware device = slow_device();
  const Hardware server = fast_server();
  const CostTable costs(NetworkGraph(network), {&device, &server, &server});
  const Plan plan = make_plan(costs, {1.0, 1.0}, {.cuts = {0, 2}});
  CHECK(same(plan.visits[1].accuracy_change, -0.01));
  CHECK(same(plan.visits[2].accuracy_change, 0.02));
}

// ---- bottlenecks that a decision chooses

TEST_CASE("a bottleneck that is chosen is encoded and decoded and sends its share") {
  const Outlook outlook = encoded_outlook(1);
  const Plan plan = make_plan(outlook.costs, {2.0}, {.cuts = {1}, .encodings = {3}});  // wide
  CHECK(same(plan.visits.at(0).segments.at(0).time.value, 0.1 + 0.03));
  CHECK(same(plan.visits.at(0).segments.at(0).head_energy.value, 3 * 0.13));
  CHECK(same(plan.visits.at(0).leaving.value, 2400));
  CHECK(same(plan.visits.at(1).segments.at(0).time.value, 2.0 * (0.004 + 0.05)));
  CHECK(same(plan.visits.at(1).accuracy_change, -0.02));
}

TEST_CASE("an encoder that replaces the head is all that the device computes") {
  const Outlook outlook = encoded_outlook(1, {"a", "b"});
  const Plan plan = make_plan(outlook.costs, {1.0}, {.cuts = {2}, .exits = exits({1, 2}), .encodings = {1}});
  REQUIRE(plan.visits.size() == 2);
  REQUIRE(plan.visits[0].segments.size() == 1);
  CHECK(plan.visits[0].segments[0].exit == 0);  // neither exit is met
  CHECK(same(plan.visits[0].segments[0].time.value, 0.07));
  CHECK(same(plan.visits[0].segments[0].head_energy.value, 0.21));
  CHECK(plan.visits[0].segments[0].exit_energy.value == 0);
  CHECK(same(plan.visits[0].leaving.value, 300));
  CHECK(same(plan.visits[1].segments.at(0).time.value, 0.005 + 0.03));
  CHECK(same(plan.visits[1].accuracy_change, -0.03));
}

TEST_CASE("what a place passes on stays encoded as it is") {
  const Outlook outlook = encoded_outlook(2);
  const Plan plan = make_plan(outlook.costs, {1.0, 1.0}, {.cuts = {2, 2}, .encodings = {1, 1}});
  CHECK(same(plan.visits.at(0).segments.at(0).time.value, 0.07));
  CHECK(plan.visits.at(1).segments.empty());
  CHECK(same(plan.visits.at(1).leaving.value, 300));
  CHECK(plan.visits.at(1).accuracy_change == 0);
  CHECK(same(plan.visits.at(2).accuracy_change, -0.03));
}

TEST_CASE("encodings that their cuts do not have are a fault of the policy") {
  const Outlook outlook = encoded_outlook(2);
  const auto refused = [&outlook](const Decision& decision) {
    CHECK_THROWS_WITH_AS(make_plan(outlook.costs, {1.0, 1.0}, decision),
                         doctest::Contains("a policy decided on the encodings"), std::logic_error);
  };
  refused({.cuts = {1, 1}, .encodings = {4, 4}});     // there are three
  refused({.cuts = {1, 1}, .encodings = {1, 2}});     // another one on the way
  refused({.cuts = {1, 2}, .encodings = {0, 1}});     // the server has no input to replace the head by
  refused({.cuts = {1, 1}, .encodings = {1, 1, 1}});  // more than hops
  refused({.cuts = {3, 3}, .encodings = {1, 1}});     // nothing crosses
  CHECK_THROWS_WITH_AS(make_plan(outlook.costs, {1.0, 1.0}, {.cuts = {1, 1}, .encodings = {4, 4}}),
                       "a policy decided on the encodings 4|4 that the cuts 1|1 do not have",
                       std::logic_error);
}

TEST_CASE("a plan book tells encodings apart") {
  const Outlook outlook = encoded_outlook(1);
  PlanBook book(outlook.costs, {1.0});
  const Plan& plain_cut = book.plan({.cuts = {1}});
  const Plan& narrow = book.plan({.cuts = {1}, .encodings = {1}});
  CHECK(&plain_cut != &narrow);
  CHECK(&book.plan({.cuts = {1}, .encodings = {1}}) == &narrow);
  CHECK(plain_cut.visits.at(0).leaving.value == 6000);
  CHECK(same(narrow.visits.at(0).leaving.value, 600));
}
