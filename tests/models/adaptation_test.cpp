#include "models/adaptation.hpp"

#include <doctest/doctest.h>

#include <random>
#include <stdexcept>

#include "tests/models/perceptron.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

NetworkProfile pruned(const NetworkProfile& profile, const SparsityChoice& choice,
                      unsigned weight_bits = 32) {
  return adapted(profile, {.sparsity = choice, .weight_bits = weight_bits});
}

const ComputeCost& cost_of(const NetworkProfile& profile, const std::string& layer) {
  for (const LayerProfile& one : profile.layers) {
    if (one.name == layer) return one.cost;
  }
  throw std::out_of_range(layer);
}

double density_left(const NetworkProfile& profile, const std::string& layer) {
  const ComputeCost& cost = cost_of(profile, layer);
  return cost.pruning ? cost.pruning->density : 1;
}

/// Parameters without biases.
double weights_of(const NetworkProfile& profile) {
  double sum = 0;
  for (const LayerProfile& layer : profile.layers) {
    sum += layer.cost.parameters;
    for (const Junction& junction : layer.cost.junctions) sum -= static_cast<double>(junction.outputs);
  }
  return sum;
}

}  // namespace

TEST_CASE("Capogrosso's small dense net has 2,439 weights and 16 biases") {
  const NetworkProfile net = perceptron({800, 3, 3, 10});
  CHECK(weights_of(net) == 2439);
  CHECK(NetworkGraph(net).total_parameters() == 2439 + 16);
}

TEST_CASE("Capogrosso's large sparse net has 2,360 weights and 90 biases and is 14.41 times below dense") {
  const NetworkProfile dense = perceptron({800, 40, 40, 10});
  CHECK(weights_of(dense) == 34000);
  SparsityChoice choice;
  choice.rules = {
      {.layers = "fc1", .fan_out = 2}, {.layers = "fc2", .fan_out = 9}, {.layers = "fc3", .fan_out = 10}};
  const NetworkProfile sparse = pruned(dense, choice);
  CHECK(weights_of(sparse) == 2360);
  CHECK(NetworkGraph(sparse).total_parameters() == 2360 + 90);
  CHECK(NetworkGraph(sparse).total_macs().value == 2360);
  CHECK(NetworkGraph(sparse).total_weights().value == 4 * (2360 + 90));
  CHECK(weights_of(dense) / weights_of(sparse) == doctest::Approx(14.41).epsilon(.001));
  CHECK(density_left(sparse, "fc1") == .05);
  CHECK(density_left(sparse, "fc2") == .225);
  CHECK(!cost_of(sparse, "fc3").pruning);
  CHECK(2360.0 / 34000 == doctest::Approx(.0694).epsilon(.001));
  // The same by densities.
  choice.rules = {density_of("fc1", .05), density_of("fc2", .225)};
  CHECK((pruned(dense, choice) == sparse));
}

TEST_CASE("what a rule leaves out is gone from macs and parameters and bytes and is told") {
  SparsityChoice choice;
  choice.rules = {density_of("fc2", .25)};
  const NetworkProfile before = with_an_exit();
  const NetworkProfile after = pruned(before, choice);
  const ComputeCost& cost = cost_of(after, "fc2");
  CHECK(cost.macs->value == 1200);
  CHECK(cost.parameters == 1200 + 60);
  CHECK(cost.weights.value == 4 * 1260);
  CHECK((cost.pruning == Pruning{.format = WeightFormat::predefined, .density = .25, .pruned = Macs{3600}}));
  CHECK((cost.junctions == cost_of(before, "fc2").junctions));
  NetworkProfile rest = after;
  rest.layers[2].cost = before.layers[2].cost;
  CHECK((rest == before));
}

TEST_CASE("a global density spares the first and the last layer and prunes exit heads") {
  SparsityChoice choice;
  choice.density = .1;
  const NetworkProfile after = pruned(with_an_exit(), choice);
  CHECK(density_left(after, "fc1") == 1);
  CHECK(density_left(after, "fc2") == .1);
  CHECK(density_left(after, "fc3") == .1);
  CHECK(density_left(after, "fc4") == 1);
  REQUIRE(after.exits[0].cost.pruning);
  CHECK(after.exits[0].cost.pruning->density == .1);
  CHECK(after.exits[0].cost.parameters == 80 + 10);
  CHECK((after.bottlenecks == with_an_exit().bottlenecks));
}

TEST_CASE("the first and the last layer are those of the order in which they are computed") {
  NetworkProfile profile = perceptron({100, 80, 60, 40});
  profile.layers[0].inputs = {"input"};
  profile.layers[1].inputs = {"fc1"};
  profile.layers[2].inputs = {"fc2"};
  std::swap(profile.layers[0], profile.layers[1]);
  SparsityChoice choice;
  choice.density = .5;
  const NetworkProfile after = pruned(profile, choice);
  CHECK(density_left(after, "fc1") == 1);
  CHECK(density_left(after, "fc2") == .5);
  CHECK(density_left(after, "fc3") == 1);
  CHECK(after.layers[0].name == "fc2");
}

TEST_CASE("a global density and a pattern of names take the nearest density that each junction has") {
  SparsityChoice choice;
  choice.density = .12;
  CHECK(density_left(pruned(with_an_exit(), choice), "fc2") == .1);  // 80 x 60: twentieths
  CHECK(density_left(pruned(with_an_exit(), choice), "fc3") == .1);  // 60 x 40: likewise
  choice.density.reset();
  choice.rules = {density_of("fc*", .12)};
  const NetworkProfile after = pruned(with_an_exit(), choice);
  CHECK(density_left(after, "fc1") == doctest::Approx(.1));
  CHECK(density_left(after, "fc4") == doctest::Approx(.1));
  CHECK(!after.exits[0].cost.pruning);
}

TEST_CASE("the first rule that fits a layer holds") {
  SparsityChoice choice;
  choice.rules = {density_of("fc2", 1), density_of("fc*", .5), density_of("exit ?", .2)};
  choice.density = .05;
  const NetworkProfile after = pruned(with_an_exit(), choice);
  CHECK(density_left(after, "fc1") == .5);
  CHECK(!cost_of(after, "fc2").pruning);
  CHECK(density_left(after, "fc3") == .5);
  CHECK(after.exits[0].cost.pruning->density == .2);
}

TEST_CASE("indices of other formats are in the bytes of the weights") {
  SparsityChoice choice;
  choice.rules = {density_of("fc2", .25)};
  const auto bytes = [&](WeightFormat format) {
    choice.format = format;
    return cost_of(pruned(with_an_exit(), choice), "fc2").weights.value;
  };
  // 1,200 weights of 80 x 60 and 60 biases in 4 bytes each
  CHECK(bytes(WeightFormat::predefined) == 5040);
  CHECK(bytes(WeightFormat::csr) == 5040 + 1200 + 4 * 61);
  CHECK(bytes(WeightFormat::bitmap) == 5040 + 600);
  CHECK(bytes(WeightFormat::n_m) == 5040 + 300);
  CHECK(bytes(WeightFormat::block) == 5040 + 75 + 4 * 16);
}

TEST_CASE("a format in full may be larger than dense and is told so") {
  SparsityChoice choice;
  choice.format = WeightFormat::csr;
  choice.rules = {density_of("fc2", .95)};
  const NetworkProfile after = pruned(with_an_exit(), choice);
  CHECK(cost_of(after, "fc2").weights > cost_of(with_an_exit(), "fc2").weights);
}

TEST_CASE("2:4 without a density leaves half of all layers but the first and the last") {
  SparsityChoice choice;
  choice.format = WeightFormat::n_m;
  CHECK(density_left(pruned(with_an_exit(), choice), "fc1") == 1);
  CHECK(density_left(pruned(with_an_exit(), choice), "fc2") == .5);
  choice.density = .25;
  CHECK(density_left(pruned(with_an_exit(), choice), "fc2") == .25);
  choice.density.reset();
  choice.rules = {density_of("fc3", .75)};
  CHECK(density_left(pruned(with_an_exit(), choice), "fc2") == 1);
  CHECK(density_left(pruned(with_an_exit(), choice), "fc3") == .75);
}

TEST_CASE("work without a junction and a depthwise convolution stay") {
  NetworkProfile profile = perceptron({100, 80, 60, 40});
  ComputeCost& block =
      profile.layers[1].cost;  // attention beside its projection, and a depthwise convolution
  const Junction depthwise{.inputs = 1, .outputs = 1, .groups = 60, .kernel = 9, .uses = 4};
  block.macs = Macs{4800 + 1000 + depthwise.macs()};
  block.parameters += depthwise.weights();
  block.weights = {4 * block.parameters};
  block.junctions.push_back(depthwise);
  SparsityChoice choice;
  choice.density = .5;
  const ComputeCost after = cost_of(pruned(profile, choice), "fc2");
  CHECK(after.macs->value == 2400 + 1000 + depthwise.macs());
  CHECK(after.parameters == 2400 + 60 + depthwise.weights());
  CHECK(after.pruning->density == .5);
  CHECK(after.pruning->pruned.value == 2400);
}

TEST_CASE("measured times stay unpruned and layers without macs keep none") {
  NetworkProfile profile = with_an_exit();
  profile.layers[2].cost.macs.reset();
  profile.layers[2].cost.measured["board"] = {.time = {.5}};
  SparsityChoice choice;
  choice.density = .5;
  const NetworkProfile after = pruned(profile, choice);
  CHECK(!cost_of(after, "fc2").macs);
  CHECK(cost_of(after, "fc2").measured.at("board").time.value == .5);
  CHECK(cost_of(after, "fc2").pruning->pruned.value == 2400);
}

TEST_CASE("narrow weights shrink all parameters and nothing else") {
  const NetworkProfile before = with_an_exit();
  for (const unsigned bits : {16U, 8U, 4U}) {
    const NetworkProfile after = adapted(before, {.weight_bits = bits});
    CHECK(NetworkGraph(after).total_weights().value ==
          NetworkGraph(before).total_weights().value * bits / 32);
    CHECK(after.exits[0].cost.weights.value == before.exits[0].cost.weights.value * bits / 32);
    CHECK(after.bottlenecks[0].encoder.weights.value ==
          before.bottlenecks[0].encoder.weights.value * bits / 32);
    CHECK(after.bottlenecks[0].decoder.weights.value ==
          before.bottlenecks[0].decoder.weights.value * bits / 32);
    CHECK(NetworkGraph(after).total_parameters() == NetworkGraph(before).total_parameters());
    CHECK(NetworkGraph(after).total_macs() == NetworkGraph(before).total_macs());
    CHECK(after.layers[0].output.value == before.layers[0].output.value);
  }
  CHECK((adapted(before, {}) == before));
}

TEST_CASE("narrow weights and sparsity go together and leave indices as wide as they were") {
  SparsityChoice choice;
  choice.format = WeightFormat::csr;
  choice.rules = {density_of("fc2", .25)};
  CHECK(cost_of(pruned(with_an_exit(), choice, 8), "fc2").weights.value == 1260 + 1200 + 4 * 61);
  CHECK(cost_of(pruned(with_an_exit(), choice, 8), "fc3").weights.value == 2440);
  CHECK(cost_of(pruned(with_an_exit(), choice, 4), "fc2").weights.value == 600 + 30 + 1200 + 4 * 61);
}

TEST_CASE("a profile that is narrow already stays so unless another width is asked for") {
  NetworkProfile profile = with_an_exit();
  for (LayerProfile& layer : profile.layers) layer.cost.weights = {layer.cost.parameters};
  SparsityChoice choice;
  choice.rules = {density_of("fc2", .25)};
  CHECK(cost_of(pruned(profile, choice), "fc2").weights.value == 1260);
  CHECK(cost_of(pruned(profile, choice, 8), "fc2").weights.value == 1260);
  CHECK(cost_of(pruned(profile, choice, 4), "fc2").weights.value == 630);
}

TEST_CASE("bytes without a number of parameters shrink by the width") {
  NetworkProfile profile = with_an_exit();
  profile.layers[1].cost.weights = {1001};
  CHECK(adapted(profile, {.weight_bits = 8}).layers[1].cost.weights.value == 251);
  CHECK(adapted(profile, {.weight_bits = 32}).layers[1].cost.weights.value == 1001);
}

TEST_CASE("macs that are left and macs that are gone make the dense ones in every format") {
  std::mt19937_64 random(1);
  const NetworkProfile before = with_an_exit();
  for (int trial = 0; trial < 300; ++trial) {
    SparsityChoice choice;
    choice.format = static_cast<WeightFormat>(1 + random() % 5);
    choice.density = static_cast<double>(1 + random() % 100) / 100;
    const NetworkProfile after = pruned(before, choice);
    for (const LayerProfile& layer : before.layers) {
      const ComputeCost& cost = cost_of(after, layer.name);
      const double gone = cost.pruning ? cost.pruning->pruned.value : 0;
      CHECK(cost.macs->value + gone == layer.cost.macs->value);
      CHECK(cost.parameters == layer.cost.parameters - gone);
      if (cost.pruning) {
        CHECK(cost.pruning->format == choice.format);
        CHECK(cost.pruning->density == doctest::Approx(cost.macs->value / layer.cost.macs->value));
      }
    }
    CHECK(NetworkGraph(after).total_macs().value < NetworkGraph(before).total_macs().value + .5);
    CHECK(defects(after).empty());
  }
}
