#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace splitscape {

/// Numbers of runs as "0-9,12": those that follow each other are a range.
/// @param numbers in ascending order
std::string run_numbers_text(const std::vector<std::size_t>& numbers);

/// The numbers that such a text names, in ascending order, each once.
/// @param option that it was given to, for the message
/// @param most the highest that there is; the lowest is 1
/// @throws UserError where it is none, or names others
std::vector<std::size_t> run_numbers_of(const std::string& text, const std::string& option, std::size_t most);

}  // namespace splitscape
