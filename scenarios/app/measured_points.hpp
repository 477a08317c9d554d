#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/loader/csv_table.hpp"

namespace splitscape {

/// What one or several runs of the same thing, apart from their random numbers, say of a group of devices.
struct MeasuredPoint {
  std::vector<std::string> axes{};  ///< values, in the order of the study's axes
  std::string scenario{};
  std::string policy{};
  std::string group{};
  std::vector<std::size_t> rows{};  ///< of the table: one a replication
};

/// A number with half the width of its 95 % interval.
struct Measured {
  double value = 0;
  std::optional<double> half_width{};
};

/// The summaries of the runs of a run directory or of a sweep's: the values of the sweep's axes, then the
/// columns of summary.csv.
class MeasuredRuns {
 public:
  /// @throws UserError where the directory holds neither, or the sweep is not complete; InputError where its
  /// table is not as it should be
  explicit MeasuredRuns(const std::string& directory);

  const std::string& path() const { return path_; }
  const std::vector<std::string>& axes() const { return axes_; }
  const std::vector<MeasuredPoint>& points() const { return points_; }
  /// In the order in which they come first.
  std::vector<std::string> groups() const;
  std::vector<std::string> policies() const;

  std::size_t rows() const { return table_.rows(); }
  const std::string& axis(std::size_t row, std::size_t axis) const { return axis_texts_[row][axis]; }
  std::string text(std::size_t row, const std::string& column) const;
  /// Absent where the field is empty.
  std::optional<double> number(std::size_t row, const std::string& column) const;

  /// The mean over the replications of a point, with Student's interval over them; of one alone its own, with
  /// the interval that a column of the run gives, where there is one. Absent where a field is empty.
  /// @param half_width null: there is no such column
  std::optional<Measured> mean(const MeasuredPoint& point, const std::string& column,
                               const char* half_width) const;

 private:
  std::size_t column(const std::string& name) const;
  void find_points();

  std::string path_;
  CsvTable table_;
  std::vector<std::string> axes_{};
  std::vector<std::vector<std::string>> axis_texts_{};  ///< [row][axis]
  std::vector<MeasuredPoint> points_{};
};

}  // namespace splitscape
