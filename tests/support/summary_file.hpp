#pragma once

#include <map>
#include <string>
#include <vector>

namespace splitscape::test {

/// A line of a summary by column; what is not given is empty.
using SummaryLine = std::map<std::string, std::string>;

/// The text of a summary.csv, or with axes in front of a sweep's results.csv, as runs would have left it.
std::string summary_file(const std::vector<SummaryLine>& lines, const std::vector<std::string>& axes = {});

}  // namespace splitscape::test
