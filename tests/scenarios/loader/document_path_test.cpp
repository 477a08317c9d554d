#include "scenarios/loader/document_path.hpp"

#include <doctest/doctest.h>

#include <string>

#include "scenarios/loader/document_json.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Value parsed(const std::string& text) {
  return parse_document(text, "f.yaml");
}

/// The document as JSON after an override.
std::string overridden(const std::string& text, const std::string& assignment) {
  Value document = parsed(text);
  override_value(document, assignment);
  return to_json(document);
}

std::string override_refusal(const std::string& text, const std::string& assignment) {
  return refusal([&] { overridden(text, assignment); });
}

}  // namespace

// ---- locating

TEST_CASE("a path of keys is located at its last key and an item of a list at itself") {
  const Value document = parsed("devices:\n  cams:\n    path: [wifi, edge]\n    deadline: 1 s\n");
  CHECK(locate(document, "devices").text() == "f.yaml:1:1");
  CHECK(locate(document, "devices.cams").text() == "f.yaml:2:3");
  CHECK(locate(document, "devices.cams.deadline").text() == "f.yaml:4:5");
  CHECK(locate(document, "devices.cams.path").text() == "f.yaml:3:5");
  CHECK(locate(document, "devices.cams.path.0").text() == "f.yaml:3:12");
  CHECK(locate(document, "devices.cams.path.1").text() == "f.yaml:3:18");
}

TEST_CASE("of a path that leads nowhere the part that is there is located") {
  const Value document = parsed("# a camera\na:\n  b: [x]\n");
  CHECK(locate(document, "").text() == "f.yaml:2:1");
  CHECK(locate(document, "c").text() == "f.yaml:2:1");
  CHECK(locate(document, "a.c").text() == "f.yaml:2:1");
  CHECK(locate(document, "a.b.1").text() == "f.yaml:3:3");
  CHECK(locate(document, "a.b.first").text() == "f.yaml:3:3");
  CHECK(locate(document, "a.b.0.c").text() == "f.yaml:3:7");
}

// ---- overriding

TEST_CASE("an override replaces a value by one written in YAML") {
  CHECK(overridden("a: {b: 1, c: 2}\n", "a.c=3 s") == R"({"a":{"b":1,"c":"3 s"}})");
  CHECK(overridden("a: {b: 1}\n", "a=[x, {y: 2}]") == R"({"a":["x",{"y":2}]})");
  CHECK(overridden("a: [x, {y: 1}]\n", "a.1.y=2") == R"({"a":["x",{"y":2}]})");
  CHECK(overridden("a: 1\n", "a=b=c") == R"({"a":"b=c"})");
}

TEST_CASE("an override makes the keys on its way") {
  CHECK(overridden("a: 1\n", "b.c.d=2") == R"({"a":1,"b":{"c":{"d":2}}})");
  CHECK(overridden("a: ~\n", "a.b=2") == R"({"a":{"b":2}})");
}

TEST_CASE("an override without a value is refused and so is one of nothing") {
  CHECK(override_refusal("a: 1\n", "a=") == "--set a=: expected path.to.key=value");
  CHECK(override_refusal("a: 1\n", "a=~") == "--set a=~:1:1: nothing stands here");
}

TEST_CASE("what an override says is located in the override") {
  Value document = parsed("a: 1\n");
  override_value(document, "b.c=fast");
  CHECK(document.find("b")->find("c")->position().text() == "--set b.c=fast");
  CHECK(locate(document, "b").text() == "--set b.c=fast");
  override_value(document, "d={e: slow}");
  CHECK(document.find("d")->find("e")->position().text() == "--set d={e: slow}:1:5");
}

TEST_CASE("an override without key or equals sign is refused") {
  CHECK(override_refusal("a: 1\n", "a") == "--set a: expected path.to.key=value");
  CHECK(override_refusal("a: 1\n", "=2") == "--set =2: expected path.to.key=value");
}

TEST_CASE("an override of an item that the list does not have is refused") {
  CHECK(override_refusal("a: [x, y]\n", "a.2=z") ==
        "--set a.2=z: '2' is no place of a list of 2 (counted from 0)");
  CHECK(override_refusal("a: [x, y]\n", "a.b=z").starts_with("--set a.b=z: 'b' is no place"));
}

TEST_CASE("an override of a key inside a text is refused") {
  CHECK(override_refusal("a: word\n", "a.b.c=1") == "--set a.b.c=1: there is no key 'b' inside 'word'");
}

TEST_CASE("an override whose value is not YAML is refused") {
  CHECK(override_refusal("a: 1\n", "a={b").starts_with("--set a={b:1:"));
  CHECK(override_refusal("a: 1\n", "a={b").find("this is not YAML") != std::string::npos);
}
