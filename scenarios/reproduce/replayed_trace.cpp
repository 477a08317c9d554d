#include "scenarios/reproduce/replayed_trace.hpp"

#include <numeric>

#include "sim/replay/order.hpp"
#include "sim/replay/replay.hpp"

namespace splitscape {

Replayed& Replayed::operator+=(const Replayed& other) {
  accuracy += other.accuracy;
  cost += other.cost;
  reward += other.reward;
  offloaded += other.offloaded;
  exit += other.exit;
  return *this;
}

Replayed Replayed::operator/(double count) const {
  return {.accuracy = accuracy / count,
          .cost = cost / count,
          .reward = reward / count,
          .offloaded = offloaded / count,
          .exit = exit / count};
}

Replayed replayed(const SampleTrace& trace, const AbstractCosts& costs, const PolicyChoice& policy,
                  const std::vector<std::uint32_t>& order, std::size_t rehearsed) {
  Replayed sum{.exits = std::vector<std::size_t>(trace.exits())};
  std::size_t taken = 0;
  replay(trace, costs, policy, order, 1, [&](const ReplayStep& step) {
    if (taken++ < rehearsed) return;
    sum.accuracy += trace.at(step.sample, step.exit).correct == Correctness::right ? 1 : 0;
    sum.cost += step.cost;
    sum.reward += step.reward;
    sum.offloaded += step.offloaded ? 1 : 0;
    sum.exit += static_cast<double>(step.exit);
    ++sum.exits[step.exit - 1];
  });
  Replayed mean = sum / static_cast<double>(order.size() - rehearsed);
  mean.exits = sum.exits;
  return mean;
}

std::vector<std::uint32_t> rehearsed_order(std::uint32_t seed, std::uint32_t samples, std::size_t arms) {
  const auto order = numpy_permutation(seed, samples);
  std::vector<std::uint32_t> twice(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(arms));
  twice.insert(twice.end(), order.begin(), order.end());
  return twice;
}

std::vector<std::uint32_t> order_of_file(const SampleTrace& trace) {
  std::vector<std::uint32_t> order(trace.rows());
  std::iota(order.begin(), order.end(), 0U);
  return order;
}

}  // namespace splitscape
