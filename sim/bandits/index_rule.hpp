#pragma once

#include "models/random_stream.hpp"
#include "sim/bandits/arm_statistics.hpp"
#include "sim/parameters.hpp"

namespace splitscape {

/// How good an arm may be, by the rewards that came: the bandit plays the arm whose index is largest.
/// With L = ln t, n rewards of mean m and variance V, and the exploration constant c:
enum class IndexRule {
  ucb1,   ///< m + c sqrt(L / n): UCB1 (Auer, Cesa-Bianchi, Fischer, Machine Learning 47, 2002) as SplitEE,
          ///< AdaEE and UEE-UCB write it; theirs is c = 1, Auer's sqrt(2)
  ucb_v,  ///< m + sqrt(2 V c L / n) + 3 c L / n: UCB-V (Audibert, Munos, Szepesvari, TCS 410, 2009) for
          ///< rewards whose range is 1
  ucb_tuned,  ///< m + c sqrt(L / n min(1/4, V + sqrt(2 L / n))): UCB1-tuned (Auer et al., as above)
  thompson,  ///< a draw from N(sum / (n + 1), c^2 / (n + 1)): Thompson sampling for Gaussian rewards of known
             ///< variance c^2 with the prior N(0, c^2) (Agrawal, Goyal, arXiv 1209.3353, with c = 1)
};

/// Of an arm with at least one reward.
/// @param log_time ln t, >= 0
/// @param random drawn from by `thompson` only
/// @param known a part of every reward that is known and not in the statistics; it is added to the mean
double arm_index(IndexRule rule, const ArmStatistics& arm, double log_time, double exploration,
                 RandomStream& random, double known = 0);

/// The parameter `index` of a policy, and its value.
ParameterEntry index_parameter();
IndexRule index_rule(const Parameters& parameters);
/// The parameter `exploration` of a policy, of which 1 is the published value.
ParameterEntry exploration_parameter();
double exploration_of(const Parameters& parameters);

}  // namespace splitscape
