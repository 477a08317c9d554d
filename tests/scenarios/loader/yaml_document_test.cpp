#include "scenarios/loader/yaml_document.hpp"

#include <doctest/doctest.h>

#include <string>

#include "scenarios/loader/document_json.hpp"
#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Value parsed(const std::string& text) {
  return parse_document(text, "f.yaml");
}

std::string refusal_of(const std::string& text) {
  return refusal([&] { parsed(text); });
}

/// A list of 999 words under an anchor, and the same list so many times more: 1000 values each.
std::string thousands(int times) {
  std::string text = "- &a [x";
  for (int i = 1; i < 999; ++i) text += ",x";
  text += "]\n";
  for (int i = 1; i < times; ++i) text += "- *a\n";
  return text;
}

}  // namespace

// ---- reading

TEST_CASE("a document keeps the kinds and the order and the places of its values") {
  const Value document = parsed("b: word\na:\n  - 1\n  - {c: ~}\n");
  REQUIRE(document.kind() == Value::Kind::table);
  REQUIRE(document.entries().size() == 2);
  CHECK(document.entries()[0].key == "b");
  CHECK(document.entries()[1].key_position.text() == "f.yaml:2:1");
  CHECK(document.find("b")->kind() == Value::Kind::text);
  CHECK(document.find("b")->text() == "word");
  CHECK(document.find("b")->position().text() == "f.yaml:1:4");
  const Value& list = *document.find("a");
  REQUIRE(list.kind() == Value::Kind::list);
  REQUIRE(list.items().size() == 2);
  CHECK(list.items()[0].position().text() == "f.yaml:3:5");
  CHECK(list.items()[1].find("c")->kind() == Value::Kind::nothing);
  CHECK(document.find("d") == nullptr);
}

TEST_CASE("JSON is read as YAML") {
  const Value document = parsed(R"({"a": {"b": [1, "2", null]}})");
  const Value& list = *document.find("a")->find("b");
  REQUIRE(list.items().size() == 3);
  CHECK(!list.items()[0].quoted());
  CHECK(list.items()[1].quoted());
  CHECK(list.items()[2].kind() == Value::Kind::nothing);
}

TEST_CASE("nothing is an empty value or a tilde or null unless it is quoted") {
  for (const std::string nothing : {"", "~", "null"}) {
    CAPTURE(nothing);
    CHECK(parsed("a: " + nothing + "\n").find("a")->kind() == Value::Kind::nothing);
    CHECK(parsed("a: '" + nothing + "'\n").find("a")->kind() == Value::Kind::text);
  }
}

TEST_CASE("a value that is left empty stands in the line of its key") {
  const Value document = parsed("a: 1\nb:\n\n# a comment\nc: 2\n");
  CHECK(document.find("b")->position().line == 2);
}

TEST_CASE("each kind of value has a name for messages") {
  CHECK(parsed("a").kind_name() == "text");
  CHECK(parsed("[a]").kind_name() == "a list");
  CHECK(parsed("{a: b}").kind_name() == "a table");
  CHECK(Value().kind_name() == "nothing");
}

TEST_CASE("an alias stands for a copy of what it names") {
  CHECK(to_json(parsed("a: &x {b: 1}\nc: *x\n")) == R"({"a":{"b":1},"c":{"b":1}})");
}

TEST_CASE("a byte order mark and letters of all lengths are text") {
  CHECK(to_json(parsed("\xEF\xBB\xBF"
                       "a: µ€𝄞\n")) == R"({"a":"µ€𝄞"})");
}

// ---- what is no document

TEST_CASE("what is not YAML is refused where the parser stops") {
  // The message behind the colon is the parser's own.
  CHECK(refusal_of("a: 1\nb: {c: 2\n").starts_with("f.yaml:3:1: this is not YAML: "));
}

TEST_CASE("a second document is refused where it begins") {
  CHECK(refusal_of("a: 1\n---\nb: 2\n") ==
        "f.yaml:3:1: a second document begins here; one file is one scenario");
}

TEST_CASE("a key that stands twice in a table is refused at the second place") {
  CHECK(refusal_of("a:\n  b: 1\n  c: 2\n  b: 3\n") == "f.yaml:4:3: the key 'b' stands here twice");
  CHECK(refusal_of("a: {b: 1}\nb: {b: 2}\n") == "");
}

TEST_CASE("a key that is no word is refused") {
  CHECK(refusal_of("a: 1\n[b]: 2\n") == "f.yaml:2:1: a key must be a word");
}

TEST_CASE("an empty document is refused") {
  CHECK(refusal_of("# only a comment\n") == "f.yaml:1:1: nothing stands here");
}

TEST_CASE("a binary document is refused") {
  CHECK(refusal_of(std::string("a: \0\n", 5)) == "f.yaml: this is not a text file (UTF-8)");
}

TEST_CASE("a document in another encoding than UTF-8 is refused") {
  CHECK_THROWS_AS(parsed("a: caf\xE9\n"), InputError);  // Latin-1
  CHECK_THROWS_AS(parsed("a: \x80\n"), InputError);     // a letter cannot begin so
  CHECK_THROWS_AS(parsed("a: \xC3(\n"), InputError);    // a letter cannot go on so
  CHECK_THROWS_AS(parsed("a: \xE2\x82"), InputError);   // the end of the letter is missing
  CHECK_THROWS_AS(parsed(std::string("\xFF\xFE"
                                     "a\0",
                                     4)),
                  InputError);  // UTF-16
}

TEST_CASE("a short file that unfolds to too many values is refused") {
  CHECK(refusal_of(thousands(199)) == "");
  // The list around them is a value too, so the last word of the two hundredth list is number 200,001. It
  // stands where the anchor does: "- &a [" has 6 letters, and 998 words with their commas are before it.
  CHECK(refusal_of(thousands(200)) == "f.yaml:1:2003: too many values for a scenario");
}

TEST_CASE("a list that contains itself is refused") {
  CHECK_THROWS_AS(parsed("a: &x [*x]\n"), InputError);
}

TEST_CASE("a document that is nested too deep is refused") {
  CHECK_THROWS_AS(parsed(std::string(100000, '[')), InputError);
}

TEST_CASE("a document of more than 16 MiB is refused") {
  CHECK(refusal_of(std::string(16 * 1024 * 1024 + 1, '#')) == "f.yaml: the file is too large for a scenario");
}

TEST_CASE("a sign that nothing can begin with is refused, where yaml-cpp would find documents without end") {
  CHECK(refusal_of(",") == "f.yaml:1:1: this is not YAML: a sign that nothing can begin with");
  CHECK(refusal_of("# words\n ,") == "f.yaml:2:2: this is not YAML: a sign that nothing can begin with");
  CHECK(refusal_of("a: b\n---\n,") == "f.yaml:3:1: this is not YAML: a sign that nothing can begin with");
  CHECK(refusal_of("[a],") == "f.yaml:1:4: this is not YAML: a sign that nothing can begin with");
}
