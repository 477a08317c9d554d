#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// Reads what an earlier run learned (learned.csv): the values of the first device that stands in the file
/// under one of the names, the first name that stands there at all.
/// @param file its name, for error messages
/// @param policies names that results may have called the policy by
/// @throws InputError where the file is none of these, or knows none of the names
std::vector<double> read_learned(const std::string& text, const std::string& file,
                                 const std::vector<std::string>& policies);

}  // namespace splitscape
