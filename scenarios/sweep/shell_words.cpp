#include "scenarios/sweep/shell_words.hpp"

#include <fmt/format.h>

#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

constexpr std::string_view blanks = " \t\n";

/// Takes words off the front of a text.
class WordSplitter {
 public:
  WordSplitter(std::string_view text, const std::string& option) : text_(text), option_(option) {}

  std::vector<std::string> words() {
    while (at_ < text_.size()) {
      const char letter = text_[at_++];
      if (blanks.find(letter) != std::string_view::npos) {
        end_word();
      } else if (letter == '\'') {
        single_quoted();
      } else if (letter == '"') {
        double_quoted();
      } else if (letter == '\\') {
        escaped();
      } else {
        word() += letter;
      }
    }
    end_word();
    return std::move(words_);
  }

 private:
  std::string& word() {
    in_word_ = true;
    return word_;
  }

  void end_word() {
    if (in_word_) words_.push_back(word_);
    word_.clear();
    in_word_ = false;
  }

  void single_quoted() {
    const std::size_t end = text_.find('\'', at_);
    if (end == std::string_view::npos) refuse("a ' is not closed");
    word() += text_.substr(at_, end - at_);
    at_ = end + 1;
  }

  /// Within double quotes a backslash is one unless a character follows that would mean something there.
  void double_quoted() {
    word();
    for (; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      const bool escapes = text_[at_] == '\\' && at_ + 1 < text_.size() &&
                           std::string_view("$`\"\\\n").find(text_[at_ + 1]) != std::string_view::npos;
      if (escapes) ++at_;
      if (!escapes || text_[at_] != '\n') word() += text_[at_];
    }
    if (at_ == text_.size()) refuse("a \" is not closed");
    ++at_;
  }

  void escaped() {
    if (at_ == text_.size()) refuse("nothing follows the last backslash");
    if (text_[at_] != '\n') word() += text_[at_];  // a line that goes on
    ++at_;
  }

  [[noreturn]] void refuse(const std::string& why) const {
    throw UserError(fmt::format("{} {}: {}", option_, text_, why));
  }

  std::string_view text_;
  const std::string& option_;
  std::size_t at_ = 0;
  std::string word_{};
  bool in_word_ = false;  ///< '' is a word, and nothing is none
  std::vector<std::string> words_{};
};

}  // namespace

std::vector<std::string> shell_words(std::string_view text, const std::string& option) {
  return WordSplitter(text, option).words();
}

std::string shell_word(const std::string& word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string quoted = "'";
  for (const char letter : word) {
    if (letter == '\'') {
      quoted += "'\\''";
    } else {
      quoted += letter;
    }
  }
  return quoted + "'";
}

std::string shell_line(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + shell_word(word);
  return line;
}

}  // namespace splitscape
