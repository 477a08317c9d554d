#pragma once

#include <vector>

#include "sim/decision.hpp"
#include "sim/observation.hpp"
#include "sim/truth.hpp"

namespace splitscape {

/// The rule of one device: where to cut, which exits to look at, when to stop. Every device has a policy of
/// its own, so what it learns is its own.
class OffloadPolicy {
 public:
  virtual ~OffloadPolicy() = default;

  /// Asked once for each request, when it arrives.
  virtual Decision decide(const Observation& observation) = 0;
  /// Asked at each exit that the decision looks at.
  virtual ExitAction at_exit(const ExitView&) { return ExitAction::go_on; }
  /// Asked where the end of the network has been computed of a sample that has an outcome there: which exit's
  /// answer is used, the end's own (the default) or that of one that was looked at before.
  virtual std::size_t at_end(const ExitView& end) { return end.exit; }
  /// Told of each answer that came back.
  virtual void learn(const Feedback&) {}
  /// Told once more of a request whose work ran on after its answer (early release, a fallback), after
  /// learn(), when nothing more is done for it: all exits that were looked at, the deepest answer of it that
  /// was found since (exit 0: none), its whole energy. Of early release this is the final prediction for
  /// nothing (Apparate); what a server tells its device for it is no transfer.
  virtual void learn_late(const Feedback&) {}
  /// Told right before decide(), where the catalogue says that the policy knows the truth.
  virtual void reveal(const Truth&) {}
  /// What it has learned, as numbers that another run can begin with; empty where it learns nothing that
  /// lasts.
  virtual std::vector<double> learned() const { return {}; }
};

}  // namespace splitscape
