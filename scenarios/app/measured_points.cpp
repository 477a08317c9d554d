#include "scenarios/app/measured_points.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>

#include "analysis/batch_means.hpp"
#include "analysis/columns.hpp"
#include "analysis/csv.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/sweep_record.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;

std::string table_path(const std::string& directory) {
  if (!fs::is_directory(directory)) throw UserError(fmt::format("{}: there is no such directory", directory));
  if (is_sweep(directory)) {
    const std::string path = directory + "/results.csv";
    if (fs::exists(path)) return path;
    throw UserError(fmt::format("{}: the sweep is not complete (no results.csv): {}", directory,
                                fs::exists(directory + "/failures.csv")
                                    ? "failures.csv says which runs failed, and why"
                                    : "splitscape sweep goes on with it"));
  }
  const std::string path = directory + "/summary.csv";
  if (fs::exists(path)) return path;
  throw UserError(fmt::format(
      "{}: neither the directory of a run (no summary.csv) nor of a sweep (no study.json)", directory));
}

std::vector<std::string> names_in_order(const std::vector<MeasuredPoint>& points,
                                        std::string MeasuredPoint::*member) {
  std::vector<std::string> names;
  for (const MeasuredPoint& point : points) {
    if (std::find(names.begin(), names.end(), point.*member) == names.end()) names.push_back(point.*member);
  }
  return names;
}

}  // namespace

MeasuredRuns::MeasuredRuns(const std::string& directory)
    : path_(table_path(directory)), table_(read_text_file(path_), path_, true) {
  // An axis may be called as a column of the summary is ("policy"), so that the names in front of those of
  // summary.csv are the axes.
  const std::size_t of_summary = header(summary_columns()).size();
  const std::vector<std::string>& names = table_.header();
  if (names.size() < of_summary || !std::equal(names.end() - static_cast<std::ptrdiff_t>(of_summary),
                                               names.end(), header(summary_columns()).begin())) {
    throw UserError(fmt::format("{}: its columns are not those of summary.csv of this version", path_));
  }
  table_.require_rows();
  axes_.assign(names.begin(), names.end() - static_cast<std::ptrdiff_t>(of_summary));
  for (std::size_t row = 0; row < table_.rows(); ++row) {
    auto& texts = axis_texts_.emplace_back();
    for (std::size_t i = 0; i < axes_.size(); ++i) texts.emplace_back(table_.text(row, i));
  }
  find_points();
}

void MeasuredRuns::find_points() {
  std::map<std::tuple<std::vector<std::string>, std::string, std::string, std::string>, std::size_t> known;
  for (std::size_t row = 0; row < rows(); ++row) {
    const std::string scenario = text(row, "scenario");
    const std::string policy = text(row, "policy");
    const std::string group = text(row, "group");
    const auto [found, fresh] =
        known.try_emplace(std::tuple(axis_texts_[row], scenario, policy, group), points_.size());
    if (fresh) points_.push_back({axis_texts_[row], scenario, policy, group});
    points_[found->second].rows.push_back(row);
  }
}

std::vector<std::string> MeasuredRuns::groups() const {
  return names_in_order(points_, &MeasuredPoint::group);
}

std::vector<std::string> MeasuredRuns::policies() const {
  return names_in_order(points_, &MeasuredPoint::policy);
}

std::size_t MeasuredRuns::column(const std::string& name) const {
  static const std::vector<std::string> names = header(summary_columns());
  const auto found = std::find(names.begin(), names.end(), name);
  return axes_.size() + static_cast<std::size_t>(found - names.begin());
}

std::string MeasuredRuns::text(std::size_t row, const std::string& name) const {
  return std::string(table_.text(row, column(name)));
}

std::optional<double> MeasuredRuns::number(std::size_t row, const std::string& name) const {
  if (table_.text(row, column(name)).empty()) return std::nullopt;
  return table_.number(row, column(name));
}

std::optional<Measured> MeasuredRuns::mean(const MeasuredPoint& point, const std::string& name,
                                           const char* half_width) const {
  std::vector<double> values;
  for (const std::size_t row : point.rows) {
    const auto value = number(row, name);
    if (!value) return std::nullopt;
    values.push_back(*value);
  }
  if (values.size() == 1) {
    return Measured{values[0], half_width == nullptr ? std::nullopt : number(point.rows[0], half_width)};
  }
  double mean = 0;
  for (const double value : values) mean += value / static_cast<double>(values.size());
  return Measured{mean, half_width_of_mean(values)};
}

}  // namespace splitscape
