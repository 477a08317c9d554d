#include "scenarios/runs/load_all.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>

#include "scenarios/loader/named_document.hpp"
#include "scenarios/runs/manifest.hpp"
#include "scenarios/runs/user_error.hpp"
#include "sim/check.hpp"

namespace splitscape {
namespace {

/// Results tell scenarios apart by their names.
void require_different_names(const std::vector<LoadedScenario>& scenarios) {
  std::map<std::string, std::string> files;
  for (const auto& loaded : scenarios) {
    const auto [found, fresh] = files.emplace(loaded.scenario.name, loaded.file);
    if (!fresh) {
      throw UserError(fmt::format("two scenarios are called '{}' ({} and {}): give them different names",
                                  loaded.scenario.name, found->second, loaded.file));
    }
  }
}

}  // namespace

std::vector<std::string> contradictions_of(const LoadedScenario& loaded) {
  std::vector<std::string> messages;
  for (const auto& contradiction : check(loaded.scenario))
    messages.emplace_back(at_its_key(contradiction, loaded).what());
  return messages;
}

std::vector<LoadedScenario> load_all(const std::vector<std::string>& files, const Overrides& overrides,
                                     const Zoo& zoo) {
  std::vector<LoadedScenario> scenarios;
  for (const auto& file : files) {
    NamedDocument named = read_named_document(file);
    if (is_manifest(named.document)) {
      auto more = scenarios_of_manifest(named.document, named.file, overrides, zoo);
      std::move(more.begin(), more.end(), std::back_inserter(scenarios));
    } else {
      scenarios.push_back(
          load_scenario(std::move(named.document), named.file, named.directory, overrides, zoo));
    }
  }
  for (const auto& loaded : scenarios) {
    if (const auto messages = contradictions_of(loaded); !messages.empty()) {
      throw UserError(fmt::format("{}", fmt::join(messages, "\n")));
    }
  }
  require_different_names(scenarios);
  return scenarios;
}

}  // namespace splitscape
