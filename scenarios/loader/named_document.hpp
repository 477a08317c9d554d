#pragma once

#include <string>

#include "scenarios/loader/document.hpp"

namespace splitscape {

/// A document as the command line names it.
struct NamedDocument {
  std::string file{};       ///< what messages call it
  std::string directory{};  ///< that relative paths in it start from; empty: the current one
  Value document{};
};

/// Reads a document; "-" is the standard input, whose paths start from the current directory.
/// @throws InputError where it cannot be read or is no YAML
NamedDocument read_named_document(const std::string& file);

}  // namespace splitscape
