#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace splitscape {

/// A text as a YAML scalar that reads back as the same text, plain where that is safe in a flow table.
/// @throws std::invalid_argument where it is not UTF-8
std::string yaml_word(std::string_view text);

/// Likewise, in double quotes whatever it is.
std::string yaml_quoted(std::string_view text);

/// A long text as a folded block behind a key at this column, or quoted where folding would change it.
std::string yaml_folded(std::string_view text, std::size_t indent);

}  // namespace splitscape
