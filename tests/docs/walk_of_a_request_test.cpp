#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <string>

#include "analysis/columns.hpp"
#include "tests/docs/mentions.hpp"
#include "tests/docs/page.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/simulated.hpp"

// docs/walk-of-a-request.md held against the code and against a simulation.

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A function as it is defined in a source file, from a line that is not indented to the brace that ends it.
std::string definition_of(const std::string& text, const std::string& function) {
  for (std::size_t at = find_word(text, function + "("); at != std::string::npos;
       at = find_word(text, function + "(", at + 1)) {
    const std::size_t line = text.rfind('\n', at) + 1;
    if (text[line] != ' ') return text.substr(line, text.find("\n}\n", line) - line);
  }
  return "";
}

/// The members of RequestRecord and HopInstants (sim/request.hpp) that hold the instants.
const std::map<std::string, std::string> members{
    {"A", "arrival"},    {"H0", "head_start"},    {"H1", "head_end"},    {"Sk", "send_start"}, {"Tk", "sent"},
    {"Dk", "delivered"}, {"Bk", "service_start"}, {"Fk", "service_end"}, {"K", "answer"},      {"Z", "end"}};

bool stamps(const std::string& body, const std::string& member) {
  return std::regex_search(body, std::regex("[.]" + member + " = engine_[.]now[(][)];"));
}

const std::string& page() {
  static const std::string text = project_text("docs/walk-of-a-request.md");
  return text;
}

}  // namespace

// ---- the checks bite

TEST_CASE("walk of a request: a name is found as a whole word only") {
  const std::string text =
      "void g() {\n  call(Journey::started(x));\n}\nvoid Journey::started(T x) {\n  x.answer = "
      "engine_.now();\n}\nvoid f() {}\n";
  CHECK(find_word(text, "Journey::started") != std::string::npos);
  CHECK(find_word(text, "started") != std::string::npos);
  CHECK(find_word(text, "Journey::start") == std::string::npos);
  CHECK(find_word(text, "ed") == std::string::npos);
  CHECK(stamps(definition_of(text, "Journey::started"), "answer"));
  CHECK_FALSE(stamps(definition_of(text, "f"), "answer"));
  CHECK(definition_of(text, "h").empty());
  CHECK_FALSE(stamps("other_answer = engine_.now();", "answer"));
}

// ---- the page and the code

TEST_CASE("walk of a request: every file is there and holds what the page names in it") {
  const auto found = mentions_in(page());
  CHECK(found.size() > 60);  // otherwise the page was not read
  for (const Mention& mention : found) {
    CAPTURE(mention.file);
    CAPTURE(mention.name);
    REQUIRE(std::filesystem::exists(project_file(mention.file)));
    CHECK(find_word(project_text(mention.file), mention.name) != std::string::npos);
  }
}

TEST_CASE("walk of a request: every instant is stamped by the function that the page names") {
  std::set<std::string> stamped;
  for (const Mention& mention : mentions_in(page())) {
    if (mention.instant.empty()) continue;
    CAPTURE(mention.file);
    CAPTURE(mention.name);
    CAPTURE(mention.instant);
    REQUIRE(members.contains(mention.instant));
    CHECK(stamps(definition_of(project_text(mention.file), mention.name), members.at(mention.instant)));
    stamped.insert(mention.instant);
  }
  CHECK(stamped.size() == members.size());
}

TEST_CASE("walk of a request: every step of a journey is on the page") {
  static const std::regex step("\n(?:void|bool) (Journey::[a-z_]+)[(]");
  const std::string source = project_text("sim/journey.cpp");
  std::set<std::string> named;
  for (const Mention& mention : mentions_in(page())) named.insert(mention.name);
  std::size_t steps = 0;
  for (std::sregex_iterator match(source.begin(), source.end(), step), end; match != end; ++match) {
    CAPTURE((*match)[1].str());
    CHECK(named.contains((*match)[1]));
    ++steps;
  }
  CHECK(steps > 15);
}

// ---- the page and a simulation

TEST_CASE("walk of a request: the scenario of the page gives the instants of its table") {
  const auto blocks = code_blocks(page(), "```yaml scenario");
  REQUIRE(blocks.size() == 1);
  const Scenario scenario = loaded(blocks.front()).scenario;
  const ResultTable requests = simulated(scenario, scenario.policies.front()).requests;
  REQUIRE(requests.rows() == 2);
  std::map<std::string, std::string> symbols;
  for (const auto& column : request_columns(2)) symbols[column.name] = column.expression;

  const auto lines = table_under(page(), "| symbol | column of requests.csv |");
  CHECK(lines.size() == 20);
  std::set<std::string> instants;
  for (const TableLine& line : lines) {
    REQUIRE(line.size() == 5);
    const std::string& column = line[1];
    CAPTURE(column);
    CHECK(line[0] == symbols[column]);
    if (column.ends_with("_s")) instants.insert(column);
    for (const std::size_t request : {0U, 1U}) {
      // Requests end in the order in which they arrived here.
      REQUIRE(requests.text(request, "request") == std::to_string(request));
      const std::string& printed = line[2 + request];
      CAPTURE(request);
      CAPTURE(printed);
      CHECK(requests.is_empty(request, column) == (printed == "-"));
      if (printed != "-") CHECK(std::abs(requests.number(request, column) - std::stod(printed)) < 1e-9);
    }
  }
  for (const auto& [column, symbol] : symbols) {
    CAPTURE(column);
    if (column.ends_with("_s")) CHECK(instants.contains(column));  // none is left out
  }
}
