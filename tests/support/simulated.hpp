#pragma once

#include <string>
#include <vector>

#include "models/scenario.hpp"
#include "scenarios/loader/csv_table.hpp"

namespace splitscape::test {

/// A result file of a simulation, read back.
class ResultTable {
 public:
  explicit ResultTable(CsvTable table) : table_(std::move(table)) {}

  std::size_t rows() const { return table_.rows(); }
  std::string text(std::size_t row, const std::string& column) const;
  double number(std::size_t row, const std::string& column) const;
  bool is_empty(std::size_t row, const std::string& column) const { return text(row, column).empty(); }
  /// The first row whose column has this text. @throws std::out_of_range
  std::size_t row_where(const std::string& column, const std::string& text) const;
  /// The numbers of a column, empty fields left out.
  std::vector<double> numbers(const std::string& column) const;

 private:
  CsvTable table_;
};

/// The results of one simulation.
struct Simulated {
  ResultTable summary;
  ResultTable devices;
  ResultTable links;
  ResultTable servers;
  ResultTable requests;
};

/// Checks a scenario, simulates it under a policy in a process of its own, as the program does, and reads the
/// result files. @throws std::runtime_error with the contradictions, or with why the run failed
Simulated simulated(const Scenario& scenario, const PolicyChoice& policy);

}  // namespace splitscape::test
