#pragma once

#include <string>
#include <vector>

#include "scenarios/sweep/slurm_record.hpp"

namespace splitscape {

/// The batch script of an array, for sh: task I executes `splitscape sweep-task` for its runs. It is whole in
/// itself, so that it can be read, and submitted again by hand.
/// @param directory of the sweep, absolute
/// @param program splitscape, absolute
std::string slurm_script(const std::string& directory, const std::string& program, const SlurmArray& array);

/// The arguments of sbatch, without its own name, that submit it.
std::vector<std::string> sbatch_arguments(const std::string& directory, const SlurmRecord& record,
                                          const SlurmArray& array);

/// @throws UserError where one of sbatch's arguments by the user is one that the sweep itself must give, or
/// would make it something else than a job array
void check_slurm_arguments(const std::vector<std::string>& arguments);

}  // namespace splitscape
