// What the pages of the project show of the program, and what they tell a reader to write, held against the
// program itself. How a page says so:
//
//   <!-- printed by: splitscape columns --markdown -->   what follows, after an empty line, is that output,
//   up to the
//                                                        line <!-- end of print --> or the end of the page
//   ```text splitscape selftest                          the block is that output
//   ```yaml scenario                                     the block is a whole scenario
//   ```yaml training                                     the block is a whole training spec
//   ```yaml study                                        the block is a whole study
//   ```csv file=samples.csv                              the block is a file that scenarios or studies of the
//   page
//                                                        name
//
// ./dev docs prints what is printed anew.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "scenarios/loader/training_spec.hpp"
#include "scenarios/reproduce/experiment_catalogue.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape::test;

namespace {

namespace fs = std::filesystem;

struct Page {
  std::string path;  ///< from the root of the project
  std::string text;
};

/// The Markdown pages of a project: those of docs/ and those at its root.
std::vector<Page> pages_of(const std::string& root) {
  std::vector<std::string> paths;
  for (const std::string name : {"README.md", "CHANGELOG.md", "CONTRIBUTING.md"}) {
    if (fs::exists(root + "/" + name)) paths.push_back(name);
  }
  if (fs::exists(root + "/docs")) {
    for (const auto& entry : fs::recursive_directory_iterator(root + "/docs")) {
      if (entry.path().extension() == ".md")
        paths.push_back(fs::relative(entry.path(), root).generic_string());
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Page> pages;
  for (const auto& path : paths) pages.push_back({path, content(root + "/" + path)});
  return pages;
}

/// The lines of a text, each with its end.
std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size() - 1);
    lines.push_back(text.substr(start, end + 1 - start));
    start = end + 1;
  }
  return lines;
}

/// What a block of a page is marked as: the words behind ```, without the line's end.
struct Block {
  std::size_t line = 0;  ///< of its opening, from 1
  std::string mark;
  std::string text;
};

struct Layout {
  std::vector<Block> blocks{};
  std::string prose{};  ///< the page with its blocks left empty, line by line
};

Layout layout_of(const std::string& text) {
  Layout layout;
  bool inside = false;
  std::size_t number = 0;
  for (const std::string& line : lines_of(text)) {
    ++number;
    const bool fence = line.starts_with("```");
    if (inside && !fence) layout.blocks.back().text += line;
    if (fence && !inside)
      layout.blocks.push_back({number, line.substr(3, line.find_last_not_of('\n') - 2), ""});
    layout.prose += inside || fence ? "\n" : line;
    if (fence) inside = !inside;
  }
  return layout;
}

/// A part of a page that must be what the program prints.
struct Print {
  std::size_t line = 0;
  std::vector<std::string> arguments{};
  std::string text;
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

std::vector<Print> prints_of(const std::string& text) {
  std::vector<Print> prints;
  for (const Block& block : layout_of(text).blocks) {
    const std::string program = "text splitscape ";
    if (!block.mark.starts_with(program)) continue;
    prints.push_back({block.line, words_of(block.mark.substr(program.size())), block.text});
  }
  static const std::regex mark(R"(<!-- printed by: splitscape (.*) -->\n)");
  std::size_t number = 0;
  bool inside = false;
  for (const std::string& line : lines_of(text)) {
    ++number;
    std::smatch match;
    if (std::regex_match(line, match, mark)) {
      inside = true;
      prints.push_back({number, words_of(match[1]), ""});
    } else if (line == "<!-- end of print -->\n") {
      inside = false;
    } else if (inside && !(number == prints.back().line + 1 && line == "\n")) {
      prints.back().text += line;
    }
  }
  return prints;
}

/// Where a page links to within the project, without anchors.
std::vector<std::string> relative_links_of(const std::string& text) {
  static const std::regex code(R"(`[^`\n]*`)");
  static const std::regex link(R"(\]\(\s*<?([^)>\s]+)>?[^)]*\))");
  static const std::regex elsewhere(R"(([A-Za-z][A-Za-z0-9+.-]*:|//|#).*)");
  const std::string prose = std::regex_replace(layout_of(text).prose, code, "`");
  std::vector<std::string> links;
  for (std::sregex_iterator match(prose.begin(), prose.end(), link), end; match != end; ++match) {
    const std::string target = (*match)[1];
    if (!std::regex_match(target, elsewhere)) links.push_back(target.substr(0, target.find('#')));
  }
  return links;
}

std::vector<std::string> broken_links(const std::string& root) {
  std::vector<std::string> broken;
  for (const Page& page : pages_of(root)) {
    for (const std::string& link : relative_links_of(page.text)) {
      if (!fs::exists((fs::path(root) / page.path).parent_path() / link)) {
        broken.push_back(page.path + ": no file " + link);
      }
    }
  }
  return broken;
}

/// The name of the file that a block stands for.
std::optional<std::string> file_of(const Block& block) {
  static const std::regex mark(R"([a-z]+ file=([A-Za-z0-9._-]+))");
  std::smatch match;
  if (!std::regex_match(block.mark, match, mark)) return std::nullopt;
  return match[1];
}

const std::string validation = "docs/validation.md";

/// Runs what the chosen pages say they print, and holds them against it. @return "PAGE: COMMAND" of each
std::vector<std::string> checked_prints(const std::function<bool(const Page&)>& chosen) {
  std::vector<std::string> seen;
  for (const Page& page : pages_of(project_file(""))) {
    if (!chosen(page)) continue;
    for (const Print& print : prints_of(page.text)) {
      std::string command = "splitscape";
      for (const auto& argument : print.arguments) command += " " + argument;
      seen.push_back(page.path + ": " + command);
      CAPTURE(page.path);
      CAPTURE(print.line);
      CAPTURE(command);
      const Ran ran = run_splitscape(print.arguments);
      CHECK(ran.code == 0);
      const bool is_what_it_prints = print.text == ran.out;
      CHECK_MESSAGE(is_what_it_prints, "the page is not what the program prints: run ./dev docs");
    }
  }
  return seen;
}

bool is_scenario(const Block& block) {
  return block.mark == "yaml scenario";
}

bool is_training_spec(const Block& block) {
  return block.mark == "yaml training";
}

bool is_study(const Block& block) {
  return block.mark == "yaml study";
}

}  // namespace

TEST_CASE("docs: what a page prints and asks to write is found by its marks") {
  const std::string text =
      "# A page\n```text splitscape a --b\nx\n\ny\n```\n[l](f.md#top) `[no](code.md)` [w](https://e.org)\n"
      "```yaml scenario\nq: [1](2)\n```\n```csv file=t.csv\n1\n```\n"
      "<!-- printed by: splitscape c -->\n\n## t\n<!-- end of print -->\nmore ![p](d/i.png)\n";
  const auto prints = prints_of(text);
  REQUIRE(prints.size() == 2);
  CHECK(prints[0].arguments == std::vector<std::string>{"a", "--b"});
  CHECK(prints[0].text == "x\n\ny\n");
  CHECK(prints[0].line == 2);
  CHECK(prints[1].arguments == std::vector<std::string>{"c"});
  CHECK(prints[1].text == "## t\n");
  CHECK(relative_links_of(text) == std::vector<std::string>{"f.md", "d/i.png"});
  const auto blocks = layout_of(text).blocks;
  REQUIRE(blocks.size() == 3);
  CHECK(is_scenario(blocks[1]));
  CHECK(blocks[1].text == "q: [1](2)\n");
  CHECK(file_of(blocks[2]) == "t.csv");
}

TEST_CASE("docs: a link to nowhere is found wherever the page lies") {
  const TemporaryDirectory project;
  fs::create_directories(project.path() + "/docs/deep");
  project.write("README.md", "[there](docs/deep/page.md) [gone](docs/page.md)\n");
  project.write("docs/deep/page.md", "[up](../../README.md#top) [gone](page.txt)\n");
  CHECK(broken_links(project.path()) ==
        std::vector<std::string>{"README.md: no file docs/page.md", "docs/deep/page.md: no file page.txt"});
}

TEST_CASE("docs: what pages show of the program is what it prints") {
  const auto seen = checked_prints([](const Page& page) { return page.path != validation; });
  for (const std::string needed : {"docs/formats/scenario.md: splitscape schema --markdown",
                                   "docs/formats/training.md: splitscape schema training --markdown",
                                   "docs/formats/study.md: splitscape schema study --markdown",
                                   "docs/formats/columns.md: splitscape columns --markdown",
                                   "docs/policies.md: splitscape policies --markdown",
                                   "docs/hardware.md: splitscape hardware --markdown",
                                   "docs/networks.md: splitscape networks --markdown",
                                   "docs/reproduce.md: splitscape reproduce --list --markdown"}) {
    CAPTURE(needed);
    CHECK(std::count(seen.begin(), seen.end(), needed) == 1);
  }
}

TEST_CASE("docs: what the page of validation shows is what the program prints, every experiment once") {
  const auto seen = checked_prints([](const Page& page) { return page.path == validation; });
  std::vector<std::string> needed{validation + ": splitscape selftest"};
  for (const splitscape::Experiment& experiment : splitscape::experiment_catalogue()) {
    const std::string from = experiment.files.empty() ? "" : " --from docs/studies/reproduced.csv";
    needed.push_back(validation + ": splitscape reproduce " + experiment.name + from + " --markdown");
  }
  CHECK(std::is_permutation(seen.begin(), seen.end(), needed.begin(), needed.end()));
}

TEST_CASE("docs: every scenario of the pages can be run") {
  std::size_t scenarios = 0;
  for (const Page& page : pages_of(project_file(""))) {
    const TemporaryDirectory directory;
    const auto blocks = layout_of(page.text).blocks;
    for (const Block& block : blocks) {
      if (const auto file = file_of(block)) directory.write(*file, block.text);
    }
    for (const Block& block : blocks) {
      CAPTURE(page.path);
      CAPTURE(block.line);
      if (const auto file = file_of(block); file && page.path.starts_with("docs/formats/")) {
        const bool named = std::any_of(blocks.begin(), blocks.end(), [&file](const Block& other) {
          return (is_scenario(other) || is_study(other)) && other.text.find(*file) != std::string::npos;
        });
        CHECK_MESSAGE(named, "no scenario or study of the page names the file ", *file);
      }
      if (!is_scenario(block)) continue;
      ++scenarios;
      const Ran ran = run_splitscape({"check", directory.write("scenario.yaml", block.text)});
      CHECK(ran.err == "");
      CHECK(ran.code == 0);
    }
  }
  CHECK(scenarios >= 10);
}

TEST_CASE("docs: every study of the pages can be made") {
  std::size_t studies = 0;
  for (const Page& page : pages_of(project_file(""))) {
    const TemporaryDirectory directory;
    const auto blocks = layout_of(page.text).blocks;
    for (const Block& block : blocks) {
      if (const auto file = file_of(block)) directory.write(*file, block.text);
    }
    for (const Block& block : blocks) {
      if (!is_study(block)) continue;
      ++studies;
      CAPTURE(page.path);
      CAPTURE(block.line);
      const Ran ran = run_splitscape({"sweep", directory.write("study.yaml", block.text), "--list"});
      CHECK(ran.err == "");
      CHECK(ran.code == 0);
    }
  }
  CHECK(studies >= 3);
}

TEST_CASE("docs: every training spec of the pages can be read") {
  std::size_t specs = 0;
  for (const Page& page : pages_of(project_file(""))) {
    for (const Block& block : layout_of(page.text).blocks) {
      if (!is_training_spec(block)) continue;
      ++specs;
      CAPTURE(page.path);
      CAPTURE(block.line);
      const TemporaryDirectory directory;
      splitscape::TrainingSpec spec;
      REQUIRE_NOTHROW(spec = splitscape::load_training_spec(directory.write("spec.yaml", block.text), {}));
      spec.architecture.input = {1, 28, 28};
      if (spec.data.pad) spec.architecture.input = {*spec.data.pad, 1, 1};
      for (const std::string& defect : splitscape::defects(spec.architecture)) FAIL_CHECK(defect);
      CHECK_NOTHROW(splitscape::patterns_of(spec.architecture, spec.seed));
    }
  }
  CHECK(specs >= 2);
}

TEST_CASE("docs: every YAML block on formats is a scenario, a study, a file of one or a training spec") {
  for (const Page& page : pages_of(project_file(""))) {
    if (!page.path.starts_with("docs/formats/")) continue;
    for (const Block& block : layout_of(page.text).blocks) {
      CAPTURE(page.path);
      CAPTURE(block.line);
      if (block.mark.starts_with("yaml"))
        CHECK((is_scenario(block) || is_study(block) || file_of(block) || is_training_spec(block)));
    }
  }
}

TEST_CASE("docs: links within the project point to files that are there") {
  for (const std::string& link : broken_links(project_file(""))) FAIL_CHECK(link);
}
