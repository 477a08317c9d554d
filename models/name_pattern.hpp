#pragma once

#include <string_view>

namespace splitscape {

/// Whether a name has a * or a ? in it.
bool is_pattern(std::string_view name);

/// Whether a name is what a pattern says: * stands for any text, ? for any letter.
bool fits(std::string_view pattern, std::string_view name);

}  // namespace splitscape
