#include "scenarios/sweep/slurm_queue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <sstream>
#include <string_view>

namespace splitscape {
namespace {

std::vector<std::string> split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) parts.push_back(part);
  return parts;
}

std::optional<std::size_t> number_of(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// "4", "4-7", "0-20:5": adds the numbers. @return whether it was one of these
bool add_tasks(const std::string& text, std::set<std::size_t>& tasks) {
  const std::size_t dash = text.find('-');
  const auto first = number_of(std::string_view(text).substr(0, dash));
  if (!first) return false;
  if (dash == std::string::npos) {
    tasks.insert(*first);
    return true;
  }
  const std::size_t colon = text.find(':', dash);
  const auto last = number_of(std::string_view(text).substr(dash + 1, colon - dash - 1));
  const auto step = colon == std::string::npos ? std::optional<std::size_t>(1)
                                               : number_of(std::string_view(text).substr(colon + 1));
  constexpr std::size_t most_tasks = 4'000'001;  // what MaxArraySize can be at most (slurm.conf(5))
  if (!last || !step || *step == 0 || *last > most_tasks) return false;
  for (std::size_t task = *first; task <= *last; task += *step) tasks.insert(task);
  return true;
}

/// The tasks of "123_4", "123_[4-7,9%2]"; nothing where not all of them are named: "123", "123_[1-4,...]".
std::optional<std::set<std::size_t>> tasks_of(const std::string& id) {
  const std::size_t underline = id.find('_');
  if (underline == std::string::npos) return std::nullopt;
  std::string list = id.substr(underline + 1);
  if (!list.empty() && list.front() == '[') list = list.substr(1, list.find_first_of("%]") - 1);
  std::set<std::size_t> tasks;
  for (const std::string& part : split(list, ',')) {
    if (!add_tasks(part, tasks)) return std::nullopt;
  }
  if (tasks.empty()) return std::nullopt;
  return tasks;
}

}  // namespace

bool SlurmQueue::holds(const std::string& array, std::size_t task) const {
  if (whole.contains(array)) return true;
  const auto found = tasks.find(array);
  return found != tasks.end() && found->second.contains(task);
}

std::vector<std::string> squeue_arguments(const std::vector<std::string>& arrays,
                                          const std::string& cluster) {
  std::string names;
  for (const std::string& array : arrays) names += (names.empty() ? "" : ",") + array;
  std::vector<std::string> arguments{"--noheader", "--format=%i|%T|%r|%j", "--name=" + names};
  if (!cluster.empty()) arguments.push_back("--clusters=" + cluster);
  return arguments;
}

SlurmQueue read_squeue(const std::string& text, const std::vector<std::string>& arrays) {
  SlurmQueue queue;
  for (const std::string& line : split(text, '\n')) {
    const auto fields = split(line, '|');
    if (fields.size() != 4 || std::find(arrays.begin(), arrays.end(), fields[3]) == arrays.end()) continue;
    const std::string& name = fields[3];
    const auto tasks = tasks_of(fields[0]);
    if (tasks) queue.tasks[name].insert(tasks->begin(), tasks->end());
    if (!tasks) queue.whole.insert(name);
    const bool is_queued = fields[1] == "PENDING" || fields[1].starts_with("REQUEUE");
    (is_queued ? queue.queued : queue.running) += tasks ? tasks->size() : 1;
    if (is_queued) queue.reason = fields[2] == "None" ? "" : fields[2];
  }
  return queue;
}

}  // namespace splitscape
