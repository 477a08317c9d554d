#include "scenarios/reproduce/idle_decisions.hpp"

#include <algorithm>

namespace splitscape {

IdleDecisions::IdleDecisions(const Scenario& scenario, const PolicyChoice& policy)
    : group_(scenario, 0), policy_(make_policy(policy, {.costs = group_.costs})) {}

CutPositions IdleDecisions::at(double mibit_per_second, Seconds now) {
  constexpr double mebi = 1048576.0;
  links_.front().up = links_.front().down = {mibit_per_second * mebi};
  Observation seen = observation();
  seen.now = now;
  return policy_->decide(seen).cuts;
}

std::string IdleDecisions::cut_at(double mibit_per_second, Seconds now) {
  return group_.costs.network().cuts()[at(mibit_per_second, now).front()].name;
}

Expectation IdleDecisions::expected_at(double mibit_per_second) {
  const CutPositions cuts = at(mibit_per_second);
  return expect(observation(), cuts);
}

double IdleDecisions::breakpoint(double low, double high) {
  const CutPositions slow = at(low);
  while (high - low > 1e-6) {
    const double middle = (low + high) / 2;
    (at(middle) == slow ? low : high) = middle;
  }
  return high;
}

Observation IdleDecisions::observation() const {
  return {.costs = group_.costs,
          .links = links_,
          .server_loads = group_.announced_loads,
          .radio = group_.power.powers.radio,
          .answer = Bytes{}};
}

double slowest_stage(const Expectation& expectation) {
  return std::max(
      {expectation.compute[0].value, expectation.compute[1].value, expectation.transfer[0].value});
}

}  // namespace splitscape
