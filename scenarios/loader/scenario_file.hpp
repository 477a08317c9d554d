#pragma once

#include <string>
#include <vector>

#include "models/consistency.hpp"
#include "models/scenario.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/reading.hpp"
#include "scenarios/loader/section.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {

/// What the command line changes in a scenario file before it is read.
struct Overrides {
  std::vector<std::string> assignments{};  ///< "path.to.key=value"
  std::vector<std::string>
      policies{};  ///< instead of the file's; with the file's parameters where it has them
};

/// A scenario with where it came from.
struct LoadedScenario {
  Scenario scenario{};
  Value document{};                 ///< as read, with the overrides in it
  std::string file{};               ///< as named by the user
  std::string directory{};          ///< that relative paths in it start from; empty: the current one
  std::vector<InputFile> inputs{};  ///< files it refers to
};

class ReadBefore;

/// Reads scenarios. What their keys may say is put together once, which takes longer than reading a short
/// file.
class ScenarioReader {
 public:
  /// @param zoo must outlive it
  /// @param before if given, files that scenarios refer to are read once for all of them; must outlive it
  explicit ScenarioReader(const Zoo& zoo, ReadBefore* before = nullptr);

  /// Reads a scenario from a document; relative paths in it start from a directory.
  /// @throws InputError at the first thing that cannot be read
  LoadedScenario load(Value document, const std::string& file, const std::string& directory,
                      const Overrides& overrides = {}) const;

 private:
  const Zoo& zoo_;
  ReadBefore* before_;
  Section<Scenario> section_;
};

/// Reads a scenario file. @throws InputError at the first thing that cannot be read
LoadedScenario load_scenario(const std::string& file, const Overrides& overrides, const Zoo& zoo);

/// Reads a scenario from a document; relative paths in it start from a directory.
LoadedScenario load_scenario(Value document, const std::string& file, const std::string& directory,
                             const Overrides& overrides, const Zoo& zoo);

/// The policies that a scenario's document asks for: the items of its list, or the one that it has.
std::vector<Value> policies_in(const Value& document);
/// What results call the policy that a value asks for: its label, else its name.
std::string policy_name(const Value& policy);

/// A contradiction as an error message at its key.
InputError at_its_key(const Contradiction& contradiction, const LoadedScenario& loaded);

/// JSON Schema (draft 2020-12) of scenario files, on one line.
std::string scenario_schema(const Zoo& zoo);

/// All sections of a scenario file, and of profile files, for the documentation.
std::vector<SectionDoc> scenario_docs(const Zoo& zoo);

}  // namespace splitscape
