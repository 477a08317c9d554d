#pragma once

#include <string>

namespace splitscape {

/// What `splitscape report` is asked for.
struct ReportOptions {
  std::string directory{};  ///< of a run or of a sweep
  std::string out{};        ///< page to write
  bool force = false;
};

/// Has Python make one page of what a directory holds, with analysis/report/report.py, which comes with the
/// program.
/// @throws UserError where the directory holds no results, where Python or what the script needs is not
///   there, or where the page is there already; std::runtime_error where the script fails
int report_command(const ReportOptions& options);

}  // namespace splitscape
