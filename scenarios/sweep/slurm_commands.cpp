#include "scenarios/sweep/slurm_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <sstream>

#include "scenarios/runs/other_program.hpp"
#include "scenarios/runs/scratch_directory.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

/// @return what it prints to its standard output
std::string said_by(const std::string& program, const std::vector<std::string>& arguments) {
  const ScratchDirectory scratch;
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const Ended ended = run_other_program(
      words, scratch.path(),
      fmt::format(
          "the program '{}' of Slurm is not here (Debian package slurm-client): this is no machine that "
          "submits to a cluster",
          program),
      OutputGoes::apart);
  if (ended.well) return ended.output;
  std::string why = ended.messages + ended.output;
  why.erase(why.find_last_not_of(" \n") + 1);
  throw SlurmRefused(why.empty() ? program + " failed and said nothing" : why);
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

std::optional<SubmittedJob> read_sbatch(const std::string& text) {
  std::optional<SubmittedJob> found;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t semicolon = line.find(';');
    if (!is_number(line.substr(0, semicolon))) continue;
    found = {.job = line.substr(0, semicolon),
             .cluster = semicolon == std::string::npos ? "" : line.substr(semicolon + 1)};
  }
  return found;
}

std::size_t read_most_tasks(const std::string& settings) {
  std::size_t size = 1001;
  std::istringstream lines(settings);
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("MaxArraySize")) continue;
    const std::string value = line.substr(line.find_last_of(" =") + 1);
    std::from_chars(value.data(), value.data() + value.size(), size);
  }
  return std::max<std::size_t>(size, 2) - 1;
}

void check_slurm_is_here() {
  try {
    said_by("sbatch", {"--version"});
    said_by("squeue", squeue_arguments({"splitscape"}, ""));
  } catch (const SlurmRefused& refusal) {
    throw UserError(fmt::format("--launcher slurm: Slurm does not answer here: {}", refusal.what()));
  }
}

std::size_t slurm_most_tasks() {
  try {
    return read_most_tasks(said_by("scontrol", {"show", "config"}));
  } catch (const SlurmRefused&) {
    return read_most_tasks("");  // sbatch will say what is wrong
  }
}

SlurmQueue slurm_queue_of(const SlurmRecord& record) {
  const auto names = record.names();
  if (names.empty()) return {};
  setenv("SLURM_BITSTR_LEN", "0", 1);  // otherwise squeue cuts long lists of tasks off (squeue(1))
  return read_squeue(said_by("squeue", squeue_arguments(names, record.cluster)), names);
}

SubmittedJob slurm_submit(const std::vector<std::string>& sbatch_arguments) {
  const std::string text = said_by("sbatch", sbatch_arguments);
  if (const auto job = read_sbatch(text)) return *job;
  throw SlurmRefused("sbatch printed no number of a job: " + text);
}

}  // namespace splitscape
