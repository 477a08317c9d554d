// DADS: Hu, Bao, Wang, Liu, "Dynamic Adaptive DNN Surgery for Inference Acceleration on the Edge", INFOCOM
// 2019. Its transfer times are MiB x 8 / Mbps: the rates below are in Mibit/s.
#include <doctest/doctest.h>

#include <cmath>

#include "sim/group.hpp"
#include "sim/policy_catalogue.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/simulated.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr double mebi = 1048576.0;

/// The cut that Neurosurgeon takes for tiny-YOLOv2 between a Raspberry Pi 3 and the cloud at a rate.
class BestCut {
 public:
  BestCut()
      : loaded_(shipped("quickstart")),
        group_(loaded_.scenario, 0),
        policy_(make_policy({.name = "neurosurgeon"}, {.costs = group_.costs})) {}

  std::string at(double mibit_per_second) {
    const std::vector<LinkEstimate> links{{{mibit_per_second * mebi}, {mibit_per_second * mebi}, {}}};
    const Observation idle{.costs = group_.costs,
                           .links = links,
                           .server_loads = group_.announced_loads,
                           .radio = group_.power.powers.radio,
                           .answer = Bytes{}};
    return group_.costs.network().cuts()[policy_->decide(idle).cuts.front()].name;
  }

  /// The rate between two rates where the best cut stops being that of the lower one.
  double breakpoint(double low, double high) {
    const std::string slow = at(low);
    while (high - low > 1e-6) {
      const double middle = (low + high) / 2;
      (at(middle) == slow ? low : high) = middle;
    }
    return high;
  }

 private:
  LoadedScenario loaded_;
  Group group_;
  std::unique_ptr<OffloadPolicy> policy_;
};

double latency(const Simulated& run, const std::string& group) {
  return run.summary.number(run.summary.row_where("group", group), "latency_mean_s");
}

}  // namespace

TEST_CASE("DADS: sending the input at 18 Mbps takes .588 s (the paper says 0.59 s)") {
  const Simulated run = simulated(shipped("quickstart").scenario, {.name = "server_only"});
  CHECK(latency(run, "mbps-18") == doctest::Approx(0.588).epsilon(0.001));
}

TEST_CASE("DADS: at 4 Mbps the cut after max5 takes .766 s and is 62.9 % faster than sending the input") {
  const Scenario scenario = shipped("quickstart").scenario;
  const PolicyChoice max5{.name = "fixed_cut", .parameters = {{"cut", std::vector<std::string>{"max5"}}}};
  const double cut = latency(simulated(scenario, max5), "mbps-4");
  const double input = latency(simulated(scenario, {.name = "server_only"}), "mbps-4");
  CHECK(cut == doctest::Approx(0.766).epsilon(0.001));
  CHECK(1 - cut / input == doctest::Approx(0.629).epsilon(0.001));
}

TEST_CASE("DADS: the best cut moves from the device over max5 max4 and max3 to the input") {
  BestCut best;
  CHECK(best.at(0.13) == "output");
  CHECK(best.at(4) == "max5");
  CHECK(best.at(10) == "max4");
  CHECK(best.at(18) == "max3");
  CHECK(best.at(25) == "input");
}

TEST_CASE("DADS: the best cut changes at .522 6.947 13.80 and 19.55 Mbps") {
  BestCut best;
  // To the last digit given.
  CHECK(std::abs(best.breakpoint(0.13, 4) - 0.522) < 0.001);
  CHECK(std::abs(best.breakpoint(4, 10) - 6.947) < 0.001);
  CHECK(std::abs(best.breakpoint(10, 18) - 13.80) < 0.01);
  CHECK(std::abs(best.breakpoint(18, 25) - 19.55) < 0.01);
}

TEST_CASE("DADS: the quickstart takes the best cut at each of its rates") {
  const Simulated run = simulated(shipped("quickstart").scenario, {.name = "neurosurgeon"});
  const auto cut = [&run](const std::string& group) {
    return run.summary.text(run.summary.row_where("group", group), "cut_shares");
  };
  CHECK(cut("cat1") == "output:1");
  CHECK(cut("mbps-4") == "max5:1");
  CHECK(cut("mbps-10") == "max4:1");
  CHECK(cut("mbps-18") == "max3:1");
  CHECK(cut("mbps-25") == "input:1");
}
