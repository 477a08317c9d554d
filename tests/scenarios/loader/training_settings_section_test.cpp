#include "scenarios/loader/training_settings_section.hpp"

#include <doctest/doctest.h>

#include <string>

#include "scenarios/loader/training_spec.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::string smallest =
    "data: {train: {images: i, labels: l}, test: {images: ti, labels: tl}}\n"
    "layers: [{name: fc1, neurons: 30}, {name: fc2, neurons: 10}]\n";

TrainingSpec spec_of(const std::string& text) {
  return training_spec_of(parse_document(text, "deep/s.yaml"), "deep/s.yaml", "deep", {});
}

std::string refusal_of(const std::string& text) {
  return refusal([&] { (void)spec_of(text); });
}

/// Of a network with one exit.
TrainingSettings settings_of(const std::string& keys) {
  return spec_of(smallest + "exits: [{after: fc1}]\ntraining: {" + keys + "}\n").settings;
}

std::string refusal_of_settings(const std::string& keys) {
  return refusal([&] { (void)settings_of(keys); });
}

}  // namespace

TEST_CASE("training spec: numbers of the training are within bounds") {
  CHECK(refusal_of_settings("epochs: 0").ends_with("from 1 to 1000000, found '0'"));
  CHECK(refusal_of_settings("batch: 0").ends_with("from 1 to 1000000, found '0'"));
  CHECK(refusal_of_settings("learning_rate: 0").ends_with("expected a number greater than 0, found '0'"));
  CHECK(refusal_of_settings("learning_rate: .nan").ends_with("found '.nan'"));
  CHECK(refusal_of_settings("decay: -1").ends_with("expected a number, not negative, found '-1'"));
  CHECK(refusal_of_settings("l2: -1").ends_with("expected a number, not negative, found '-1'"));
  CHECK(refusal_of_settings("bias: much").ends_with("expected a number, found 'much'"));
  CHECK(settings_of("decay: 0, l2: 0, bias: 0").adam.decay == 0);
}

TEST_CASE("training spec: there is a weight for each exit and the end, and one is not zero") {
  CHECK(settings_of("exit_weights: [0, 1]").objective.exit_weights == std::vector<double>{0, 1});
  CHECK(refusal_of_settings("exit_weights: [1]") ==
        "deep/s.yaml:4:26: there must be 2 weights, one an exit and one for the end of the network; there "
        "are 1");
  CHECK(
      refusal_of_settings("exit_weights: [0, 0]").ends_with("one of the weights must be greater than zero"));
  CHECK(refusal_of_settings("exit_weights: [-1, 2]").ends_with("found '-1'"));
}

TEST_CASE("training spec: distillation has a share, a temperature and exits") {
  CHECK(settings_of("distillation: {weight: 30%}").objective.distillation ==
        Distillation{.weight = .3, .temperature = 1});
  CHECK(refusal_of_settings("distillation: {weight: 1.5}").find("a share between 0 and 1") !=
        std::string::npos);
  CHECK(refusal_of_settings("distillation: {weight: 1, temperature: 0}")
            .ends_with("expected a number greater than 0, found '0'"));
  CHECK(refusal_of_settings("distillation: {temperature: 2}").find("needs the key 'weight'") !=
        std::string::npos);
  CHECK(refusal_of(smallest + "training: {distillation: {weight: .5}}\n") ==
        "deep/s.yaml:3:26: exits learn from the end of the network, but there are no 'exits'");
}
