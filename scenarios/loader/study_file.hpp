#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/loader/document.hpp"
#include "scenarios/loader/section.hpp"
#include "scenarios/loader/study_axis.hpp"

namespace splitscape {

/// Points of the space of all axes instead of their grid, for a sensitivity analysis.
struct StudyDesign {
  enum class Method { morris, sobol };

  Method method = Method::morris;
  std::size_t count = 0;  ///< walks of Morris, or rows of Sobol'
  unsigned levels = 4;    ///< of Morris
  std::uint64_t seed = 1;
};

/// What a file about many runs of a scenario says (docs/formats/study.md).
struct Study {
  std::string name{};
  std::string scenario{};              ///< path of the file, seen from the current directory
  Position scenario_position{};        ///< where the study names it
  std::vector<KeyChange> changes{};    ///< in every run
  std::vector<StudyAxis> axes{};       ///< the first varies slowest
  std::vector<std::uint64_t> seeds{};  ///< empty: the scenario's
  std::uint64_t replications = 1;
  bool requests = false;  ///< requests.csv is kept
  bool learned = false;   ///< learned.csv is kept
  std::optional<StudyDesign> design{};
  std::string file{};       ///< as named by the user
  std::string directory{};  ///< it lies in
  Value document{};         ///< as read

  /// The axis of policies; null where the scenario's own are run.
  const StudyAxis* policies() const;
};

/// Reads a study; "-" is the standard input. @throws InputError at the first thing that cannot be read or
/// makes no sense
Study load_study(const std::string& path);
/// Likewise from a document that was read before.
Study study_of(Value document, const std::string& file, const std::string& directory);

/// The sections of a study, for the documentation; and its JSON Schema.
std::vector<SectionDoc> study_docs();
std::string study_schema();

}  // namespace splitscape
