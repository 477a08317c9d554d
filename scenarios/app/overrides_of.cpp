#include "scenarios/app/overrides_of.hpp"

#include <fmt/format.h>

namespace splitscape {

Overrides overrides_of(const RunOptions& options) {
  Overrides overrides{.assignments = options.assignments, .policies = options.policies};
  if (options.seed) overrides.assignments.push_back(fmt::format("seed={}", *options.seed));
  if (options.run) overrides.assignments.push_back(fmt::format("run={}", *options.run));
  if (!options.warmup.empty() && options.warmup != "auto")
    overrides.assignments.push_back("warmup=" + options.warmup);
  return overrides;
}

}  // namespace splitscape
