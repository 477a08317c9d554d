#include "scenarios/sweep/run_id.hpp"

#include <nlohmann/json.hpp>

#include "scenarios/loader/document_json.hpp"
#include "scenarios/loader/reading.hpp"
#include "scenarios/runs/version.hpp"

namespace splitscape {
namespace {

constexpr std::size_t digits = 16;

/// What all runs of this program have in common.
const std::string& told_of_program() {
  static const std::string text = [] {
    nlohmann::ordered_json told{{"version", program_version()}};
    for (const auto& [package, version] : package_versions()) told["packages"][package] = version;
    told["program"] = digest_of_program();
    return told.dump();
  }();
  return text;
}

}  // namespace

const std::string& digest_of_program() {
  static const std::string digest = sha256_of_file("/proc/self/exe");
  return digest;
}

std::string run_id(const LoadedScenario& loaded, const WantedTables& tables) {
  nlohmann::ordered_json told{{"name", loaded.scenario.name}, {"seed", loaded.scenario.seed},
                              {"run", loaded.scenario.run},   {"requests", tables.requests},
                              {"learned", tables.learned},    {"inputs", nlohmann::ordered_json::array()}};
  for (const InputFile& input : loaded.inputs) told["inputs"].push_back(input.sha256);
  return sha256(to_json(loaded.document) + '\n' + told.dump() + '\n' + told_of_program()).substr(0, digits);
}

}  // namespace splitscape
