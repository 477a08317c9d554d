#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/policy_choice.hpp"
#include "models/sample_trace.hpp"
#include "sim/replay/abstract_costs.hpp"

namespace splitscape {

/// What the samples of a replay came to, each a mean.
struct Replayed {
  double accuracy = 0;
  double cost = 0;
  double reward = 0;
  double offloaded = 0;
  double exit = 0;
  std::vector<std::size_t> exits{};  ///< answers by exit

  Replayed& operator+=(const Replayed& other);
  Replayed operator/(double count) const;
};

/// Replays an order, of which the first `rehearsed` samples do not count.
Replayed replayed(const SampleTrace& trace, const AbstractCosts& costs, const PolicyChoice& policy,
                  const std::vector<std::uint32_t>& order, std::size_t rehearsed = 0);

/// An order of numpy as the released code of SplitEE walks it: sample i is first played with arm i, for each
/// of the arms, and then all samples are, those again.
std::vector<std::uint32_t> rehearsed_order(std::uint32_t seed, std::uint32_t samples, std::size_t arms);

/// The order of the file.
std::vector<std::uint32_t> order_of_file(const SampleTrace& trace);

}  // namespace splitscape
