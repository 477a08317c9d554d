#include "scenarios/app/overrides_of.hpp"

#include <fmt/format.h>

namespace splitscape {

Overrides overrides_of(const RunOptions& options) {
  Overrides overrides{.assignments = options.assignments, .policies = options.policies};
  if (options.seed) overrides.assignments.push_back(fmt::format("seed={}", *options.seed));
  if (options.run) overrides.assignments.push_back(fmt::format("run={}", *options.run));
  return overrides;
}

}  // namespace splitscape
