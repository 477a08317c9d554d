#include <doctest/doctest.h>

#include <regex>

#include "tests/docs/page.hpp"

// The files that a release is known by say the same.

using namespace splitscape::test;

namespace {

std::string version_of_project() {
  const std::string cmake = project_text("CMakeLists.txt");
  std::smatch match;
  REQUIRE(std::regex_search(cmake, match, std::regex("\n  VERSION ([0-9.]+)\n")));
  return match[1];
}

}  // namespace

TEST_CASE("release: the citation is a valid one of this version") {
  const Ran ran = run_program(SPLITSCAPE_PYTHON, {"-B", project_file("tests/docs/citation.py"),
                                                  project_file("CITATION.cff"), version_of_project()});
  CHECK_MESSAGE(ran.code == 0, ran.out << ran.err);
}

TEST_CASE("release: the changelog has this version with the date of the citation") {
  const std::string citation = project_text("CITATION.cff");
  std::smatch date;
  REQUIRE(std::regex_search(citation, date, std::regex("\ndate-released: \"([0-9-]+)\"\n")));
  CHECK(project_text("CHANGELOG.md").find("\n## [" + version_of_project() + "] - " + date[1].str() + "\n") !=
        std::string::npos);
}

TEST_CASE("release: the licence is Apache 2.0 in full") {
  const std::string licence = project_text("LICENSE");
  CHECK(licence.find("Apache License\n                           Version 2.0, January 2004") !=
        std::string::npos);
  CHECK(licence.find("9. Accepting Warranty or Additional Liability.") != std::string::npos);
  CHECK(licence.find("END OF TERMS AND CONDITIONS") != std::string::npos);
}
