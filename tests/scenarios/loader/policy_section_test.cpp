#include "scenarios/loader/policy_section.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/policy_catalogue.hpp"
#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;
using nlohmann::json;

namespace {

PolicyChoice policy(const std::string& yaml) {
  return read_as(policies_format(), yaml).at(0);
}

/// The value of a policy's only parameter.
ParameterValue parameter(const std::string& yaml) {
  const PolicyChoice choice = policy(yaml);
  REQUIRE(choice.parameters.size() == 1);
  return choice.parameters[0].second;
}

std::string refusal_of(const std::string& yaml) {
  return refusal_as(policies_format(), yaml);
}

}  // namespace

TEST_CASE("a policy may be its name alone") {
  const PolicyChoice read = policy("neurosurgeon");
  CHECK(read.name == "neurosurgeon");
  CHECK(read.label == "");
  CHECK(read.shown() == "neurosurgeon");
  CHECK(read.parameters.empty());
}

TEST_CASE("a policy may be a table with a label and parameters in the order of the file") {
  const PolicyChoice read = policy("{load_factor: 2, label: '7', name: neurosurgeon, objective: energy}");
  CHECK(read == PolicyChoice{.name = "neurosurgeon",
                             .label = "7",
                             .parameters = {{"load_factor", 2.0}, {"objective", std::string("energy")}}});
}

TEST_CASE("several policies are a list of names and tables") {
  const auto read = read_as(policies_format(), "[device_only, {name: fixed_cut, cut: a}, server_only]");
  REQUIRE(read.size() == 3);
  CHECK(read[0].name == "device_only");
  CHECK(read[1].name == "fixed_cut");
  CHECK(read[2].name == "server_only");
}

TEST_CASE("each kind of parameter is read as its kind") {
  using Shares = std::vector<double>;
  using Layers = std::vector<std::string>;
  CHECK(parameter("{name: neurosurgeon, load_factor: 1.5}") == ParameterValue(1.5));
  CHECK(parameter("{name: neurosurgeon, objective: latency}") == ParameterValue(std::string("latency")));
  CHECK(parameter("{name: confidence_exit, threshold: 80%}") == ParameterValue(Shares{0.8}));
  CHECK(parameter("{name: confidence_exit, threshold: [0.5, 25%]}") == ParameterValue(Shares{0.5, 0.25}));
  CHECK(parameter("{name: fixed_cut, cut: conv1}") == ParameterValue(Layers{"conv1"}));
  CHECK(parameter("{name: fixed_cut, cut: [input, conv1]}") == ParameterValue(Layers{"input", "conv1"}));
  const PolicyChoice split = policy("{name: split_exit, cut: a, threshold: 0.75}");
  CHECK(split.parameters[1].second == ParameterValue(0.75));
}

// ---- refusals

TEST_CASE("a misspelt policy is refused with the nearest one") {
  CHECK(refusal_of("[device_only, nuerosurgeon]") ==
        "f.yaml:1:15: 'nuerosurgeon' is not known here; did you mean 'neurosurgeon'?");
}

TEST_CASE("a list is refused where the name of a policy is needed") {
  CHECK(refusal_of("{name: [device_only]}") == "f.yaml:1:8: expected the name of a policy, found a list");
}

TEST_CASE("a policy by name alone is refused where it needs a parameter") {
  CHECK(refusal_of("fixed_cut") ==
        "f.yaml:1:1: policy 'fixed_cut' needs the parameter 'cut': write {name: fixed_cut, cut: ...}");
}

TEST_CASE("a table without the name of a policy is refused") {
  CHECK(refusal_of("- cut: a\n") == "f.yaml:1:3: a policy needs the key 'name'");
}

TEST_CASE("a parameter that the policy does not have is refused with the nearest one") {
  CHECK(refusal_of("name: neurosurgeon\nobjectiv: energy\n") ==
        "f.yaml:2:1: policy 'neurosurgeon' has no parameter 'objectiv'; did you mean 'objective'?");
}

TEST_CASE("a table without a needed parameter is refused with what it means") {
  CHECK(
      refusal_of("{name: split_exit, cut: a}") ==
      "f.yaml:1:1: policy 'split_exit' needs the parameter 'threshold': confidence from which a sample stops "
      "on the device");
}

TEST_CASE("a parameter of the wrong kind is refused at its value") {
  CHECK(
      refusal_of("{name: split_exit, cut: a, threshold: high}").starts_with("f.yaml:1:39: expected a share"));
  CHECK(refusal_of("{name: confidence_exit, threshold: [50%, 2]}")
            .starts_with("f.yaml:1:42: expected a share"));
  CHECK(refusal_of("{name: neurosurgeon, load_factor: 0.5}") ==
        "f.yaml:1:35: expected a number from 1, found '0.5'");
  CHECK(refusal_of("{name: neurosurgeon, objective: speed}") ==
        "f.yaml:1:33: 'speed' is not known here; one of: latency, energy");
  CHECK(refusal_of("{name: fixed_cut, cut: 3}").starts_with("f.yaml:1:24: expected layer (quote a number"));
  CHECK(
      refusal_of("{name: device_only, label: 3}").starts_with("f.yaml:1:28: expected label (quote a number"));
}

// ---- schema

TEST_CASE("the schema of policies has each policy once and by name alone where it needs no parameter") {
  const json one = json::parse(policies_format().schema)["anyOf"][0]["anyOf"];
  std::vector<std::string> bare;
  for (const auto& policy : policy_catalogue()) {
    bool needs = false;
    for (const auto& parameter : policy.parameters) needs = needs || !parameter.default_text;
    if (!needs) bare.emplace_back(policy.name);
  }
  CHECK(one[0] == json{{"enum", bare}});
  REQUIRE(one.size() == policy_catalogue().size() + 1);
  for (std::size_t i = 0; i < policy_catalogue().size(); ++i) {
    CAPTURE(i);
    const json& table = one[i + 1];
    CHECK(table["properties"]["name"]["const"] == policy_catalogue()[i].name);
    CHECK(table["properties"].size() == policy_catalogue()[i].parameters.size() + 2);  // and name and label
  }
}
