#pragma once

#include <string>

namespace splitscape {

/// Prints what a summary.csv says, for people: groups of devices with their policies below each other, four
/// digits, intervals where there is a spread. Columns that say nothing are left out.
void print_summary(const std::string& path);

}  // namespace splitscape
