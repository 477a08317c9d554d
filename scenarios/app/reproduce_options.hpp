#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/app/commands.hpp"

namespace splitscape {

/// What `splitscape reproduce` is asked for.
struct ReproduceOptions {
  std::vector<std::string> names{};  ///< experiments; none: all that can be done
  std::string data{};                ///< folder of files that are not shipped; empty: none
  std::string from{};                ///< a record; empty: everything is computed
  bool list = false;
  std::size_t jobs = 1;
  Layout layout = Layout::text;
};

/// @return 0 where every computed figure is within its tolerance, 1 otherwise
int reproduce_command(const ReproduceOptions& options);

}  // namespace splitscape
