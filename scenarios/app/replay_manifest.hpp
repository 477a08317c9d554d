#pragma once

#include <string>
#include <vector>

#include "scenarios/app/commands.hpp"
#include "scenarios/loader/reading.hpp"
#include "scenarios/loader/sample_file.hpp"

namespace splitscape {

/// The names of the files of a replay, the manifest last.
const std::vector<std::string>& replay_file_names();

/// What the results of a replay were made from, enough to make them again bit for bit: the files that were
/// read, how the table was read, the policies and costs, and the program with its packages; and the SHA-256
/// of the results. No date and no machine.
/// @param inputs that were read @param layout of the table; null: the samples were a network's
/// @param directory that holds the result files
std::string make_replay_manifest(const ReplayOptions& options, const std::vector<InputFile>& inputs,
                                 const SampleFileLayout* layout, const std::string& directory);

}  // namespace splitscape
