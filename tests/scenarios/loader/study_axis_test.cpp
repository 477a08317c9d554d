#include "scenarios/loader/study_axis.hpp"

#include <doctest/doctest.h>

#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/loader/zoo.hpp"
#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

std::vector<StudyAxis> axes(const std::string& yaml) {
  const Zoo none{""};
  Reading reading(none, "");
  return axes_format().read(parse_document(yaml, "s"), reading);
}

std::vector<std::string> texts(const StudyAxis& axis) {
  std::vector<std::string> all;
  for (const AxisPoint& point : axis.points) all.push_back(point.text);
  return all;
}

std::string refusal_of(const std::string& axis) {
  return refusal([&] { (void)axes("a: {" + axis + "}"); });
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("study axis: values of a key are as the study writes them") {
  const auto read = axes("up: {key: links.wifi.up, values: [2 Mbps, {trace: x.csv}, 5]}");
  REQUIRE(read.size() == 1);
  CHECK(read[0].name == "up");
  CHECK(texts(read[0]) == Texts{"2 Mbps", R"({"trace":"x.csv"})", "5"});
  REQUIRE(read[0].points[0].changes.size() == 1);
  CHECK(read[0].points[0].changes[0].key == "links.wifi.up");
  CHECK(read[0].points[0].changes[0].position.text() == "s:1:11");
  CHECK(read[0].points[0].changes[0].value.text() == "2 Mbps");
  CHECK(read[0].has_column());
}

TEST_CASE("study axis: labels take the place of values in results") {
  CHECK(texts(axes("a: {key: k, values: [1, 2], labels: [one, two]}")[0]) == Texts{"one", "two"});
  CHECK(texts(axes("a: {zip: {k: [1, 2], l: [3, 4]}, labels: [one, two]}")[0]) == Texts{"one", "two"});
  CHECK(refusal_of("key: k, values: [1, 2], labels: [one]") ==
        "s:1:36: there must be a label for each of the 2 values; there are 1");
}

TEST_CASE("study axis: zipped keys change together") {
  const auto axis = axes("a: {zip: {k: [1, 2], l: [3, 4]}}")[0];
  CHECK(texts(axis) == Texts{"1; 3", "2; 4"});
  REQUIRE(axis.points[1].changes.size() == 2);
  CHECK(axis.points[1].changes[1].key == "l");
  CHECK(axis.points[1].changes[1].value.text() == "4");
  CHECK(refusal_of("zip: {k: [1, 2], l: [3]}") ==
        "s:1:24: 'l' has 1 values and 'k' has 2: zipped keys change together");
  CHECK(refusal_of("zip: {}").find("expected a table of keys of the scenario, each with a list of values") !=
        std::string::npos);
}

TEST_CASE("study axis: policies are called as results call them and need no column of their own") {
  const auto axis =
      axes("policy: {policies: [server_only, {name: split_exit, label: mine, threshold: 0.5}]}")[0];
  CHECK(texts(axis) == Texts{"server_only", "mine"});
  CHECK(axis.of_policies);
  CHECK_FALSE(axis.has_column());
  CHECK(axes("rule: {policies: [server_only]}")[0].has_column());
  CHECK(refusal_of("policies: [x, x]") ==
        "s:1:4: two values of the axis 'a' are called 'x': give one of them a 'label'");
  CHECK(refusal_of("policies: [{label: }]").find("expected the name of a policy, or a table with it") !=
        std::string::npos);
}

TEST_CASE("study axis: a coordinate of a design is a point of the range or one of the list") {
  const auto range = axes("a: {key: k, from: 1 Mbps, to: 100 Mbps, scale: log}")[0];
  CHECK(range.points.empty());
  CHECK(point_at(range, 0).text == "1 Mbps");
  CHECK(point_at(range, 0.5).text == "10 Mbps");
  CHECK(point_at(range, 1).text == "100 Mbps");
  CHECK(point_at(range, 0.5).changes[0].value.text() == "10 Mbps");
  const auto list = axes("a: {key: k, values: [x, y, z]}")[0];
  CHECK(point_at(list, 0).text == "x");
  CHECK(point_at(list, 0.34).text == "y");
  CHECK(point_at(list, 1).text == "z");
  CHECK(point_at(axes("a: {key: k, from: 1, to: 4, whole: true}")[0], 0.5).text == "3");
}

TEST_CASE("study axis: what makes no sense is refused at its place") {
  CHECK(refusal_of("key: k, values: []") == "s:1:20: an axis needs a value");
  CHECK(refusal_of("key: k, values: 3") == "s:1:20: expected a list of values, found '3'");
  CHECK(refusal_of("key: k, values: [1, 1]") ==
        "s:1:4: two values of the axis 'a' are called '1': give them different 'labels'");
  CHECK(refusal_of("key: k, valeus: [1]") ==
        "s:1:5: unknown key 'key' in axis; one of: values, from, zip, policies");
  CHECK(refusal_of("key: k, values: [1], step: 1") ==
        "s:1:25: unknown key 'step' in a values axis; one of: key, values, labels");
  CHECK(refusal_of("key: k, from: 1, to: 2, step: 1, points: 2") ==
        "s:1:45: a range has 'step' or 'points', not both");
  CHECK(refusal_of("key: k, from: 1, to: 2, step: 1, scale: log") ==
        "s:1:44: a range with 'scale: log' has 'points', no 'step'");
  CHECK(refusal_of("key: seed, values: [1]") ==
        "s:1:9: 'seed' is not varied as a key: the study's 'seeds' says which");
  CHECK(refusal_of("zip: {run: [1]}") ==
        "s:1:11: 'run' is not varied as a key: the study's 'replications' says how many");
  CHECK(refusal_of("key: policy, values: [1]") ==
        "s:1:9: 'policy' is not varied as a key: an axis with 'policies' says which");
  CHECK(refusal([] { (void)axes("group: {key: k, values: [1]}"); }) ==
        "s:1:1: an axis cannot be called 'group': results.csv has a column of that name");
  CHECK(refusal([] { (void)axes("'': {key: k, values: [1]}"); }) == "s:1:1: a name must not be empty");
  CHECK(refusal([] { (void)axes("[1]"); }) ==
        "s:1:1: expected a table of names, each with an axis, found a list");
}
