#include <doctest/doctest.h>

#include <stdexcept>

#include "sim/truth.hpp"
#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Confidences of one sample at a, b and the end.
SampleTrace one_sample() {
  SampleTrace trace(3, true, false);
  trace.add({{.confidence = .5}, {.confidence = .95}, {.confidence = .99}});
  return trace;
}

}  // namespace

TEST_CASE("splitee_s_released learns of an exit that would have offloaded what only the truth tells") {
  const Outlook outlook(1, {"a", "b"});
  const SampleTrace trace = one_sample();
  const WorldTruth world{.samples = &trace};
  PolicySetting setting = outlook.setting();
  setting.truth = &world;
  const auto policy = make_policy(
      {.name = "splitee_s_released", .parameters = {{"threshold", 0.8}, {"exploration", 0.0}}}, setting);
  const std::vector<LinkTruth> links(1);
  std::vector<int> cuts;
  for (std::uint64_t request = 1; request <= 6; ++request) {
    policy->reveal({links, 0});
    Observation observation = outlook.observation();
    observation.request = request;
    cuts.push_back(policy->decide(observation).cuts.front());
  }
  // No answer has come, and yet: offloading from a brings .99 - .31, stopping at b .95 - .4.
  CHECK(cuts == std::vector<int>{1, 2, 3, 1, 1, 1});
  CHECK(policy->at_exit({.exit = 1, .confidence = .9, .request = 2}) == ExitAction::go_on);
  CHECK(policy->at_exit({.exit = 2, .confidence = .9, .request = 2}) == ExitAction::stop);
  CHECK(policy->at_exit({.exit = 1, .confidence = .5, .request = 1}) == ExitAction::go_on);
}

TEST_CASE("splitee_s_released says that it knows the truth") {
  CHECK(find_policy("splitee_s_released")->knows_truth);
  CHECK_FALSE(find_policy("splitee_s")->knows_truth);
}

TEST_CASE("splitee_s_released is none without the truth") {
  CHECK_THROWS_WITH_AS(make_policy({.name = "splitee_s_released"}, Outlook(1, {"a"}).setting()),
                       "a bound was not told the truth", std::logic_error);
}
