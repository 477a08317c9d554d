#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<std::string> after_a_and_b{"a", "b"};

PolicyChoice with(const ParameterValue& threshold) {
  return {.name = "confidence_exit", .parameters = {{"threshold", threshold}}};
}

ExitAction at(OffloadPolicy& policy, std::size_t exit, double confidence) {
  return policy.at_exit({.exit = exit, .confidence = confidence});
}

}  // namespace

TEST_CASE("confidence exit looks at every exit and stays on the device unless told otherwise") {
  const Outlook outlook(1, after_a_and_b);
  const Decision decision = make_policy(with(0.5), outlook.setting())->decide(outlook.observation());
  CHECK(positions(decision.cuts) == std::vector<int>{3});
  CHECK(decision.exits.contains(1));
  CHECK(decision.exits.contains(2));
  CHECK(decision.exits.bits() == 3);
}

TEST_CASE("confidence exit cuts where it is told") {
  const Outlook outlook(2, after_a_and_b);
  PolicyChoice choice = with(0.5);
  choice.parameters.emplace_back("cut", std::vector<std::string>{"a", "b"});
  const auto policy = make_policy(choice, outlook.setting());
  CHECK(positions(policy->decide(outlook.observation()).cuts) == std::vector<int>{1, 2});
}

TEST_CASE("confidence exit stops where the confidence reaches the threshold") {
  const auto policy = make_policy(with(0.5), Outlook(1, after_a_and_b).setting());
  for (const std::size_t exit : {1U, 2U}) {
    CHECK(at(*policy, exit, 0.49) == ExitAction::go_on);
    CHECK(at(*policy, exit, 0.5) == ExitAction::stop);
    CHECK(at(*policy, exit, 1.0) == ExitAction::stop);
  }
}

TEST_CASE("confidence exit may have a threshold for each exit") {
  const auto policy = make_policy(with(std::vector<double>{0.9, 0.3}), Outlook(1, after_a_and_b).setting());
  CHECK(at(*policy, 1, 0.8) == ExitAction::go_on);
  CHECK(at(*policy, 1, 0.9) == ExitAction::stop);
  CHECK(at(*policy, 2, 0.29) == ExitAction::go_on);
  CHECK(at(*policy, 2, 0.3) == ExitAction::stop);
}

TEST_CASE("confidence exit needs one threshold or one an exit") {
  CHECK_THROWS_WITH_AS(
      make_policy(with(std::vector<double>{0.1, 0.2, 0.3}), Outlook(1, after_a_and_b).setting()),
      "3 thresholds for the 2 side branches of network 'abc'", std::invalid_argument);
  CHECK_THROWS_WITH_AS(make_policy({.name = "confidence_exit"}, Outlook(1, after_a_and_b).setting()),
                       "0 thresholds for the 2 side branches of network 'abc'", std::invalid_argument);
}

TEST_CASE("confidence exit needs samples with confidences") {
  Outlook outlook(1, after_a_and_b);
  outlook.has_confidences = false;
  CHECK_THROWS_WITH_AS(make_policy(with(0.5), outlook.setting()),
                       "network 'abc' has no samples with confidences to look at", std::invalid_argument);
}

TEST_CASE("confidence exit on a network without exits looks at nothing") {
  Outlook outlook(1);
  outlook.has_confidences = false;
  const auto policy = make_policy(with(0.5), outlook.setting());
  CHECK(policy->decide(outlook.observation()).exits.empty());
}

TEST_CASE("confidence exit needs places that hold their layers") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{16000}};
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&small}));
  CHECK_THROWS_WITH_AS(make_policy(with(0.5), outlook.setting()),
                       "the layers of network 'abc' do not fit the memory of device 'slow', by 48 bytes",
                       std::invalid_argument);
}
