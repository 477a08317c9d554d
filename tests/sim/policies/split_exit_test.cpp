#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<std::string> after_a_and_b{"a", "b"};

PolicyChoice split_after(const std::vector<std::string>& layers, double threshold = 0.7) {
  return {.name = "split_exit", .parameters = {{"cut", layers}, {"threshold", threshold}}};
}

}  // namespace

TEST_CASE("split exit looks at the exit at its cut and at no other") {
  const Outlook outlook(1, after_a_and_b);
  const auto policy = make_policy(split_after({"b"}), outlook.setting());
  const Decision decision = policy->decide(outlook.observation());
  CHECK(positions(decision.cuts) == std::vector<int>{2});
  CHECK_FALSE(decision.exits.contains(1));
  CHECK(decision.exits.contains(2));
}

TEST_CASE("split exit looks on the device where the path has several hops") {
  const Outlook outlook(2, after_a_and_b);
  const Decision decision =
      make_policy(split_after({"a", "b"}), outlook.setting())->decide(outlook.observation());
  CHECK(positions(decision.cuts) == std::vector<int>{1, 2});
  CHECK(decision.exits.contains(1));
  CHECK_FALSE(decision.exits.contains(2));
}

TEST_CASE("split exit stops where the confidence reaches the threshold") {
  const auto policy = make_policy(split_after({"a"}), Outlook(1, after_a_and_b).setting());
  CHECK(policy->at_exit({.exit = 1, .confidence = 0.69}) == ExitAction::go_on);
  CHECK(policy->at_exit({.exit = 1, .confidence = 0.7}) == ExitAction::stop);
}

TEST_CASE("split exit needs an exit at its cut") {
  CHECK_THROWS_WITH_AS(make_policy(split_after({"c"}), Outlook(1, after_a_and_b).setting()),
                       "network 'abc' has no exit after 'c'; it has one after: a, b", std::invalid_argument);
  CHECK_THROWS_WITH_AS(make_policy(split_after({"input"}), Outlook(1, after_a_and_b).setting()),
                       "network 'abc' has no exit after 'input'; it has one after: a, b",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(make_policy(split_after({"a"}), Outlook(1).setting()),
                       "network 'abc' has no exit after 'a'; it has one after: no layer",
                       std::invalid_argument);
}

TEST_CASE("split exit needs a server to offload to") {
  CHECK_THROWS_WITH_AS(make_policy(split_after({}), Outlook(0, after_a_and_b).setting()),
                       "there is no server on the path to offload to", std::invalid_argument);
}

TEST_CASE("split exit needs samples with confidences") {
  Outlook outlook(1, after_a_and_b);
  outlook.has_confidences = false;
  CHECK_THROWS_WITH_AS(make_policy(split_after({"a"}), outlook.setting()),
                       "network 'abc' has no samples with confidences to look at", std::invalid_argument);
}

TEST_CASE("split exit needs places that hold their layers") {
  Hardware small = slow_device();
  small.memory = Figure<Bytes>{{16000}};
  const Hardware server = fast_server();
  const Outlook outlook(CostTable(NetworkGraph(three_layers(after_a_and_b)), {&small, &server}));
  // Layer a and its exit: 16 + 8 bytes of weights, 10000 in and 6000 out.
  CHECK_THROWS_WITH_AS(make_policy(split_after({"a"}), outlook.setting()),
                       "1 of the layers of network 'abc' do not fit the memory of device 'slow', by 24 bytes",
                       std::invalid_argument);
}
