#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>

#include "sim/expectation.hpp"
#include "tests/sim/outlook.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A world without chance: an answer takes what is expected at the true rates, of which the policy knows
/// nothing.
class World {
 public:
  explicit World(const PolicyChoice& choice)
      : outlook_(1), policy_(make_policy(choice, outlook_.setting())), believed_(outlook_) {}

  /// The cuts of so many requests at a rate.
  std::vector<int> run(double rate, int requests) {
    outlook_.links.front().up = {rate};
    std::vector<int> cuts;
    for (int i = 0; i < requests; ++i) {
      Observation seen = believed_.observation();
      seen.request = ++request_;
      const Decision decision = policy_->decide(seen);
      const Seconds delay = expect(outlook_.observation(), decision.cuts).total();
      policy_->learn({.decision = decision, .exit = 1, .delay = delay, .request = request_});
      cuts.push_back(decision.cuts.front());
    }
    return cuts;
  }

  int oracle() const {
    int best = 0;
    for (int cut = 1; cut <= 3; ++cut) {
      if (time(cut) < time(best)) best = cut;
    }
    return best;
  }

 private:
  double time(int cut) const {
    return expect(outlook_.observation(), {static_cast<std::uint16_t>(cut)}).total().value;
  }

  Outlook outlook_;
  std::unique_ptr<OffloadPolicy> policy_;
  Outlook believed_;
  std::uint64_t request_ = 0;
};

long count(const std::vector<int>& cuts, std::size_t last, int cut) {
  return std::count(cuts.end() - static_cast<std::ptrdiff_t>(last), cuts.end(), cut);
}

const PolicyChoice without_forcing{.name = "ans", .parameters = {{"forced_sampling", "none"}}};

}  // namespace

TEST_CASE("ans finds the best cut of a link that it does not know") {
  for (const auto& [rate, cut] : {std::pair{1e6, 0}, {2e5, 1}, {5e4, 3}}) {
    CAPTURE(rate);
    World world({.name = "ans"});
    const auto cuts = world.run(rate, 2000);
    CHECK(world.oracle() == cut);
    // A forced request goes to a server every 6 or 7 requests.
    CHECK(count(cuts, 500, cut) > 400);
  }
}

TEST_CASE("ans finds the oracle's cut after each step of the rate") {
  World world({.name = "ans"});
  for (const double rate : {5e4, 1e6, 2e5, 5e4, 2e5, 1e6, 5e4}) {
    CAPTURE(rate);
    const auto cuts = world.run(rate, 2000);
    CHECK(count(cuts, 500, world.oracle()) > 400);
  }
}

TEST_CASE("ans that forgets nothing leaves the device when the rate rises, for a cut of the old rate") {
  World world({.name = "ans", .parameters = {{"discount", 1.0}}});
  world.run(5e4, 300);
  const auto cuts = world.run(1e6, 2000);
  CHECK(count(cuts, 500, 3) == 0);
  CHECK(count(cuts, 500, world.oracle()) == 0);
}

TEST_CASE("ans without forced sampling stays trapped on the device when the rate rises") {
  World world(without_forcing);
  CHECK(count(world.run(5e4, 300), 100, 3) == 100);
  CHECK(count(world.run(1e6, 4000), 4000, 3) == 4000);
  CHECK(world.oracle() == 0);
}

TEST_CASE("ans risks less on key frames") {
  // With all of the doubt taken away, key frames go by the estimate alone, which is 0 behind every cut: the
  // first request, a key frame, is sent as it is; the second goes by the doubt.
  const PolicyChoice choice{.name = "ans",
                            .parameters = {{"key_frames_every", 2.0}, {"key_frame_weight", 1.0}}};
  World world(choice);
  CHECK(world.run(5e4, 1) == std::vector<int>{0});
  World daring({.name = "ans", .parameters = {{"exploration", 10.0}, {"forced_sampling", "none"}}});
  World timid({.name = "ans",
               .parameters = {{"exploration", 10.0},
                              {"forced_sampling", "none"},
                              {"key_frames_every", 1.0},
                              {"key_frame_weight", 1.0}}});
  const auto offloads = [](const std::vector<int>& cuts) { return count(cuts, cuts.size(), 3); };
  CHECK(offloads(daring.run(5e4, 200)) < offloads(timid.run(5e4, 200)));
}

TEST_CASE("ans needs a server, a ridge and memories that hold the network in some cut") {
  CHECK_THROWS_WITH_AS(make_policy({.name = "ans"}, Outlook(0).setting()),
                       "there is no server on the path to offload to", std::invalid_argument);
  CHECK_THROWS_WITH_AS(make_policy({.name = "ans", .parameters = {{"ridge", 0.0}}}, Outlook(1).setting()),
                       "'ridge' must be more than 0", std::invalid_argument);
  CHECK_THROWS_WITH_AS(make_policy({.name = "ans", .parameters = {{"discount", 0.0}}}, Outlook(1).setting()),
                       "'discount' must be more than 0", std::invalid_argument);
  Hardware tiny = slow_device();
  tiny.memory = Figure<Bytes>{{10}};
  const Outlook outlook(CostTable(NetworkGraph(three_layers()), {&tiny, &tiny}));
  CHECK_THROWS_WITH_AS(make_policy({.name = "ans"}, outlook.setting()),
                       "the memories hold the network in no cut", std::invalid_argument);
}
