#pragma once

#include <string>
#include <vector>

#include "scenarios/app/commands.hpp"

namespace splitscape {

/// Prints a table as aligned text, as CSV or as Markdown.
void print_table(const std::vector<std::string>& header, const std::vector<std::vector<std::string>>& rows,
                 Layout layout);

/// Four significant digits, for people; an exponent only where the number would be very long.
std::string short_number(double value);

}  // namespace splitscape
