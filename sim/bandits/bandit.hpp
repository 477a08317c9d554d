#pragma once

#include <cstddef>
#include <vector>

#include "models/random_stream.hpp"
#include "sim/bandits/arm_statistics.hpp"
#include "sim/bandits/index_rule.hpp"

namespace splitscape {

/// A stochastic bandit whose rewards may come late, in any order, or never. Each arm is played once, in
/// order; then the one with the largest index, the first of equals.
///
/// An arm from which nothing has come yet has no index. It is played again when as many plays have gone by
/// as there were before its last one, so that one whose answers are all lost costs a number of plays that
/// grows with the logarithm of all. Where no arm has an index, the one that was played longest ago is.
class Bandit {
 public:
  /// What t of the index counts from.
  enum class Clock {
    after_first_round,   ///< 1 for the first play by index (SplitEE's released code)
    all_plays,           ///< all plays before (AdaEE's released code; Auer et al.)
    all_plays_and_this,  ///< likewise and one (I-SplitEE's released code)
  };

  Bandit(std::size_t arms, IndexRule rule, double exploration, Clock clock, const RandomStream& random)
      : rule_(rule), exploration_(exploration), clock_(clock), random_(random), arms_(arms), due_(arms) {}

  /// The arm to play.
  std::size_t choose();
  /// A reward of an arm, whether it was played or observed on the side.
  /// @param times how often it counts
  void learn(std::size_t arm, double reward, std::size_t times = 1) { arms_[arm].add(reward, times); }
  /// The arm with the largest mean; the first where nothing is known.
  std::size_t best() const;

  std::size_t size() const { return arms_.size(); }
  std::size_t plays() const { return plays_; }
  const ArmStatistics& operator[](std::size_t arm) const { return arms_[arm]; }

 private:
  std::size_t by_index();
  std::size_t time() const;

  IndexRule rule_;
  double exploration_;
  Clock clock_;
  RandomStream random_;
  std::vector<ArmStatistics> arms_;
  std::vector<std::size_t> due_;  ///< number of plays from which on an arm without reward is played again
  std::size_t plays_ = 0;
};

}  // namespace splitscape
