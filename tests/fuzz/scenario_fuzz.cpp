// libFuzzer: the loader of scenarios, the checks of a scenario, and the writer of profiles.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "scenarios/loader/scenario_file.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "sim/check.hpp"
#include "tests/fuzz/profile_round_trip.hpp"

namespace {

using namespace splitscape;

/// A directory of traces to name, and nothing else.
const std::string& directory() {
  static const std::string path = SPLITSCAPE_FUZZ_TRACES;
  return path;
}

/// Whether a document names something outside of that directory, which a fuzzer must not open.
bool leads_out(const Value& value) {
  if (value.kind() == Value::Kind::text)
    return value.text().starts_with('/') || value.text().find("..") != std::string::npos;
  return std::any_of(value.items().begin(), value.items().end(), leads_out) ||
         std::any_of(value.entries().begin(), value.entries().end(),
                     [](const Value::Entry& entry) { return leads_out(entry.value); });
}

bool in_zoo(const std::string& network) {
  static const auto names = Zoo(SPLITSCAPE_FUZZ_ZOO).names("networks");
  return std::find(names.begin(), names.end(), network) != names.end();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Zoo zoo(SPLITSCAPE_FUZZ_ZOO);
  static const ScenarioReader reader(zoo);
  try {
    Value document = parse_document(std::string(reinterpret_cast<const char*>(data), size), "scenario.yaml");
    if (leads_out(document)) return 0;
    const LoadedScenario loaded = reader.load(std::move(document), "scenario.yaml", directory());
    for (const auto& contradiction : check(loaded.scenario)) (void)at_its_key(contradiction, loaded);
    for (const auto& network : loaded.scenario.networks) {
      // Those of the zoo are known to read back (tests/scenarios/loader/profile_text_test.cpp).
      if (!in_zoo(network.profile.name)) fuzz::check_round_trip(network.profile);
    }
  } catch (const InputError&) {  // the one way to refuse a file
  }
  return 0;
}
