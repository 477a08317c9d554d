#pragma once

#include <string>
#include <vector>

#include "models/units.hpp"

namespace splitscape {

/// The rate of a link over time, constant between steps: a single step is a constant rate.
struct RateTrace {
  struct Step {
    Seconds at{};    ///< from the start of the simulation
    BitRate rate{};  ///< may be zero (nothing gets through) and, in a constant trace, infinite

    friend bool operator==(const Step&, const Step&) = default;
  };

  std::vector<Step> steps{};  ///< the first at 0, times rising
  Seconds period{};           ///< after this the steps begin anew; 0: the last rate stays

  static RateTrace constant(BitRate rate) { return {{{Seconds{}, rate}}, Seconds{}}; }
  bool is_constant() const { return steps.size() == 1; }
  /// The rate at the start: what a device believes of a link before its first transfer.
  BitRate first() const { return steps.front().rate; }
  BitRate highest() const;
  /// Time average over the period; over the steps without the last where the trace does not repeat.
  BitRate mean() const;

  friend bool operator==(const RateTrace&, const RateTrace&) = default;
};

/// Everything that makes a trace unusable, one sentence each.
std::vector<std::string> defects(const RateTrace& trace);

}  // namespace splitscape
