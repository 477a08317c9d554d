#pragma once

#include <memory>
#include <string>
#include <vector>

#include "scenarios/loader/scenario_file.hpp"
#include "sim/expectation.hpp"
#include "sim/group.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {

/// What a policy decides for the first device of a scenario, idle, over one hop at a rate. DADS reckons a
/// transfer as MiB x 8 / Mbps, so that the rates of its paper are Mibit/s.
class IdleDecisions {
 public:
  /// @param scenario must outlive it
  IdleDecisions(const Scenario& scenario, const PolicyChoice& policy);

  CutPositions at(double mibit_per_second, Seconds now = {});
  std::string cut_at(double mibit_per_second, Seconds now = {});
  /// What the cut is expected to take.
  Expectation expected_at(double mibit_per_second);
  /// The rate between two rates where the policy stops to decide as at the lower one.
  double breakpoint(double low, double high);

 private:
  Observation observation() const;

  Group group_;
  std::vector<LinkEstimate> links_{1};
  std::unique_ptr<OffloadPolicy> policy_;
};

/// The longest of the three stages of a path of one hop: device, link, server.
double slowest_stage(const Expectation& expectation);

}  // namespace splitscape
