#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/loader/read_before.hpp"
#include "scenarios/loader/scenario_file.hpp"
#include "scenarios/loader/study_file.hpp"
#include "scenarios/sweep/study_rows.hpp"

namespace splitscape {

/// Which of a study's scenarios a run simulates.
struct ScenarioOfStudy {
  std::size_t row = 0;                  ///< of the axes
  std::string policy{};                 ///< as results call it
  std::optional<std::uint64_t> seed{};  ///< absent: the scenario's
  std::uint64_t run = 0;
};

/// The scenarios of a study, each with one policy. Files that they refer to are read once.
class StudyScenarios {
 public:
  /// @throws InputError where the base scenario cannot be read
  StudyScenarios(Study study, const Zoo& zoo);
  StudyScenarios(const StudyScenarios&) = delete;
  StudyScenarios& operator=(const StudyScenarios&) = delete;

  const Study& study() const { return study_; }
  const StudyRows& rows() const { return rows_; }

  /// The scenario at a point of the axes, with all its policies, not yet read.
  /// @throws InputError at the key of the study that the scenario does not have
  Value document(std::size_t row) const;
  /// A scenario of the study with its one policy. @throws InputError as load_scenario() does
  LoadedScenario load(const ScenarioOfStudy& which) const;
  /// Likewise from its document() and one of its policies.
  LoadedScenario load(Value document, const Value& policy, const ScenarioOfStudy& which) const;

 private:
  Study study_;
  StudyRows rows_;
  Value base_;
  std::string directory_;  ///< of the base scenario
  mutable ReadBefore before_{};
  ScenarioReader reader_;
};

/// Puts seed and number of the replication into a scenario's document.
void put_replication(Value& document, std::uint64_t seed, std::uint64_t run);

}  // namespace splitscape
