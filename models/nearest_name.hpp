#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace splitscape {

/// The candidate that a writer most likely meant: the same in other letter case, or the nearest by edits
/// (insert, delete, replace, swap), where it is near enough to be worth proposing.
std::optional<std::string> nearest_name(std::string_view written, const std::vector<std::string>& candidates);

/// "; did you mean 'NAME'?", "; one of: a, b, c", "; there is: a" or nothing, to end an error message with.
std::string suggestion(std::string_view written, const std::vector<std::string>& candidates);

}  // namespace splitscape
