#include "scenarios/reproduce/experiment_catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/nearest_name.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {

// The experiments: one line each. NAME stands for scenarios/reproduce/NAME.cpp, which defines
// Experiment NAME_experiment(). A line without its file does not link; a file without its line fails
// tests/scenarios/reproduce/experiment_catalogue_test.cpp.
#define SPLITSCAPE_EXPERIMENTS(EXPERIMENT) \
  EXPERIMENT(dads)                         \
  EXPERIMENT(dads_cuts)                    \
  EXPERIMENT(edgent)                       \
  EXPERIMENT(branchynet)                   \
  EXPERIMENT(branchynet_alexnet)           \
  EXPERIMENT(predefined_sparsity)          \
  EXPERIMENT(trained_sparsity)             \
  EXPERIMENT(network_totals)               \
  EXPERIMENT(hardware_fits)                \
  EXPERIMENT(splitee)                      \
  EXPERIMENT(splitee_marginals)            \
  EXPERIMENT(uee_ucb)                      \
  EXPERIMENT(ada_ee)                       \
  EXPERIMENT(exit_rules)                   \
  EXPERIMENT(exit_traces)

#define SPLITSCAPE_DECLARE(name) Experiment name##_experiment();
SPLITSCAPE_EXPERIMENTS(SPLITSCAPE_DECLARE)
#undef SPLITSCAPE_DECLARE

const std::vector<Experiment>& experiment_catalogue() {
#define SPLITSCAPE_LIST(name) name##_experiment(),
  static const std::vector<Experiment> catalogue{SPLITSCAPE_EXPERIMENTS(SPLITSCAPE_LIST)};
#undef SPLITSCAPE_LIST
  return catalogue;
}

const Experiment& experiment_named(std::string_view name) {
  const auto& all = experiment_catalogue();
  const auto found =
      std::find_if(all.begin(), all.end(), [name](const Experiment& one) { return one.name == name; });
  if (found != all.end()) return *found;
  std::vector<std::string> names;
  for (const Experiment& known : all) names.push_back(known.name);
  throw UserError(fmt::format("there is no experiment '{}'{}", name, suggestion(name, names)));
}

}  // namespace splitscape
