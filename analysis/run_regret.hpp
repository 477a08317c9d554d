#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "sim/hindsight.hpp"
#include "sim/run_listener.hpp"
#include "sim/unloaded_prices.hpp"

namespace splitscape {

/// What the best fixed arm earned more than the policy, after so many answers.
struct RegretPoint {
  std::uint64_t answers = 0;
  double regret = 0;
};

/// The regret of a group of devices.
struct GroupRegret {
  std::string best_arm{};  ///< the fixed arm that earned most over all answers; empty: there are no answers
  std::vector<RegretPoint> curve{};  ///< at most 100 points, the last after all answers
};

/// Holds a policy against the fixed arms (sim/hindsight.hpp) while a run goes on, over the answers to
/// requests that arrived after the warm-up, in the order in which they came. Policy and arms are charged
/// alike: the unloaded costs with the true rates at the arrival. A request without an answer counts for
/// neither.
class RunRegret final : public RunListener {
 public:
  explicit RunRegret(const Scenario& scenario);

  void take(const RequestRecord& record) override;
  /// One a group.
  std::vector<GroupRegret> finish();

 private:
  /// What is known after so many answers.
  struct Checkpoint {
    std::uint64_t answers = 0;
    double reward = 0;  ///< of the policy, so far
    std::vector<double> of_arms{};
  };
  /// A path of a group, with what answers cost along it.
  struct Way {
    Way(const Scenario& scenario, const Deployment& deployment, const Route& route);
    Way(const Way&) = delete;
    Way& operator=(const Way&) = delete;

    const LinkTerms& terms_at(Seconds now);

    CostTable costs;
    WorldTruth world;
    UnloadedPrices prices;
    std::optional<LinkTerms> lasting{};  ///< where the rates do not change
    LinkTerms terms{};
    std::vector<LinkTruth> links{};
  };
  struct GroupTally {
    GroupTally(const Scenario& scenario, const Deployment& deployment);
    GroupTally(const GroupTally&) = delete;
    GroupTally& operator=(const GroupTally&) = delete;

    std::deque<Way> ways{};  ///< by route; the fixed arms take the first
    Hindsight hindsight;
    std::uint64_t answers = 0;
    double reward = 0;
    std::uint64_t stride = 1;  ///< answers between two checkpoints
    std::vector<Checkpoint> checkpoints{};
  };

  static std::deque<Way> ways_of(const Scenario& scenario, const Deployment& deployment);
  static double difference(double of_arm, const Checkpoint& checkpoint);
  static void keep(GroupTally& tally);

  std::deque<GroupTally> tallies_{};
};

}  // namespace splitscape
