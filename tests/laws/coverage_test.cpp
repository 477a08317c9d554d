// That 95 % intervals contain the truth in 93 to 97 % of 1,000 cases, on M/M/1, whose stay is exponential
// with mean 1 / (service rate - arrival rate) (Gross et al., "Fundamentals of Queueing Theory", section 2.2).
// Stays come from Lindley's recursion, which begins in its stationary law, so that a thousand cases take a
// second; the last test does the same with the simulator.
#include <doctest/doctest.h>

#include <cmath>

#include "analysis/batch_means.hpp"
#include "analysis/policy_comparison.hpp"
#include "analysis/run_summary.hpp"
#include "analysis/statistics/mean_interval.hpp"
#include "analysis/statistics/paired_difference.hpp"
#include "analysis/statistics/quantile_interval.hpp"
#include "models/random_stream.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/runs/batch.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr int cases = 1000;
constexpr double load = 0.5;  ///< arrivals a unit of time

/// The stays of a queue with one server, request by request. Two of the same key meet the same arrivals, and
/// services in the proportion of their means.
class Queue {
 public:
  Queue(double service, std::uint64_t key) : service_(service), random_(key) {
    const double stay = service / (1 - load * service);
    // Of the stationary wait: nothing with probability 1 - load x service, else a whole stay.
    const double chance = random_.uniform();
    const double wait = random_.exponential(stay);
    if (chance < load * service) wait_ = wait;
  }

  double next() {
    const double stay = wait_ + random_.exponential(service_);
    wait_ = std::max(0.0, stay - random_.exponential(1 / load));
    return stay;
  }
  std::vector<double> stays(std::size_t count) {
    std::vector<double> all(count);
    for (double& stay : all) stay = next();
    return all;
  }
  double mean(std::size_t count) {
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) sum += next();
    return sum / static_cast<double>(count);
  }

 private:
  double service_;
  RandomStream random_;
  double wait_ = 0;
};

double mean_stay(double service) {
  return service / (1 - load * service);
}

/// A key of its own for each replication of each case.
std::uint64_t key_of(int number, int replication) {
  return stream_key(
      {.seed = static_cast<std::uint64_t>(number), .run = static_cast<std::uint64_t>(replication)});
}

template <class Covers>
int covered(const Covers& covers) {
  int count = 0;
  for (int number = 0; number < cases; ++number) {
    if (covers(number)) ++count;
  }
  return count;
}

void check_coverage(int count) {
  CAPTURE(count);
  CHECK(count >= 930);
  CHECK(count <= 970);
}

}  // namespace

TEST_CASE("coverage: the mean over ten replications") {
  check_coverage(covered([](int number) {
    std::vector<double> means;
    for (int replication = 0; replication < 10; ++replication)
      means.push_back(Queue(1, key_of(number, replication)).mean(300));
    const Estimate estimate = mean_interval(means);
    return std::abs(*estimate.mean - mean_stay(1)) <= *estimate.half_width;
  }));
}

TEST_CASE("coverage: batch means within one run") {
  check_coverage(covered([](int number) {
    Queue queue(1, key_of(number, 0));
    BatchMeans values;
    for (int i = 0; i < 6000; ++i) values.add(queue.next());
    return std::abs(*values.mean() - mean_stay(1)) <= *values.half_width();
  }));
}

TEST_CASE("coverage: the paired difference of two service rates on common random numbers") {
  const double truth = mean_stay(1) - mean_stay(0.8);
  double width = 0;
  double unpaired = 0;
  check_coverage(covered([&](int number) {
    std::vector<double> slow;
    std::vector<double> fast;
    for (int replication = 0; replication < 10; ++replication) {
      const std::uint64_t key = key_of(number, replication);
      slow.push_back(Queue(1, key).mean(300));
      fast.push_back(Queue(0.8, key).mean(300));
    }
    const PairedDifference difference = paired_difference(slow, fast);
    width += *difference.half_width;
    unpaired += std::hypot(*half_width_of_mean(slow), *half_width_of_mean(fast));
    return std::abs(difference.mean - truth) <= *difference.half_width;
  }));
  CHECK(width < 0.75 * unpaired);  // what common random numbers are for
}

TEST_CASE("coverage: the difference by batches of the same requests in one run each") {
  const double truth = mean_stay(1) - mean_stay(0.8);
  check_coverage(covered([&](int number) {
    Queue slow(1, key_of(number, 0));
    Queue fast(0.8, key_of(number, 0));
    ComparedRuns runs{.policies = {"fast", "slow"}, .values = {{{}}, {{}}}};
    for (int batch = 0; batch < 32; ++batch) {
      runs.values[0][0].emplace_back(fast.mean(256));
      runs.values[1][0].emplace_back(slow.mean(256));
    }
    const PairedDifference difference = compare_policies({runs}, "", Pairs::batches).at(0).difference;
    return difference.half_width && std::abs(difference.mean - truth) <= *difference.half_width;
  }));
}

TEST_CASE("coverage: the 95th percentile over ten replications") {
  check_coverage(covered([](int number) {
    std::vector<double> percentiles;
    for (int replication = 0; replication < 10; ++replication) {
      auto stays = Queue(1, key_of(number, replication)).stays(1000);
      percentiles.push_back(*quantile(stays, 0.95));
    }
    const Estimate estimate = mean_interval(percentiles);
    return std::abs(*estimate.mean - mean_stay(1) * std::log(20)) <= *estimate.half_width;
  }));
}

TEST_CASE("coverage: the distribution-free interval of the median of independent stays") {
  check_coverage(covered([](int number) {
    std::vector<double> stays;
    for (int replication = 0; replication < 100; ++replication)
      stays.push_back(Queue(1, key_of(number, replication)).next());
    const auto interval = quantile_interval(stays, 0.5);
    const double median = mean_stay(1) * std::log(2);
    return interval->low <= median && median <= interval->high;
  }));
}

TEST_CASE("coverage: the interval that the simulator gives the mean latency of a run") {
  constexpr double light = 0.3;         // so that 6000 requests are long against what they remember
  Scenario scenario = idle_scenario();  // its device serves in .6 s
  scenario.requests = 6100;
  scenario.warmup = {100};
  scenario.devices.front().workload.arrivals = PoissonArrivals{{light / 0.6}};
  scenario.devices.front().variation.law = Variation::Law::exponential;
  std::vector<RunSpec> runs;
  for (std::uint64_t run = 0; run < 200; ++run) runs.push_back({scenario, {.name = "device_only"}, run});
  const TemporaryDirectory directory;
  run_batch(runs, {.jobs = 2}, BlockedSignals{}, directory.path());
  const std::string path = directory.path() + "/summary.csv";
  const ResultTable summary(CsvTable(read_text_file(path), path, true));
  REQUIRE(summary.rows() == runs.size());
  int count = 0;
  for (std::size_t row = 0; row < summary.rows(); ++row) {
    const double off = summary.number(row, "latency_mean_s") - 0.6 / (1 - light);
    if (std::abs(off) <= summary.number(row, "latency_mean_ci95_s")) ++count;
  }
  CAPTURE(count);
  CHECK(count >= 186);  // 93 to 97 of 100
  CHECK(count <= 194);
}
