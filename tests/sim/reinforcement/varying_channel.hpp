#pragma once

#include <algorithm>
#include <vector>

#include "models/random_stream.hpp"
#include "sim/expectation.hpp"
#include "sim/reinforcement/offload_actions.hpp"
#include "tests/sim/outlook.hpp"

namespace splitscape::test {

/// A device on the small world with exits behind layers a and b, one request after the other, no simulation:
/// what every action is worth is known. An answer of exit 1 has confidence .55, of exit 2 .75, of the end
/// .95, plus up to .025 either way at random.
class VaryingChannel {
 public:
  /// @param rates of the link in bit/s; each holds for 50 requests
  explicit VaryingChannel(std::vector<double> rates) : rates_(std::move(rates)), outlook_(1, {"a", "b"}) {
    set_rate(0);
  }

  PolicySetting setting(std::uint64_t seed) const {
    PolicySetting setting = outlook_.setting();
    setting.random = RandomStream(seed);
    return setting;
  }
  std::vector<Decision> actions() const { return offload_actions(outlook_.costs); }
  std::size_t levels() const { return rates_.size(); }
  void set_rate(std::size_t level) { outlook_.links.front().up = {rates_[level]}; }
  Observation observation(std::uint64_t request) const {
    Observation observation = outlook_.observation();
    observation.request = request;
    return observation;
  }

  /// Confidence less seconds, without the chance in it.
  double worth(const Decision& decision) const { return confidence(decision) - delay(decision); }
  double best() const {
    double best = worth(actions().front());
    for (const Decision& action : actions()) best = std::max(best, worth(action));
    return best;
  }

  /// Lets a policy decide and learn. @return the mean worth of its decisions from request `counted` on
  double run(OffloadPolicy& policy, std::uint64_t requests, std::uint64_t counted = 0) {
    RandomStream chance(17);
    double sum = 0;
    for (std::uint64_t request = 0; request < requests; ++request) {
      set_rate(request / 50 % levels());
      const Decision decision = policy.decide(observation(request));
      if (request >= counted) sum += worth(decision);
      policy.learn({.decision = decision,
                    .exit = 3,
                    .delay = {delay(decision)},
                    .confidence = confidence(decision) + 0.05 * (chance.uniform() - 0.5),
                    .request = request});
    }
    return sum / static_cast<double>(requests - counted);
  }

  /// Mean over the levels.
  double best_static() {
    double best = -1e9;
    for (const Decision& action : actions()) best = std::max(best, mean_of([&] { return worth(action); }));
    return best;
  }
  double best_dynamic() {
    return mean_of([this] { return best(); });
  }
  double of_policy(OffloadPolicy& policy) {
    return mean_of([&] { return worth(policy.decide(observation(0))); });
  }

 private:
  static std::size_t exit_of(const Decision& decision) {
    return decision.exits.contains(1) ? 1 : decision.exits.contains(2) ? 2 : 0;
  }
  static double confidence(const Decision& decision) {
    const std::size_t exit = exit_of(decision);
    return exit == 1 ? .55 : exit == 2 ? .75 : .95;
  }
  double delay(const Decision& decision) const {
    const Observation now = observation(0);
    const std::size_t exit = exit_of(decision);
    const Expectation whole = expect(now, decision.cuts);
    if (exit == 0) return whole.total().value;
    const CostTable& costs = outlook_.costs;
    const std::size_t cut = decision.cuts.front();
    const std::size_t stop = costs.network().exit_position(exit);
    if (stop <= cut) return (costs.time(0, 0, stop) + costs.exit_time(0, exit)).value;
    return (whole.compute.front() + whole.transfer.front() + whole.answer + costs.time(1, cut, stop) +
            costs.exit_time(1, exit))
        .value;
  }
  template <class Worth>
  double mean_of(const Worth& worth_now) {
    double sum = 0;
    for (std::size_t level = 0; level < levels(); ++level) {
      set_rate(level);
      sum += worth_now();
    }
    return sum / static_cast<double>(levels());
  }

  std::vector<double> rates_;
  Outlook outlook_;
};

/// A policy that goes on from what another one learned, and learns no more.
inline std::unique_ptr<OffloadPolicy> frozen(const std::string& name, const OffloadPolicy& learned,
                                             const PolicySetting& setting) {
  const PolicyChoice choice{.name = name,
                            .parameters = {{"start", learned.learned()}, {"train", std::string("no")}}};
  return make_policy(choice, setting);
}

}  // namespace splitscape::test
