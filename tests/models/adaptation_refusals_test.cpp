#include <doctest/doctest.h>

#include <stdexcept>
#include <string>

#include "models/adaptation.hpp"
#include "tests/models/perceptron.hpp"

// What adapted() refuses, and what it says then.

using namespace splitscape;
using namespace splitscape::test;

namespace {

std::string refusal(const NetworkProfile& profile, const SparsityChoice& choice) {
  try {
    (void)adapted(profile, {.sparsity = choice});
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

TEST_CASE("a density for the whole network is refused where it would spare all of it") {
  CHECK(refusal(perceptron({800, 100, 10}), {.density = .2}) ==
        "sparsity: nothing is pruned, since a density for the whole network spares the first and the last "
        "layer "
        "with weights, and there are no others: name layers");
  NetworkProfile unknown{.name = "unknown", .input = {4}};
  unknown.layers = {{.name = "a", .op = "conv", .output = {4}}};
  CHECK(refusal(unknown, {.density = .2}) ==
        "sparsity: no layer has weights that can be left out (a profile tells them as 'junctions')");
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
  CHECK(refusal(adapted(with_an_exit(), {.sparsity = choice}), choice) ==
        "sparsity of 'fc2': it is pruned already");
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
