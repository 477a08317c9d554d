#pragma once

#include <string>

#include "scenarios/loader/document.hpp"

namespace splitscape {

/// Parses YAML text (JSON is YAML too), with aliases and merge keys (<<) put in.
/// @param name of the file, for error messages
/// @throws InputError where it is no single YAML document, a key stands twice, or it is too large or too deep
/// to
///         be a scenario
Value parse_document(const std::string& text, const std::string& name);

}  // namespace splitscape
