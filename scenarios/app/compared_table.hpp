#pragma once

#include <string>
#include <vector>

#include "analysis/policy_comparison.hpp"
#include "scenarios/loader/csv_table.hpp"

namespace splitscape {

/// Where the runs of a table are told apart.
struct ComparedColumns {
  std::vector<std::string> axes{};  ///< columns before those of summary.csv, in their order
  std::string policy_axis{};        ///< the one of these that names policies; empty: none does
  std::string over{};  ///< the one of these whose values are compared in place of policies; empty: none
  std::vector<std::string> replication{"seed", "run"};  ///< columns that tell replications apart
  std::vector<std::string> metrics{};                   ///< a column that is not there has no values
  std::vector<std::string> policies{};                  ///< that are wanted; empty: all
};

/// The runs of a table, and what their places are told by.
struct ComparedTable {
  std::string compared = "policy";  ///< what is compared
  std::vector<std::string> titles{};
  std::vector<ComparedRuns> places{};
};

/// Reads the runs of summary.csv, or of a table that has its columns behind others.
/// @throws InputError where a column is missing or a number is none; UserError where a policy that is wanted
/// is not there, or two lines belong to the same run
ComparedTable read_compared(const CsvTable& table, const ComparedColumns& columns);

}  // namespace splitscape
