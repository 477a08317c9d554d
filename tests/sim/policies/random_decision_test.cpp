#include <doctest/doctest.h>

#include <map>
#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr int draws = 6000;

/// How often each pair of cut and exit (3: none) is decided on.
std::map<std::pair<int, int>, int> drawn(const Outlook& outlook, const PolicyChoice& choice) {
  const auto policy = make_policy(choice, outlook.setting());
  std::map<std::pair<int, int>, int> counts;
  for (int i = 0; i < draws; ++i) {
    const Decision decision = policy->decide(outlook.observation());
    const int exit = decision.exits.contains(1) ? 1 : decision.exits.contains(2) ? 2 : 3;
    ++counts[{positions(decision.cuts).front(), exit}];
  }
  return counts;
}

}  // namespace

TEST_CASE("a random decision draws every cut and every exit alike") {
  const auto counts = drawn(Outlook(1, {"a", "b"}), {.name = "random_decision"});
  CHECK(counts.size() == 4 * 3);
  // Chi-squared with 11 degrees of freedom; its 99.9 % quantile is 31.26.
  const double expected = draws / 12.0;
  double chi2 = 0;
  for (const auto& [pair, count] : counts) chi2 += (count - expected) * (count - expected) / expected;
  CHECK(chi2 < 31.26);
}

TEST_CASE("a random decision takes the answer of its exit, from a threshold on where there is one") {
  const Outlook outlook(1, {"a", "b"});
  const auto always = make_policy({.name = "random_decision"}, outlook.setting());
  CHECK(always->at_exit({.exit = 1, .confidence = 0}) == ExitAction::stop);
  const auto from =
      make_policy({.name = "random_decision", .parameters = {{"threshold", 0.7}}}, outlook.setting());
  CHECK(from->at_exit({.exit = 1, .confidence = 0.69}) == ExitAction::go_on);
  CHECK(from->at_exit({.exit = 1, .confidence = 0.7}) == ExitAction::stop);
}

TEST_CASE("a random decision may keep a cut") {
  const auto counts = drawn(Outlook(1, {"a", "b"}), {.name = "random_decision",
                                                     .parameters = {{"cut", std::vector<std::string>{"b"}}}});
  CHECK(counts.size() == 3);
  CHECK(counts.begin()->first.first == 2);
}

TEST_CASE("a random decision looks at no exit where nobody knows what it says") {
  Outlook outlook(1, {"a", "b"});
  outlook.has_confidences = false;
  const auto counts = drawn(outlook, {.name = "random_decision"});
  CHECK(counts.size() == 4);
  CHECK(counts.begin()->first.second == 3);
}

TEST_CASE("a random decision draws among the cuts that fit") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{16000}};
  const Hardware server = fast_server();
  const auto counts = drawn(Outlook(CostTable(NetworkGraph(three_layers({"a", "b"})), {&small, &server})),
                            {.name = "random_decision"});
  for (const auto& entry : counts) CHECK(entry.first.first < 3);
  Hardware tiny = slow_device();
  tiny.memory = Figure<Bytes>{{1}};
  const Outlook nowhere(CostTable(NetworkGraph(three_layers()), {&tiny}));
  CHECK_THROWS_WITH_AS(make_policy({.name = "random_decision"}, nowhere.setting()),
                       "no cut leaves the device and the last server what their memories hold",
                       std::invalid_argument);
}
