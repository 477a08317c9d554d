#include "sim/replay/replay.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <vector>

using namespace splitscape;

namespace {

/// Two samples at three exits: the first is sure of itself from exit 2 on, the second never.
SampleTrace two_samples(bool confidences = true) {
  SampleTrace trace(3, confidences, true);
  trace.add({{.confidence = 0.5, .prediction = 0},
             {.confidence = 0.9, .prediction = 1},
             {.confidence = 0.95, .prediction = 1}});
  trace.add({{.confidence = 0.4, .prediction = 0},
             {.confidence = 0.5, .prediction = 0},
             {.confidence = 0.6, .prediction = 1}});
  return trace;
}

struct Kept {
  std::size_t sample;
  std::size_t exit;
  bool offloaded;
  double cost;
  double reward;
};

std::vector<Kept> replayed(const SampleTrace& trace, const PolicyChoice& policy,
                           const std::vector<std::uint32_t>& order = {0, 1}) {
  std::vector<Kept> kept;
  replay(trace, {.layer = 0.1, .offload = 0.5}, policy, order, 1, [&kept](const ReplayStep& step) {
    kept.push_back({step.sample, step.exit, step.offloaded, step.cost, step.reward});
  });
  return kept;
}

PolicyChoice split_at(const char* cut) {
  return {.name = "split_exit", .parameters = {{"cut", std::vector<std::string>{cut}}, {"threshold", 0.7}}};
}

}  // namespace

TEST_CASE("a replay charges the layers, the heads that were looked at and the offloading") {
  const auto kept = replayed(two_samples(), split_at("exit 2"));
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].exit == 2);
  CHECK_FALSE(kept[0].offloaded);
  CHECK(kept[0].cost == doctest::Approx(0.08 + 0.08 + 0.02));
  CHECK(kept[0].reward == doctest::Approx(0.9 - 0.2));  // the reward counts both heads
  CHECK(kept[1].exit == 3);
  CHECK(kept[1].offloaded);
  CHECK(kept[1].cost == doctest::Approx(0.08 + 0.08 + 0.02 + 0.5));
  CHECK(kept[1].reward == doctest::Approx(0.6 - 0.2 - 0.5));
}

TEST_CASE("what never leaves the device costs its layers") {
  const auto kept = replayed(two_samples(), {.name = "device_only"});
  CHECK(kept[0].exit == 3);
  CHECK_FALSE(kept[0].offloaded);
  CHECK(kept[0].cost == doctest::Approx(0.08 + 0.08 + 0.1));
  CHECK(kept[0].reward == doctest::Approx(0.95 - 0.3));
}

TEST_CASE("exits behind the cut are the server's and cost nothing") {
  const auto kept = replayed(two_samples(), {.name = "confidence_exit",
                                             .parameters = {{"threshold", std::vector<double>{0.7}},
                                                            {"cut", std::vector<std::string>{"exit 1"}}}});
  CHECK(kept[0].exit == 2);
  CHECK(kept[0].offloaded);
  CHECK(kept[0].cost == doctest::Approx(0.1 + 0.5));
  CHECK(kept[1].exit == 3);
  CHECK(kept[1].cost == doctest::Approx(0.1 + 0.5));
}

TEST_CASE("a replay takes the rows in the order it is given") {
  const auto kept = replayed(two_samples(), split_at("exit 2"), {1, 0, 1});
  REQUIRE(kept.size() == 3);
  CHECK(kept[0].sample == 1);
  CHECK(kept[1].sample == 0);
  CHECK(kept[2].cost == kept[0].cost);
  CHECK_THROWS_WITH_AS(replayed(two_samples(), split_at("exit 2"), {2}), "row 2 of a trace with 2 rows",
                       std::invalid_argument);
}

TEST_CASE("without confidences the reward of a replay is what it costs") {
  const auto kept = replayed(two_samples(false), {.name = "server_only"});
  CHECK(kept[0].cost == doctest::Approx(0.5));
  CHECK(kept[0].reward == doctest::Approx(-0.5));
}
