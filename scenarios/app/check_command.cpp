#include <fmt/format.h>

#include "scenarios/app/commands.hpp"
#include "scenarios/runs/load_all.hpp"

namespace splitscape {

int check_command(const std::vector<std::string>& files, const std::vector<std::string>& assignments) {
  const Zoo zoo = Zoo::of_this_program();
  bool sound = true;
  for (const auto& file : files) {
    std::vector<std::string> messages;
    try {
      messages = contradictions_of(load_scenario(file, {.assignments = assignments}, zoo));
    } catch (const InputError& error) {
      messages = {error.what()};
    }
    for (const auto& message : messages) fmt::print(stderr, "{}\n", message);
    if (messages.empty()) fmt::print("{}: can be run\n", file);
    sound = sound && messages.empty();
  }
  return sound ? 0 : 2;
}

}  // namespace splitscape
