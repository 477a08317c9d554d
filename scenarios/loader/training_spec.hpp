#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/training/architecture.hpp"
#include "models/training/trainer.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

/// A name of a data file, with the place in the spec that names it.
struct PlacedName {
  std::string name{};
  Position position{};
};

/// The files of a set of samples: two of IDX, or a table.
struct DataFiles {
  std::optional<PlacedName> images{};
  std::optional<PlacedName> labels{};
  std::optional<PlacedName> table{};
  std::string label{};                   ///< column of the table
  std::optional<std::uint64_t> first{};  ///< only so many samples; absent: all
};

/// What a network is trained and tested with.
struct DataSpec {
  std::string name{};
  std::string source{};
  DataFiles train{};
  DataFiles test{};
  std::optional<std::uint32_t> pad{};  ///< features, with zeros behind those of the files
  double held_out = .1;                ///< share of the training samples
};

/// A training spec as its file tells it (docs/formats/training.md).
struct TrainingSpec {
  std::string title{};
  std::uint64_t seed = 1;
  DataSpec data{};
  Architecture architecture{};  ///< without the shape of the input, which the data tell
  Position sparsity{};          ///< where the spec says it
  TrainingSettings settings{};
  std::string file{};       ///< its name
  std::string directory{};  ///< it lies in
  Value document{};         ///< as read, assignments included: what a manifest keeps
};

/// Reads a spec. @param assignments "path.to.key=value"
/// @throws InputError at the first thing that cannot be read or makes no sense
TrainingSpec load_training_spec(const std::string& path, const std::vector<std::string>& assignments);
/// Likewise from a document that was read before, as a manifest's is.
TrainingSpec training_spec_of(Value document, const std::string& file, const std::string& directory,
                              const std::vector<std::string>& assignments);

/// The sections of a spec, for the documentation; and its JSON Schema.
std::vector<SectionDoc> training_docs();
std::string training_schema();

}  // namespace splitscape
