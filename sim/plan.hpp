#pragma once

#include <cstddef>
#include <memory>
#include <unordered_map>
#include <vector>

#include "models/cost_table.hpp"
#include "models/units.hpp"
#include "sim/decision.hpp"

namespace splitscape {

/// Consecutive layers in one place with no decision between them, and the exit head behind them: one
/// activity.
struct Segment {
  Seconds time{};        ///< layers, decoder, encoder and exit head, the server's load factor in it
  Joules head_energy{};  ///< board energy of layers, decoder and encoder
  Joules exit_energy{};  ///< board energy of the exit head
  std::size_t exit = 0;  ///< looked at when the segment is over; 0: none
};

/// What a request does at one place of its path.
struct Visit {
  std::size_t place = 0;            ///< 0: the device
  std::vector<Segment> segments{};  ///< empty: it only passes through
  Bytes leaving{};                  ///< sent to the place of the next visit, unless this is the last
  double accuracy_change = 0;       ///< of an answer found here, by the bottlenecks that were crossed
};

/// A decision spelled out: the visits of a request from the device on, if no exit stops it.
struct Plan {
  Decision decision{};
  std::vector<Visit> visits{};

  bool offloads() const { return visits.size() > 1; }
};

/// @param loads factor on the times of each server of the path
/// @throws std::logic_error where the cuts are not those of such a path, or the returns do not rise between
///         cut and end on a path of one hop, or come back at a bottleneck, for which a server has no encoder:
///         a fault of the policy
Plan make_plan(const CostTable& costs, const std::vector<double>& loads, const Decision& decision);

/// Whether two decisions make the same plan, and a number that is then the same, too.
bool same_plan(const Decision& a, const Decision& b);
std::size_t plan_hash(const Decision& decision);

/// The plans of a deployment, each made when a decision is met for the first time.
class PlanBook {
 public:
  PlanBook(const CostTable& costs, std::vector<double> loads) : costs_(costs), loads_(std::move(loads)) {}

  /// @param decision of which cuts, exits, encodings and returns make the plan
  const Plan& plan(const Decision& decision);

 private:
  struct Hash {
    std::size_t operator()(const Decision& decision) const { return plan_hash(decision); }
  };
  struct SamePlan {
    bool operator()(const Decision& a, const Decision& b) const { return same_plan(a, b); }
  };

  const CostTable& costs_;
  std::vector<double> loads_;
  std::unordered_map<Decision, std::unique_ptr<Plan>, Hash, SamePlan> plans_{};
  const Plan* last_ = nullptr;  ///< most requests are decided like the one before
};

}  // namespace splitscape
