#pragma once

#include <functional>
#include <string>
#include <vector>

#include "scenarios/loader/document.hpp"

namespace splitscape::test {

/// A document as YAML text, a line a value.
std::string yaml_text(const Value& document);

/// A place in a document: the keys and list indices that lead to it.
using ValuePath = std::vector<std::string>;

/// Every place of a document that has a value, the document itself left out.
std::vector<ValuePath> all_paths(const Value& document);

std::string text_of(const ValuePath& path);

/// A copy of a document in which one value is another.
Value with_value(const Value& document, const ValuePath& path, const Value& value);
/// A copy without one value.
Value without(const Value& document, const ValuePath& path);
/// A copy in which the last key of a path has another name.
Value with_key(const Value& document, const ValuePath& path, const std::string& key);
/// The value at a path.
const Value& at(const Value& document, const ValuePath& path);

}  // namespace splitscape::test
