#pragma once

#include <string>

#include "scenarios/loader/document.hpp"

namespace splitscape {

/// A document as JSON text, on one line: what the JSON Schema is about. Numbers that are not finite become
/// null.
std::string to_json(const Value& document);

}  // namespace splitscape
