#include <doctest/doctest.h>

#include <regex>

#include "tests/docs/page.hpp"

// docs/add-a-policy.md held against the catalogue. That its code works is tested by a program of its own,
// which is built from the page (tests/docs/added_policy.cpp).

using namespace splitscape::test;

namespace {

/// The lines between the first of the catalogue's list and the last one.
std::vector<std::string> lines_of_the_list(const std::string& source) {
  const std::regex list("#define SPLITSCAPE_POLICIES[(]POLICY[)] *\\\\\n((?:.*\\\\\n)*).*\n");
  std::smatch match;
  REQUIRE(std::regex_search(source, match, list));
  std::vector<std::string> lines;
  std::istringstream text(match[1]);
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

bool is_policy_line(const std::string& line) {
  return std::regex_match(line, std::regex("  POLICY[(][a-z_0-9]+[)] +\\\\"));
}

}  // namespace

TEST_CASE("adding a policy: a line of the list is told from other text") {
  CHECK(is_policy_line("  POLICY(device_only)  \\"));
  CHECK_FALSE(is_policy_line("  POLICY(device_only)"));  // the last line, which has nothing behind it
  CHECK_FALSE(is_policy_line("  {\"device_only\", make}, \\"));
}

TEST_CASE("adding a policy: the lines of the page have the form of those in the catalogue") {
  const auto lines = lines_of_the_list(project_text("sim/policy_catalogue.cpp"));
  CHECK(lines.size() >= 5);  // otherwise the list was not read
  const auto blocks =
      code_blocks(project_text("docs/add-a-policy.md"), "```cpp line-of=sim/policy_catalogue.cpp");
  REQUIRE(blocks.size() == 2);
  for (const std::string& block : blocks) {
    const std::string line = block.substr(0, block.size() - 1);
    CAPTURE(line);
    CHECK(is_policy_line(line));
    for (const std::string& other : lines) {
      CAPTURE(other);
      CHECK(is_policy_line(other));
      CHECK(other.size() == line.size());  // the backslashes stand below one another
    }
  }
}

TEST_CASE("adding a policy: the files and the tests of the page bear the names of the lines") {
  const std::string page = project_text("docs/add-a-policy.md");
  for (const std::string name : {"queue_aware", "epsilon_greedy_cut"}) {
    CAPTURE(name);
    CHECK(page.find("\n  POLICY(" + name + ") ") != std::string::npos);
    CHECK(code_blocks(page, "```cpp file=sim/policies/" + name + ".cpp").size() == 1);
    CHECK(code_blocks(page, "```cpp file=tests/sim/policies/" + name + "_test.cpp").size() == 1);
  }
}
