#pragma once

#include <string>
#include <vector>

#include "analysis/columns.hpp"
#include "analysis/csv.hpp"
#include "sim/run_listener.hpp"

namespace splitscape {

/// Writes requests.csv while a run goes on: a line a request, in the order in which they end.
class RequestLog final : public RunListener {
 public:
  /// @param hops of the longest path of all scenarios that share the file
  /// @param headed the file begins with the names of its columns
  /// @throws std::runtime_error where the file cannot be made
  RequestLog(const std::string& path, const RunIdentity& run, const Scenario& scenario, std::size_t hops,
             bool headed = false)
      : file_(path), run_(run), names_(group_names(scenario)), columns_(request_columns(hops)) {
    if (headed) file_.line(header(columns_));
  }

  void take(const RequestRecord& record) override {
    file_.row(columns_, {.run = run_, .names = names_[record.group], .record = record});
  }
  /// @throws std::runtime_error where not everything could be written
  void close() { file_.close(); }

 private:
  CsvWriter file_;
  RunIdentity run_;
  std::vector<GroupNames> names_;
  std::vector<Column<RequestRow>> columns_;
};

}  // namespace splitscape
