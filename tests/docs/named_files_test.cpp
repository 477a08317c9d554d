#include <doctest/doctest.h>

#include <filesystem>
#include <set>

#include "tests/docs/mentions.hpp"
#include "tests/docs/page.hpp"

// What the pages for those who change the code name in it, held against it.

using namespace splitscape::test;

namespace {

namespace fs = std::filesystem;

std::vector<std::string> pages() {
  std::vector<std::string> names{"CONTRIBUTING.md"};
  for (const auto& entry : fs::recursive_directory_iterator(project_file("docs"))) {
    if (entry.path().extension() != ".md") continue;
    names.push_back(fs::relative(entry.path(), project_file("")).generic_string());
  }
  return names;
}

/// Everything that stands in backquotes and looks like a path from the root of the project.
std::set<std::string> paths_in(const std::string& page) {
  static const std::regex path("`((models|sim|analysis|scenarios|tests|docs|examples)/[a-z_0-9./-]*)`");
  std::set<std::string> found;
  for (std::sregex_iterator match(page.begin(), page.end(), path), end; match != end; ++match) {
    found.insert((*match)[1]);
  }
  return found;
}

/// The files that docs/add-a-policy.md has its reader write.
bool is_to_be_written(const std::string& path) {
  return path.find("queue_aware.cpp") != std::string::npos ||
         path.find("queue_aware_test.cpp") != std::string::npos ||
         path.find("epsilon_greedy_cut") != std::string::npos;
}

}  // namespace

TEST_CASE("docs: what a page names is read from it") {
  const auto found = mentions_in(
      "1. `sim/a.cpp` · `A::b` · A and\n   `sim/c.hpp` ·\n   `c` · `D::d` · Sk, `sim/e.cpp` and `f`.\n");
  REQUIRE(found.size() == 3);
  CHECK(found[0].file == "sim/a.cpp");
  CHECK(found[0].name == "A::b");
  CHECK(found[0].instant == "A");
  CHECK(found[1].file == "sim/c.hpp");
  CHECK(found[1].name == "c");
  CHECK(found[1].instant.empty());
  CHECK(found[2].file == "sim/c.hpp");
  CHECK(found[2].name == "D::d");
  CHECK(found[2].instant == "Sk");
}

TEST_CASE("docs: a path is told from other code") {
  CHECK(paths_in("`sim/a.cpp` and `models/zoo/` but `sim/*.cpp`, `a/b.cpp`, sim/c.cpp, `docs/NAME.md`") ==
        std::set<std::string>{"sim/a.cpp", "models/zoo/"});
}

TEST_CASE("docs: every file and folder that a page names is there") {
  std::size_t named = 0;
  for (const std::string& page : pages()) {
    CAPTURE(page);
    for (const std::string& path : paths_in(project_text(page))) {
      if (is_to_be_written(path)) continue;
      CAPTURE(path);
      CHECK(fs::exists(project_file(path)));
      ++named;
    }
  }
  CHECK(named > 150);  // otherwise the pages were not read
}

TEST_CASE("docs: what a page names in a file stands in that file") {
  std::size_t named = 0;
  for (const std::string& page : pages()) {
    CAPTURE(page);
    for (const Mention& mention : mentions_in(project_text(page))) {
      CAPTURE(mention.file);
      CAPTURE(mention.name);
      REQUIRE(fs::exists(project_file(mention.file)));
      CHECK(find_word(project_text(mention.file), mention.name) != std::string::npos);
      ++named;
    }
  }
  CHECK(named > 80);
}
