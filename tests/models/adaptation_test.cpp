#include "models/adaptation.hpp"

#include <doctest/doctest.h>

#include <random>
#include <stdexcept>

using namespace splitscape;

namespace {

/// A fully connected layer with biases.
LayerProfile dense_layer(const std::string& name, std::uint64_t inputs, std::uint64_t outputs) {
  const Junction junction{.inputs = inputs, .outputs = outputs};
  const double parameters = junction.weights() + static_cast<double>(outputs);
  return {.name = name,
          .op = "gemm",
          .cost = {.macs = Macs{junction.macs()},
                   .parameters = parameters,
                   .weights = {4 * parameters},
                   .junctions = {junction}},
          .output = {4.0 * static_cast<double>(outputs)}};
}

/// A perceptron with layers fc1, fc2, ... of these sizes.
NetworkProfile perceptron(const std::vector<std::uint64_t>& sizes) {
  NetworkProfile profile{.name = "perceptron", .input = {4.0 * static_cast<double>(sizes.front())}};
  for (std::size_t i = 1; i < sizes.size(); ++i)
    profile.layers.push_back(dense_layer("fc" + std::to_string(i), sizes[i - 1], sizes[i]));
  return profile;
}

/// fc1 .. fc4 between 100, 80, 60, 40 and 20 neurons; activations that cannot be pruned between them; a head
/// of 80 x 10 behind fc1 and a bottleneck behind fc2.
NetworkProfile with_an_exit() {
  NetworkProfile profile = perceptron({100, 80, 60, 40, 20});
  profile.layers.insert(profile.layers.begin() + 1,
                        {.name = "relu1", .op = "relu", .cost = {.macs = Macs{80}}, .output = {320}});
  profile.exits.push_back({.after = "relu1", .cost = dense_layer("", 80, 10).cost});
  profile.bottlenecks.push_back(
      {.after = "fc2", .encoder = dense_layer("", 60, 6).cost, .decoder = dense_layer("", 6, 60).cost});
  return profile;
}

SparsityRule density_of(const std::string& layers, double density) {
  return {.layers = layers, .density = density};
}

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

// ---- what is refused

namespace {

std::string refusal(const NetworkProfile& profile, const SparsityChoice& choice) {
  try {
    (void)pruned(profile, choice);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "nothing";
}

std::string refusal(const SparsityRule& rule, WeightFormat format = WeightFormat::predefined) {
  SparsityChoice choice{.format = format};
  choice.rules = {rule};
  return refusal(with_an_exit(), choice);
}

}  // namespace

TEST_CASE("a density that the named layer does not have is refused with the two nearest") {
  CHECK(refusal(density_of("fc2", .12)) ==
        "sparsity of 'fc2': a junction of 80 x 60 has no density 12 %; the nearest are 10 % (fan-in 8, "
        "fan-out 6) "
        "and 15 % (fan-in 12, fan-out 9)");
  CHECK(refusal({.layers = "exit 1", .fan_in = 12}) ==
        "sparsity of 'exit 1': a junction of 80 x 10 has no fan-in 12; the nearest are 10 % (fan-in 8, "
        "fan-out 1) "
        "and 20 % (fan-in 16, fan-out 2)");
  CHECK(refusal({.layers = "fc*", .fan_out = 7}) ==
        "sparsity of 'fc1': a junction of 100 x 80 has no fan-out 7; the nearest are 5 % (fan-in 5, fan-out "
        "4) and "
        "10 % (fan-in 10, fan-out 8)");
  CHECK(refusal(density_of("fc2", .3), WeightFormat::n_m) ==
        "sparsity of 'fc2': of every 4 weights a density of 30 % does not leave a whole number; the nearest "
        "are "
        "25 % (1:4) and 50 % (2:4)");
  CHECK(refusal(density_of("fc2", 1.2)) ==
        "sparsity of 'fc2': a density is more than 0 and at most 100 %, not 120 %");
}

TEST_CASE("a rule for no layer that can be pruned is refused with the nearest name") {
  CHECK(refusal(density_of("fc22", .1)) ==
        "sparsity of 'fc22': no layer of that name has weights that can be left out; did you mean 'fc2'?");
  CHECK(refusal(density_of("relu1", .1))
            .starts_with("sparsity of 'relu1': no layer of that name has weights that can be left out"));
  CHECK(refusal(density_of("conv*", .1)) ==
        "sparsity of 'conv*': no layer of that name has weights that can be left out; one of: fc1, fc2, fc3, "
        "fc4, "
        "exit 1");
}

TEST_CASE("a rule behind others that are for all its layers is refused") {
  SparsityChoice choice;
  choice.rules = {density_of("fc*", .5), density_of("fc2", .25)};
  CHECK(refusal(with_an_exit(), choice) == "sparsity of 'fc2': rules before it are for all of these layers");
}

TEST_CASE("a rule says one of density and fan-in and fan-out") {
  const std::string message = "sparsity of 'fc2': one of density, fan-in and fan-out is needed";
  CHECK(refusal({.layers = "fc2"}) == message);
  CHECK(refusal({.layers = "fc2", .density = .5, .fan_in = 40}) == message);
  CHECK(refusal({.layers = "fc2", .fan_in = 40}, WeightFormat::csr) ==
        "sparsity of 'fc2': only predefined sparsity has a fan-in and a fan-out, 'csr' a density");
}

TEST_CASE("sparsity without anything to prune is refused") {
  CHECK(refusal(with_an_exit(), {}) == "sparsity: neither a density nor a layer is given");
  SparsityChoice dense{.format = WeightFormat::dense};
  dense.density = .5;
  CHECK(refusal(with_an_exit(), dense) == "sparsity: the dense format leaves nothing out");
}

TEST_CASE("blocks and N:M that cannot be are refused") {
  SparsityChoice choice{.format = WeightFormat::n_m};
  choice.m = 0;
  CHECK(refusal(with_an_exit(), choice) == "sparsity: the M of N:M is 1 to 65536, not 0");
  choice.m = 4;
  choice.n = 100000;
  CHECK(refusal(with_an_exit(), choice) == "sparsity: the N of N:M is 1 to 65536, not 100000");
  choice.n = 5;
  CHECK(refusal(with_an_exit(), choice) == "sparsity: of every 4 weights 1 to 4 can stay, not 5");
  choice = {.format = WeightFormat::block};
  choice.density = .5;
  choice.block_rows = 0;
  CHECK(refusal(with_an_exit(), choice) == "sparsity: the number of rows of a block is 1 to 65536, not 0");
  choice.block_rows = 1;
  choice.block_columns = 70000;
  CHECK(refusal(with_an_exit(), choice) ==
        "sparsity: the number of columns of a block is 1 to 65536, not 70000");
}

TEST_CASE("a global density that is none is refused") {
  SparsityChoice choice;
  choice.density = 0;
  CHECK(refusal(with_an_exit(), choice) == "sparsity: a density is more than 0 and at most 100 %, not 0 %");
  choice.density = 20;
  CHECK(refusal(perceptron({8, 4}), choice) ==
        "sparsity: a density is more than 0 and at most 100 %, not 2000 %");
}

TEST_CASE("a network that is pruned already is refused") {
  SparsityChoice choice;
  choice.density = .5;
  CHECK(refusal(pruned(with_an_exit(), choice), choice) == "sparsity of 'fc2': it is pruned already");
}

TEST_CASE("a layer with less in it than in its junctions is refused") {
  const std::string message =
      "sparsity of 'fc2': the profile has more in its junctions than in the layer they belong to";
  SparsityChoice choice;
  choice.density = .5;
  NetworkProfile profile = with_an_exit();
  profile.layers[2].cost.parameters = 100;
  CHECK(refusal(profile, choice) == message);
  profile = with_an_exit();
  profile.layers[2].cost.macs = Macs{100};
  CHECK(refusal(profile, choice) == message);
}

TEST_CASE("weights of an odd width are refused") {
  CHECK_THROWS_WITH_AS((void)adapted(with_an_exit(), {.weight_bits = 7}),
                       "a weight has 32, 16, 8 or 4 bits, not 7", std::invalid_argument);
  CHECK_THROWS_AS((void)adapted(with_an_exit(), {.weight_bits = 0}), std::invalid_argument);
}
