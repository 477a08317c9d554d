#pragma once

#include "analysis/group_names.hpp"
#include "models/scenario.hpp"
#include "sim/request.hpp"

namespace splitscape {

/// What a request came to that was answered: the numbers whose means are columns of summary.csv.
struct AnsweredValues {
  double accuracy = 0;  ///< of a right answer 1, of a wrong one 0, and what its bottlenecks change; nothing
                        ///< where nobody knows which it is
  double latency = 0;   ///< s
  double energy = 0;    ///< J of its device
  double cost = 0;
  double reward = 0;
  double offloaded = 0;  ///< 1 or 0
  double uplink = 0;     ///< B
};

/// Of an answered request of a group.
AnsweredValues answered_values(const RequestRecord& record, const Scenario& scenario,
                               const GroupNames& names);

/// Whether it was answered late, or not: 1 or 0. Of a group with a deadline.
double missed(const RequestRecord& record, Seconds deadline);

}  // namespace splitscape
