#pragma once

#include <string>
#include <string_view>

#include "scenarios/loader/document.hpp"

namespace splitscape {

/// Where the key stands that a path like "devices.cameras.path.0" names, or as much of it as there is. A key
/// may have points in it: of several that fit, the longest is meant.
Position locate(const Value& document, std::string_view path);

/// Replaces what a path names by a value written in YAML; makes the keys on the way where they are missing.
/// @param assignment "path.to.key=value"
/// @throws InputError, with the assignment in place of the file, where it cannot be applied
void override_value(Value& document, const std::string& assignment);

/// Likewise by a value that was read elsewhere.
/// @param place that asks for it: where errors are, and what keys that are made stand at
void override_value(Value& document, std::string_view path, const Value& value, const Position& place);

}  // namespace splitscape
