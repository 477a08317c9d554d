#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/app/commands.hpp"

namespace splitscape {

/// What `splitscape compare` is asked for.
struct CompareOptions {
  RunOptions run{};  ///< files may be one directory of results instead; `out` empty: no results are left
  std::optional<std::size_t> replications{};
  std::string until{};  ///< share of the baseline's mean: "2%"; empty: as many replications as are asked for
  std::optional<std::size_t> budget{};  ///< most replications
  std::vector<std::string> metrics{};   ///< columns of summary.csv; empty: those that all are interested in
  std::string baseline{};               ///< empty: the first policy
  std::string
      over{};  ///< axis of a sweep whose values are compared in place of policies; empty: policies are
  std::vector<std::string> only_for_files{};  ///< options given that mean nothing to results that are there
  Layout layout = Layout::text;
};

}  // namespace splitscape
