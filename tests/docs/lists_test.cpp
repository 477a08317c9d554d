#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>

#include "analysis/columns.hpp"
#include "tests/docs/page.hpp"

// Lists of the pages that must be complete or in order.

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("docs: the cells of a table are read from a page") {
  const auto lines =
      table_under("# A\n\n| a | b |\n| --- | --- |\n| 1 | two words |\n| 3 | |\n\n| 5 | 6 |\n", "| a |");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0] == TableLine{"1", "two words"});
  CHECK(lines[1] == TableLine{"3", ""});
  CHECK(table_under("# A\n", "| a |").empty());
}

TEST_CASE("docs: every decision is in the list of decisions once and in order") {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(project_file("docs/adr"))) {
    const std::string name = entry.path().filename().string();
    if (name != "README.md") files.push_back(name);
  }
  std::sort(files.begin(), files.end());
  const auto lines = table_under(project_text("docs/adr/README.md"), "| number | decision |");
  REQUIRE(lines.size() == files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string number = files[i].substr(0, 4);
    CHECK(lines[i].at(0) == "[" + number + "](" + files[i] + ")");
    // The page is called as the list calls it.
    CHECK(project_text("docs/adr/" + files[i]).starts_with("# " + number + " " + lines[i].at(1) + "\n"));
  }
}

TEST_CASE("docs: the glossary is in the order of the alphabet") {
  const auto lines = table_under(project_text("docs/glossary.md"), "| word | meaning |");
  CHECK(lines.size() > 50);
  std::string before;
  for (const TableLine& line : lines) {
    std::string word = line.at(0);
    std::transform(word.begin(), word.end(), word.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    CAPTURE(word);
    CHECK(before < word);
    before = word;
  }
}

TEST_CASE("docs: every instant of a record is in the table of the metrics with the symbol of its column") {
  std::map<std::string, std::string> symbols;  // $S_k$ stands for S1 in the columns
  for (const TableLine& line : table_under(project_text("docs/metrics.md"), "| symbol | member |")) {
    std::string symbol = line.at(0);
    std::erase_if(symbol, [](char letter) { return letter == '$' || letter == '_'; });
    std::replace(symbol.begin(), symbol.end(), 'k', '1');
    symbols[symbol] = line.at(1).substr(1, line.at(1).find('`', 1) - 1);
  }
  std::size_t instants = 0;
  for (const auto& column : request_columns(1)) {
    if (!column.name.ends_with("_s") || column.name == "latency_s") continue;
    CAPTURE(column.name);
    REQUIRE(symbols.contains(column.expression));
    CHECK(column.name.ends_with(symbols[column.expression] + "_s"));
    ++instants;
  }
  CHECK(instants == symbols.size());
  CHECK(instants == 10);
}
