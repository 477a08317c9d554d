#pragma once

#include <string>

namespace splitscape {

/// @throws UserError where a file is there and must not be replaced, or the path is no place for one
void check_result_file(const std::string& path, bool force);

/// Writes a file under a name of its own and then gives it its name, so that a half-written one is never
/// seen.
/// @throws UserError as check_result_file() does, and where it cannot be written
void write_result_file(const std::string& path, const std::string& text, bool force);

}  // namespace splitscape
