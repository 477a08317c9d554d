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

/// What gets through from an instant on: the rate then; or, where nothing does, the next one above zero and
/// how long it takes to come.
struct Passage {
  BitRate rate{};
  Seconds wait{};

  friend bool operator==(const Passage&, const Passage&) = default;
};
/// A trace that ends with zero lets nothing through any more: that is a wait of `no_passage`.
inline constexpr Seconds no_passage{1e9};
Passage passage_at(const RateTrace& trace, Seconds now);

/// The same over time: mean seconds that a byte takes, and mean wait, of an instant from 0 to `end`.
struct MeanPassage {
  double seconds_per_byte = 0;
  Seconds wait{};
};
/// @param end positive; 0: the period, or the last step where the trace does not repeat
MeanPassage mean_passage(const RateTrace& trace, Seconds end);

/// Everything that makes a trace unusable, one sentence each.
std::vector<std::string> defects(const RateTrace& trace);

}  // namespace splitscape
