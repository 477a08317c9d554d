#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "models/sample_trace.hpp"
#include "scenarios/loader/csv_table.hpp"

namespace splitscape {

/// How a per-sample trace is laid out and what its columns are called. The defaults are those of the
/// program's own samples.csv (docs/formats/samples.md).
struct SampleFileLayout {
  enum class Shape {
    rows_of_exits,  ///< "long": a line a sample and exit
    columns,        ///< "wide": a line a sample, columns for each exit; "{k}" in a name stands for the exit
  };
  Shape shape = Shape::rows_of_exits;
  std::string sample = "sample";
  std::string exit = "exit";
  std::optional<std::string> confidence{};
  std::optional<std::string> entropy{};  ///< of all probabilities, nats
  std::optional<std::string> prediction{};
  std::optional<std::string> correct{};  ///< 1 or 0; where absent, prediction is compared with label
  std::optional<std::string> label{};
  std::vector<std::string> features{};  ///< columns with what is known of an input before it is computed
  std::size_t classes = 0;              ///< 0: 1 + the largest prediction or label of the file, at least 2
  long long first_exit = 1;             ///< what the file calls the first exit
};

/// The layout with, for what it names no column, the column of the program's own name where the table has it:
/// confidence, entropy, prediction, correct, label; in a wide table confidence_{k} and so on, and label.
SampleFileLayout with_own_columns(SampleFileLayout layout, const CsvTable& table);

/// How many exits the samples of a table have: the largest number of an exit, or in a wide table as many as
/// the first column that has {k} in its name goes on for.
/// @throws InputError where it cannot be told
std::size_t exits_in(const CsvTable& table, const SampleFileLayout& layout);

/// Reads a trace. Of two classes the entropies follow from the confidences where no column tells them.
/// @param exits of the network, the end included; the trace must have as many
/// @throws InputError at the line that cannot be used
SampleTrace read_samples(const CsvTable& table, const SampleFileLayout& layout, std::size_t exits);

}  // namespace splitscape
