#include "scenarios/sweep/slurm_script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/run_numbers.hpp"
#include "scenarios/sweep/shell_words.hpp"

namespace splitscape {
namespace {

struct OwnOption {
  std::string_view name;
  std::string_view letter;  ///< its short form; empty: none
  std::string_view reason;
};

constexpr std::array<OwnOption, 9> own_options{{
    {"--array", "-a", "--chunk says how many runs a task has, and -j how many tasks run at once"},
    {"--chdir", "-D", "tasks run where the sweep was started"},
    {"--error", "-e", "messages of tasks go to DIR/slurm/logs"},
    {"--job-name", "-J", "the sweep finds its jobs by their name"},
    {"--output", "-o", "messages of tasks go to DIR/slurm/logs"},
    {"--parsable", "", "the sweep says so itself"},
    {"--test-only", "", "nothing would run"},
    {"--wait", "-W", "the sweep waits unless it is told --no-wait"},
    {"--wrap", "", "the sweep has a script of its own"},
}};

/// Whether a word is an option: "--array", "--array=...", "-a", "-a0-3".
bool is_option(const std::string& word, const OwnOption& option) {
  if (word.starts_with("--")) return word.substr(0, word.find('=')) == option.name;
  return !option.letter.empty() && word.starts_with(option.letter);
}

/// sbatch's pattern of the paths of an array's logs, from that of task 0: "%a" stands for the task, and "%%"
/// for a "%" (sbatch(1), "filename pattern").
std::string pattern_of(const std::string& log_of_first) {
  constexpr std::string_view end = "0.log";
  std::string pattern;
  for (const char letter : log_of_first.substr(0, log_of_first.size() - end.size()))
    pattern += letter == '%' ? "%%" : std::string(1, letter);
  return pattern + "%a.log";
}

}  // namespace

std::string slurm_script(const std::string& directory, const std::string& program, const SlurmArray& array) {
  std::string script = fmt::format(
      "#!/bin/sh\n"
      "# A job array of a sweep, written by splitscape: task I makes the runs behind its number that are "
      "not\n"
      "# there yet. jobs.json has the number of the job; what task I printed is in logs/{}-I.log.\n"
      "case \"$SLURM_ARRAY_TASK_ID\" in\n",
      array.name);
  for (std::size_t task = 0; task < array.tasks.size(); ++task)
    script += fmt::format("  {}) runs={} ;;\n", task, run_numbers_text(array.tasks[task]));
  script += fmt::format(
      "  *) echo \"the sweep has no task '$SLURM_ARRAY_TASK_ID'\" >&2; exit 2 ;;\n"
      "esac\n"
      "exec {} --runs \"$runs\" -j \"${{SLURM_CPUS_PER_TASK:-1}}\"\n",
      shell_line({program, "sweep-task", directory}));
  return script;
}

std::vector<std::string> sbatch_arguments(const std::string& directory, const SlurmRecord& record,
                                          const SlurmArray& array) {
  std::vector<std::string> arguments = record.arguments;
  const std::string limit = record.at_once == 0 ? "" : fmt::format("%{}", record.at_once);
  for (std::string own :
       {std::string("--parsable"), "--job-name=" + array.name,
        fmt::format("--array=0-{}{}", array.tasks.size() - 1, limit), "--chdir=" + record.started_in,
        "--output=" + pattern_of(slurm_log_path(directory, {array.name, 0})),
        std::string("--open-mode=append"), slurm_script_path(directory, array.name)}) {
    arguments.push_back(std::move(own));
  }
  return arguments;
}

void check_slurm_arguments(const std::vector<std::string>& arguments) {
  for (const std::string& word : arguments) {
    const auto own = std::find_if(own_options.begin(), own_options.end(),
                                  [&word](const OwnOption& option) { return is_option(word, option); });
    if (own != own_options.end())
      throw UserError(fmt::format("--slurm-args: {} cannot be said here: {}", own->name, own->reason));
  }
}

}  // namespace splitscape
