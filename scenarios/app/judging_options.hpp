#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/app/commands.hpp"

namespace splitscape {

/// What `splitscape pareto` is asked for.
struct ParetoOptions {
  std::string directory{};  ///< of a run or of a sweep
  std::vector<std::string> metrics{"accuracy", "latency_mean_s", "device_energy_mean_j"};
  std::vector<double> reference{};  ///< a value a metric; none: the worst seen
  std::vector<std::string> by{};    ///< axes: a front for each of their values
  std::string out{};                ///< CSV file; empty: none
  bool force = false;
  Layout layout = Layout::text;
};

/// What `splitscape sensitivity` is asked for.
struct SensitivityOptions {
  std::string directory{};  ///< of a sweep whose study has a design
  std::string metric{"latency_mean_s"};
  std::optional<std::string> policy{};  ///< absent: each
  std::optional<std::string> group{};   ///< absent: each
  Layout layout = Layout::text;
};

/// What `splitscape why` is asked for.
struct WhyOptions {
  std::string request{};                  ///< its number
  std::string directory{};                ///< of a run
  std::optional<std::string> policy{};    ///< absent: there is one
  std::optional<std::string> scenario{};  ///< absent: there is one
  Layout layout = Layout::text;
};

int pareto_command(const ParetoOptions& options);
int sensitivity_command(const SensitivityOptions& options);
int why_command(const WhyOptions& options);

}  // namespace splitscape
