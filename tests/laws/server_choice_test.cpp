// Choosing among copies of a server against queueing theory: exponential times, Poisson arrivals, and links
// that take no time, so that an announced queue is what a request finds. A mean must lie within three
// standard errors, of which its 95 % interval has two.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "analysis/queueing_theory.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr double service = 0.06;

/// So many copies of a server with one slot each, loaded like this; requests of so many devices.
Scenario copies_of_a_server(std::size_t copies, double load, std::size_t devices, std::uint64_t requests) {
  Scenario scenario = idle_scenario();
  const double rate = load * static_cast<double>(copies) / service;
  scenario.requests = requests;
  scenario.warmup = {0.1 * static_cast<double>(requests) / rate};
  scenario.devices.front().count = devices;
  scenario.devices.front().workload.arrivals = PoissonArrivals{{rate / static_cast<double>(devices)}};
  const RateTrace unlimited = RateTrace::constant({std::numeric_limits<double>::infinity()});
  scenario.links.front().up = unlimited;
  scenario.links.front().down = unlimited;
  scenario.links.front().latency = {};
  scenario.servers.front().count = copies;
  scenario.servers.front().announces_queue = true;
  scenario.servers.front().variation.law = Variation::Law::exponential;
  return scenario;
}

PolicyChoice drawing(double choices) {
  return {.name = "power_of_two_choices", .parameters = {{"choices", choices}}};
}

struct Mean {
  double value = 0;
  double half_width = 0;  ///< of its 95 % interval
};

Mean stay(const Scenario& scenario, const PolicyChoice& policy) {
  const Simulated run = simulated(scenario, policy);
  return {run.summary.number(0, "latency_mean_s"), run.summary.number(0, "latency_mean_ci95_s")};
}

void check_mean(const Mean& mean, double expected) {
  CAPTURE(mean.value);
  CAPTURE(mean.half_width);
  CAPTURE(expected);
  CHECK(mean.half_width < 0.06 * expected);  // otherwise the check says nothing
  CHECK(std::abs(mean.value - expected) < 1.5 * mean.half_width);
}

/// Mean stay at two queues of this load where each customer joins the shorter one and draws between equals:
/// from the balance of the Markov chain of (shorter, longer), cut off where it hardly ever is.
double shorter_of_two_stay(double load) {
  constexpr std::size_t most = 60;
  const double arrivals = 2 * load;  // in units of the service rate of one
  std::vector<std::vector<double>> p(most + 1, std::vector<double>(most + 1, 0.0));  // [shorter][longer]
  p[0][0] = 1;
  const double clock = arrivals + 2;  // uniformised: the events of a step
  double change = 1;
  while (change > 1e-13) {
    std::vector<std::vector<double>> next(most + 1, std::vector<double>(most + 1, 0.0));
    const auto put = [&next](std::size_t a, std::size_t b, double share) {
      next[std::min(a, b)][std::max(a, b)] += share;
    };
    for (std::size_t a = 0; a <= most; ++a) {
      for (std::size_t b = a; b <= most; ++b) {
        if (p[a][b] == 0) continue;
        put(std::min(a + 1, most), b, p[a][b] * arrivals / clock);
        put(a > 0 ? a - 1 : 0, b, p[a][b] / clock);
        put(a, b > 0 ? b - 1 : 0, p[a][b] / clock);
      }
    }
    change = 0;
    for (std::size_t a = 0; a <= most; ++a) {
      for (std::size_t b = a; b <= most; ++b) change += std::abs(next[a][b] - p[a][b]);
    }
    p.swap(next);
  }
  double customers = 0;
  for (std::size_t a = 0; a <= most; ++a) {
    for (std::size_t b = a; b <= most; ++b) customers += p[a][b] * static_cast<double>(a + b);
  }
  return service * customers / arrivals;  // Little's law
}

}  // namespace

TEST_CASE("requests that are sent to a server drawn at random see M/M/1") {
  for (const double load : {0.5, 0.8}) {
    check_mean(stay(copies_of_a_server(10, load, 20, 200000), drawing(1)), service / (1 - load));
  }
}

TEST_CASE("round robin of one device sees E_k/M/1") {
  for (const std::size_t copies : {2UL, 8UL}) {
    CAPTURE(copies);
    const double expected = service + theory::erlang_m1_wait(0.8 / service, copies, service);
    check_mean(stay(copies_of_a_server(copies, 0.8, 1, 200000), {.name = "round_robin"}), expected);
  }
}

TEST_CASE("joining the shorter of two queues is the Markov chain of both") {
  for (const double load : {0.5, 0.8}) {
    CAPTURE(load);
    const Scenario scenario = copies_of_a_server(2, load, 10, 200000);
    check_mean(stay(scenario, {.name = "join_shortest_queue"}), shorter_of_two_stay(load));
    // Two choices of two, and the least loaded of two like servers, are the same rule.
    check_mean(stay(scenario, drawing(2)), shorter_of_two_stay(load));
    check_mean(stay(scenario, {.name = "least_loaded"}), shorter_of_two_stay(load));
  }
}

TEST_CASE("joining the shortest queue lies between one queue for all servers and none but its own") {
  constexpr std::size_t copies = 5;
  constexpr double load = 0.85;
  const double rate = load * static_cast<double>(copies) / service;
  Scenario scenario = copies_of_a_server(copies, load, 10, 200000);
  const Mean shortest = stay(scenario, {.name = "join_shortest_queue"});
  const double one_queue = service + theory::mmc_wait(rate, service, copies);
  CHECK(shortest.value - 1.5 * shortest.half_width > one_queue);
  CHECK(shortest.value + 1.5 * shortest.half_width < service / (1 - load));
  scenario.servers.front().count = 1;
  scenario.servers.front().slots = copies;
  check_mean(stay(scenario, {.name = "join_shortest_queue"}), one_queue);
}

TEST_CASE("the more choices the shorter the stay, and one is far from two") {
  const Scenario scenario = copies_of_a_server(20, 0.9, 20, 200000);
  const double one = stay(scenario, drawing(1)).value;
  const double two = stay(scenario, drawing(2)).value;
  const double all = stay(scenario, {.name = "join_shortest_queue"}).value;
  CHECK(two < one / 2);
  CHECK(all < two);
}
