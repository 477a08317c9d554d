#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace splitscape {

/// Splits a text into words as a POSIX shell does (Shell Command Language, 2.2 Quoting): blanks part words,
/// 'single' and "double" quotes and backslashes keep them together. Nothing is expanded: a $ is a $.
/// @param option that the text was given to, for the message
/// @throws UserError where a quote is not closed, or a backslash is the last character
std::vector<std::string> shell_words(std::string_view text, const std::string& option);

/// A word as it can stand in a shell script: quoted where it must be.
std::string shell_word(const std::string& word);

/// Words in a line that a shell splits into the same words.
std::string shell_line(const std::vector<std::string>& words);

}  // namespace splitscape
