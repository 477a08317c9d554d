#pragma once

#include <string>
#include <vector>

#include "scenarios/loader/csv_table.hpp"
#include "scenarios/reproduce/experiment.hpp"

namespace splitscape {

/// What became of an experiment.
struct Reproduced {
  const Experiment* experiment = nullptr;
  std::vector<OurTable> ours{};       ///< empty where files are missing
  std::vector<NeededFile> missing{};  ///< of those that it needs
};

/// The columns of a record: a line a figure.
const std::vector<std::string>& record_columns();

/// The lines of a record. Without ours where files are missing.
std::vector<std::vector<std::string>> record_lines(const Reproduced& reproduced);

/// Whether a record has a line of an experiment.
bool has_record_of(const CsvTable& record, const Experiment& experiment);

/// Ours of an experiment from a record that `splitscape reproduce --csv` has printed.
/// @throws InputError where the record lacks a figure
std::vector<OurTable> ours_of_record(const CsvTable& record, const Experiment& experiment);

/// A figure that is not within its tolerance, for people.
std::vector<std::string> offenders(const Reproduced& reproduced);

/// How many figures of an experiment have a published one beside them and a tolerance.
std::size_t judged_figures(const Reproduced& reproduced);

}  // namespace splitscape
