#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "tests/docs/page.hpp"

// The map of the README. What its commands print: consoles_test.cpp.

using namespace splitscape::test;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> folders_of_the_project() {
  std::vector<std::string> folders;
  for (const auto& entry : fs::directory_iterator(project_file(""))) {
    const std::string name = entry.path().filename().string();
    const bool made = name.starts_with('.') || name.starts_with("build") || name.starts_with("results");
    if (entry.is_directory() && !made) folders.push_back("`" + name + "/`");
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

}  // namespace

TEST_CASE("readme: the map has every folder of the project and no other") {
  std::vector<std::string> mapped;
  for (const TableLine& line : table_under(project_text("README.md"), "| folder | what is in it |")) {
    mapped.push_back(line.at(0));
  }
  std::sort(mapped.begin(), mapped.end());
  CHECK(mapped == folders_of_the_project());
}

TEST_CASE("readme: every path that the README and the page of the examples name is there") {
  std::size_t named = 0;
  const std::regex path("`((models|sim|analysis|scenarios|tests|docs|examples)/[a-z_0-9./-]*)`");
  const std::regex link(R"(\]\(([^):#]+)\))");
  for (const std::string folder : {"", "examples/"}) {
    const std::string page = project_text(folder + "README.md");
    const auto check = [&](const std::regex& form, const std::string& from) {
      for (std::sregex_iterator match(page.begin(), page.end(), form), end; match != end; ++match) {
        CAPTURE((*match)[1].str());
        CHECK(fs::exists(project_file(from + (*match)[1].str())));
        ++named;
      }
    };
    check(path, "");
    check(link, folder);
  }
  CHECK(named > 20);  // otherwise the pages were not read
}
