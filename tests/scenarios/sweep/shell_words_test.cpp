#include "scenarios/sweep/shell_words.hpp"

#include <doctest/doctest.h>

#include <cstdio>

#include "scenarios/runs/user_error.hpp"

using namespace splitscape;

namespace {

using Words = std::vector<std::string>;

Words words_of(const std::string& text) {
  return shell_words(text, "--slurm-args");
}

/// The words that sh makes of a text.
Words words_of_sh(const std::string& text) {
  FILE* sh = popen(("printf '%s\\0' " + text).c_str(), "r");
  REQUIRE(sh != nullptr);
  std::string printed;
  char part[256];
  while (const std::size_t length = fread(part, 1, sizeof part, sh)) printed.append(part, length);
  pclose(sh);
  Words words;
  for (std::size_t start = 0; start < printed.size(); start += words.back().size() + 1)
    words.emplace_back(printed.c_str() + start);
  return words;
}

}  // namespace

TEST_CASE("shell words: a text is split as sh splits it") {
  for (const char* text : {"--time=10 --mem=2G", "  a\tb  ", "'a b' c", "\"a b\"c", "a'b'\"c\"d",
                           R"(a\ b \\ \')", R"("\" \\ \$ \a")", "''", "'' \"\"", "--comment='it'\"'\"'s'",
                           "a=\"\" b", "'$x' \"'\"", "\"a\\\nb\" c\\\nd"}) {
    CAPTURE(text);
    CHECK(words_of(text) == words_of_sh(text));
  }
  CHECK(words_of("").empty());
  CHECK(words_of(" \n ").empty());
}

TEST_CASE("shell words: nothing is expanded") {
  CHECK(words_of("$HOME `ls` * ~ ; # a") == Words{"$HOME", "`ls`", "*", "~", ";", "#", "a"});
}

TEST_CASE("shell words: what is not closed is refused") {
  CHECK_THROWS_WITH_AS(words_of("--comment='a"), "--slurm-args --comment='a: a ' is not closed", UserError);
  CHECK_THROWS_WITH_AS(words_of("\"a"), "--slurm-args \"a: a \" is not closed", UserError);
  CHECK_THROWS_WITH_AS(words_of("a\\"), "--slurm-args a\\: nothing follows the last backslash", UserError);
}

TEST_CASE("shell words: a quoted word is one word again") {
  for (const std::string word :
       {"a", "--x=1,2", "two words", "", "it's", "$HOME", "a\\b", "new\nline", "ü", "!"}) {
    CAPTURE(word);
    CHECK(words_of(shell_word(word)) == Words{word});
    CHECK(words_of_sh(shell_word(word)) == Words{word});
  }
  CHECK(shell_word("/usr/bin/splitscape") == "/usr/bin/splitscape");
  CHECK(shell_line({"echo", "a b", "c"}) == "echo 'a b' c");
}
