#include "scenarios/loader/format.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <string>
#include <vector>

#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;
using nlohmann::json;

namespace {

enum class Colour { red, green };

Format<Colour> colour_format() {
  return choice_format<Colour>({{"red", Colour::red}, {"green", Colour::green}});
}

}  // namespace

// ---- text

TEST_CASE("text is a word or a sentence or a quoted number") {
  CHECK(read_as(text_format(), "word") == "word");
  CHECK(read_as(text_format(), "a sentence, with a comma") == "a sentence, with a comma");
  CHECK(read_as(text_format(), "'5'") == "5");
  CHECK(read_as(text_format(), "\"true\"") == "true");
  CHECK(read_as(text_format(), "5 apples") == "5 apples");
}

TEST_CASE("a bare number is refused where text is needed") {
  CHECK(refusal_as(text_format("layer"), "5") ==
        "f.yaml:1:1: expected layer (quote a number that is meant as text), found '5'");
}

TEST_CASE("a list or an empty text is refused where text is needed") {
  CHECK(refusal_as(text_format("column"), "[a]") == "f.yaml:1:1: expected column, found a list");
  CHECK_THROWS_AS(read_as(text_format(), "''"), InputError);
  CHECK_THROWS_AS(read_as(text_format(), "false"), InputError);
}

// ---- numbers

TEST_CASE("a count is a whole number in any spelling of YAML") {
  CHECK(read_as(count_format(0), "0") == 0);
  CHECK(read_as(count_format(0), "1000000000000000") == 1000000000000000);
  CHECK(read_as(count_format(0), "2e3") == 2000);
  CHECK(read_as(count_format(0), "7.0") == 7);
  CHECK(read_as(count_format(3, 5), "3") == 3);
  CHECK(read_as(count_format(3, 5), "5") == 5);
}

TEST_CASE("a count that is no number is refused") {
  CHECK(refusal_as(count_format(0), "many") == "f.yaml:1:1: expected a whole number, found 'many'");
}

TEST_CASE("a count outside its bounds is refused") {
  CHECK(refusal_as(count_format(3, 5), "2") == "f.yaml:1:1: expected a whole number from 3 to 5, found '2'");
  CHECK_THROWS_AS(read_as(count_format(3, 5), "6"), InputError);
  CHECK_THROWS_AS(read_as(count_format(0), "-1"), InputError);
  CHECK_THROWS_AS(read_as(count_format(0), "1000000000000001"), InputError);
}

TEST_CASE("a fraction or a quoted number or a list is no count") {
  for (const std::string text : {"1.5", "'1'", "[1]", "1 s", "~"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(read_as(count_format(0), text), InputError);
  }
}

TEST_CASE("a number lies within its bounds") {
  CHECK(read_as(number_format(1), "1") == 1);
  CHECK(read_as(number_format(0), "2.5e-3") == 0.0025);
  CHECK(read_as(number_format(0, 2), "2") == 2);
  CHECK_THROWS_AS(read_as(number_format(0, 2), "2.1"), InputError);
  CHECK_THROWS_AS(read_as(number_format(0), "1e301"), InputError);
}

TEST_CASE("what is no number is refused where a number is needed") {
  CHECK(refusal_as(number_format(0), "'2'") == "f.yaml:1:1: expected a number, not negative, found '2'");
}

TEST_CASE("a number below its bound is refused") {
  CHECK(refusal_as(number_format(1), "0.5") == "f.yaml:1:1: expected a number from 1, found '0.5'");
}

TEST_CASE("a share is a number between 0 and 1 or a percentage") {
  CHECK(read_as(share_format(), "0") == 0);
  CHECK(read_as(share_format(), "1") == 1);
  CHECK(read_as(share_format(), "0.25") == 0.25);
  CHECK(read_as(share_format(), "25%") == 0.25);
  CHECK(read_as(share_format(), "12.5 %") == 0.125);
  CHECK(read_as(share_format(), "'100%'") == 1);
}

TEST_CASE("what is no share is refused") {
  CHECK(refusal_as(share_format(), "20") ==
        "f.yaml:1:1: expected a share between 0 and 1, or a percentage such as '20%', found '20'");
  for (const std::string text :
       {"-0.1", "1.01", "100.1%", "-5%", "1e1%", "' %'", "half", "'0.2'", "[0.2]", "1.2.3%"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(read_as(share_format(), text), InputError);
  }
}

TEST_CASE("infinity and what is not a number are refused where a number is needed") {
  CHECK(refusal_as(number_format(0), ".nan") == "f.yaml:1:1: expected a number, not negative, found '.nan'");
  for (const std::string text : {".nan", ".NaN", ".inf", "-.inf", "+.inf"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(read_as(count_format(0), text), InputError);
    CHECK_THROWS_AS(read_as(share_format(), text), InputError);
  }
}

TEST_CASE("a truth value is true or false") {
  CHECK(read_as(yes_no_format(), "true"));
  CHECK(!read_as(yes_no_format(), "false"));
}

TEST_CASE("what is no truth value is refused") {
  CHECK(refusal_as(yes_no_format(), "yes") == "f.yaml:1:1: expected true or false, found 'yes'");
  CHECK_THROWS_AS(read_as(yes_no_format(), "'true'"), InputError);
  CHECK_THROWS_AS(read_as(yes_no_format(), "1"), InputError);
}

// ---- quantities

TEST_CASE("a quantity is read in SI units whether quoted or not") {
  CHECK(read_as(quantity_format<Seconds>(Bound::positive), "500 ms").value == 0.5);
  CHECK(read_as(quantity_format<Seconds>(Bound::positive), "'500 ms'").value == 0.5);
  CHECK(read_as(quantity_format<Bytes>(Bound::not_negative), "0 B").value == 0);
}

TEST_CASE("a list is refused where a quantity is needed") {
  CHECK(refusal_as(quantity_format<Bytes>(Bound::positive), "[1 B]") ==
        "f.yaml:1:1: expected a size such as '150 kB', found a list");
}

TEST_CASE("a bare number is refused at its place where a quantity is needed") {
  CHECK(refusal_as(list_format(quantity_format<PerSecond>(Bound::positive)), "[1 Hz, 2]") ==
        "f.yaml:1:8: '2' has no unit: expected a frequency such as '2 /s' (units: /s, /min, /h, Hz)");
}

TEST_CASE("a zero is refused where a quantity must be positive") {
  CHECK(refusal_as(quantity_format<Seconds>(Bound::positive), "0 ms") ==
        "f.yaml:1:1: a time greater than zero is needed here");
}

TEST_CASE("a negative quantity is refused") {
  CHECK(refusal_as(quantity_format<PerSecond>(Bound::not_negative), "-1 Hz") ==
        "f.yaml:1:1: '-1 Hz' is no frequency: expected a frequency such as '2 /s' (units: /s, /min, /h, Hz)");
}

// ---- words and lists

TEST_CASE("a choice is one of its words") {
  CHECK(read_as(colour_format(), "red") == Colour::red);
  CHECK(read_as(colour_format(), "'green'") == Colour::green);
}

TEST_CASE("a list is refused where one of a few words is needed") {
  CHECK(refusal_as(colour_format(), "[red]") == "f.yaml:1:1: expected one of red | green, found a list");
}

TEST_CASE("a misspelt word is refused with the nearest one") {
  CHECK(refusal_as(colour_format(), "gren") == "f.yaml:1:1: 'gren' is not known here; did you mean 'green'?");
}

TEST_CASE("a word that is like no other is refused with all of them") {
  CHECK(refusal_as(colour_format(), "magenta") ==
        "f.yaml:1:1: 'magenta' is not known here; one of: red, green");
}

TEST_CASE("a list keeps its order and may be empty") {
  CHECK(read_as(list_format(count_format(0)), "[3, 1, 2]") == std::vector<std::uint64_t>{3, 1, 2});
  CHECK(read_as(list_format(count_format(0)), "[]").empty());
}

TEST_CASE("a single value is refused where a list is needed") {
  CHECK(refusal_as(list_format(share_format()), "0.5") ==
        "f.yaml:1:1: expected a list of share, as 0.2 or 20%, found '0.5'");
}

TEST_CASE("where one value or a list is taken both are read as a list") {
  const auto format = one_or_list_format(text_format());
  CHECK(read_as(format, "a") == std::vector<std::string>{"a"});
  CHECK(read_as(format, "[a, b]") == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a format may turn what it reads into something else") {
  const auto halves = converted<double>(count_format(0), [](std::uint64_t n) { return 0.5 * double(n); });
  CHECK(read_as(halves, "3") == 1.5);
  CHECK(halves.schema == count_format(0).schema);
  CHECK(halves.type == "whole number");
}

// ---- schemas

TEST_CASE("JSON text of a string escapes quotes and backslashes") {
  CHECK(json_string(R"(a "b" \ c)") == R"("a \"b\" \\ c")");
  CHECK(json::parse(json_string(R"(a "b" \ c)")) == R"(a "b" \ c)");
}

TEST_CASE("the schema of a number bears its bounds") {
  CHECK(json::parse(count_format(3, 5).schema) == json{{"type", "integer"}, {"minimum", 3}, {"maximum", 5}});
  CHECK(json::parse(number_format(1, 2.5).schema) ==
        json{{"type", "number"}, {"minimum", 1}, {"maximum", 2.5}});
}

TEST_CASE("the schema of a choice lists its words") {
  CHECK(json::parse(colour_format().schema) == json{{"enum", {"red", "green"}}});
}

TEST_CASE("the schema of a quantity is a text with the pattern of its units") {
  const json schema = json::parse(quantity_format<PerSecond>(Bound::positive).schema);
  CHECK(schema["type"] == "string");
  CHECK(schema["pattern"] == quantity_pattern(units_of<PerSecond>(), true));
}

TEST_CASE("the schema of a list is made from that of its items") {
  const json item = json::parse(yes_no_format().schema);
  CHECK(item == json{{"type", "boolean"}});
  CHECK(json::parse(list_format(yes_no_format()).schema) == json{{"type", "array"}, {"items", item}});
  CHECK(json::parse(one_or_list_format(yes_no_format()).schema) ==
        json{{"anyOf", {item, {{"type", "array"}, {"items", item}}}}});
}

TEST_CASE("the schema of text wants at least a letter") {
  CHECK(json::parse(text_format().schema) == json{{"type", "string"}, {"minLength", 1}});
}

TEST_CASE("the schema of a share is a number or a text with a pattern") {
  const json schema = json::parse(share_format().schema)["anyOf"];
  CHECK(schema[0] == json{{"type", "number"}, {"minimum", 0}, {"maximum", 1}});
  CHECK(schema[1]["type"] == "string");
}

TEST_CASE("the pattern of a percentage matches what is read and nothing else") {
  const std::regex pattern(json::parse(share_format().schema)["anyOf"][1]["pattern"].get<std::string>());
  for (const std::string text : {"0%", "20%", "7.25 %", "100%", "100.00%", "100.1%", "101%", "-5%", "5",
                                 "1e1%", "1.2.3%", "050%", ".5%", "5.%"}) {
    CAPTURE(text);
    CHECK(std::regex_match(text, pattern) == refusal_as(share_format(), "'" + text + "'").empty());
  }
}
