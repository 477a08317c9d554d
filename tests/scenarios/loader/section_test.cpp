#include "scenarios/loader/section.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <variant>
#include <vector>

#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;
using nlohmann::json;

namespace {

struct Shelf {
  std::string name{};
  double height = 7;
  std::vector<std::string> books{};
  bool full = false;
};

Section<Shelf> shelf_section() {
  Section<Shelf> section("shelf", "A board for books.");
  section.required("height", &Shelf::height, number_format(0), "of the board")
      .optional(
          "books", [](Shelf& shelf, std::vector<std::string> books) { shelf.books = std::move(books); },
          list_format(text_format()), "none", "what \"stands\" there")
      .then([](Shelf& shelf, const Value& value) { shelf.full = value.find("books") != nullptr; });
  return section;
}

struct Box {
  double weight = 0;
};

/// A shelf is told by its height, a box by its weight.
OneOf<std::variant<Shelf, Box>> furniture() {
  using Furniture = std::variant<Shelf, Box>;
  Section<Box> box("box", "A box.");
  box.required("weight", &Box::weight, number_format(0), "of the box");
  OneOf<Furniture> choice("furniture");
  choice.alternative("height", shelf_section(), [](Shelf shelf) { return Furniture(std::move(shelf)); })
      .alternative("weight", box, [](Box chosen) { return Furniture(chosen); });
  return choice;
}

}  // namespace

TEST_CASE("a section fills members and calls functions and ends with what is left to do") {
  const Shelf shelf = read_as(shelf_section().format(), "{books: [a, b], height: 2}");
  CHECK(shelf.height == 2);
  CHECK(shelf.books == std::vector<std::string>{"a", "b"});
  CHECK(shelf.full);
}

TEST_CASE("a key that is left out leaves what the type has") {
  const Shelf shelf = read_as(shelf_section().format(), "height: 2");
  CHECK(shelf.books.empty());
  CHECK(!shelf.full);
}

TEST_CASE("a section may be read into what is there already") {
  Shelf shelf{.name = "top", .books = {"old"}};
  Reading reading(project_zoo(), "");
  shelf_section().read_into(shelf, parse_document("height: 2", "f.yaml"), reading);
  CHECK(shelf.name == "top");
  CHECK(shelf.books == std::vector<std::string>{"old"});
  CHECK(shelf.height == 2);
}

TEST_CASE("what is no table is refused where a section is needed") {
  CHECK(refusal_as(shelf_section().format(), "tall") ==
        "f.yaml:1:1: expected a table with the keys of a shelf, found 'tall'");
}

TEST_CASE("an unknown key is refused at its place with the nearest key") {
  CHECK(refusal_as(shelf_section().format(), "height: 2\nboks: [a]\n") ==
        "f.yaml:2:1: unknown key 'boks' in a shelf; did you mean 'books'?");
}

TEST_CASE("a missing key is refused at the table with what it takes") {
  CHECK(refusal_as(list_format(shelf_section().format()), "- {height: 2}\n- {books: []}\n") ==
        "f.yaml:2:3: a shelf needs the key 'height' (number, not negative)");
}

TEST_CASE("a value of the wrong type is refused at the value") {
  CHECK(refusal_as(shelf_section().format(), "height: 2\nbooks:   alone\n") ==
        "f.yaml:2:10: expected a list of text, found 'alone'");
}

TEST_CASE("a section tells its keys to the documentation") {
  const Section<Shelf> section = shelf_section();
  const SectionDoc& doc = section.doc();
  CHECK(doc.name == "shelf");
  CHECK(doc.meaning == "A board for books.");
  REQUIRE(doc.keys.size() == 2);
  CHECK(doc.keys[0].key == "height");
  CHECK(doc.keys[0].type == "number, not negative");
  CHECK(doc.keys[0].required);
  CHECK(doc.keys[1].type == "list of text");
  CHECK(!doc.keys[1].required);
  CHECK(doc.keys[1].fallback == "none");
  CHECK(doc.keys[1].meaning == "what \"stands\" there");
}

TEST_CASE("the schema of a section has its keys and the needed ones and no others") {
  const json schema = json::parse(shelf_section().schema());
  CHECK(schema["type"] == "object");
  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["required"] == json{"height"});
  CHECK(schema["properties"].size() == 2);
  CHECK(schema["properties"]["height"]["type"] == "number");
  CHECK(schema["properties"]["books"]["description"] == "what \"stands\" there");
}

TEST_CASE("named sections take their names from the keys and keep their order") {
  const auto shelves =
      read_as(named_format(shelf_section(), &Shelf::name), "top: {height: 2}\nlow: {height: 1}\n");
  REQUIRE(shelves.size() == 2);
  CHECK(shelves[0].name == "top");
  CHECK(shelves[1].name == "low");
  CHECK(shelves[1].height == 1);
}

TEST_CASE("what is no table is refused where named sections are needed") {
  CHECK(refusal_as(named_format(shelf_section(), &Shelf::name), "[{height: 2}]") ==
        "f.yaml:1:1: expected a table of names, each with a shelf, found a list");
}

TEST_CASE("the schema of named sections takes any name") {
  const json schema = json::parse(named_format(shelf_section(), &Shelf::name).schema);
  CHECK(schema == json{{"type", "object"},
                       {"propertyNames", {{"minLength", 1}}},
                       {"additionalProperties", json::parse(shelf_section().schema())}});
}

TEST_CASE("one of several sections is told by the key that only it has") {
  const auto shelf = read_as(furniture().format(), "height: 3");
  const auto box = read_as(furniture().format(), "weight: 4");
  REQUIRE(std::holds_alternative<Shelf>(shelf));
  CHECK(std::get<Shelf>(shelf).height == 3);
  REQUIRE(std::holds_alternative<Box>(box));
  CHECK(std::get<Box>(box).weight == 4);
}

TEST_CASE("what is no table is refused where one of several sections is needed") {
  CHECK(refusal_as(furniture().format(), "chair") ==
        "f.yaml:1:1: expected furniture, a table with one of the keys height, weight, found 'chair'");
}

TEST_CASE("a table that is none of several sections is refused at its first key") {
  CHECK(refusal_as(furniture().format(), "wieght: 4") ==
        "f.yaml:1:1: unknown key 'wieght' in furniture; did you mean 'weight'?");
}

TEST_CASE("an empty table is refused where one of several sections is needed") {
  CHECK(refusal_as(furniture().format(), "{}") ==
        "f.yaml:1:1: expected furniture, with one of the keys height, weight, found a table");
}

TEST_CASE("a key of another section than the chosen one is unknown") {
  CHECK(refusal_as(furniture().format(), "{height: 1, weight: 2}") ==
        "f.yaml:1:13: unknown key 'weight' in a shelf; did you mean 'height'?");
}

TEST_CASE("one of several sections has their schemas and their documentation") {
  const auto choice = furniture();
  const json schema = json::parse(choice.format().schema);
  REQUIRE(schema["anyOf"].size() == 2);
  CHECK(schema["anyOf"][0] == json::parse(shelf_section().schema()));
  REQUIRE(choice.docs().size() == 2);
  CHECK(choice.docs()[1].name == "box");
}
