#pragma once

#include <optional>
#include <string>

namespace splitscape::test {

/// Path of a file of other people's data that lies beside the project in some places and is no part of it.
/// Absent where it is not there; says so on standard output, by which the test counts as skipped.
std::optional<std::string> shared_data(const std::string& name);

/// Path of a file of the project.
std::string project_file(const std::string& name);

}  // namespace splitscape::test
