#pragma once

#include <string>
#include <string_view>

namespace splitscape {

/// A name of a file as it can be printed: what is no printable UTF-8 becomes '_'.
std::string printable_name(std::string_view name);

/// The same for an error message, cut short where it is very long.
std::string shown_name(std::string_view name);

}  // namespace splitscape
