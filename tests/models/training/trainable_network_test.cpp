#include "models/training/trainable_network.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/sparsity/training_cost.hpp"
#include "models/training/objective.hpp"
#include "tests/models/training/made_up.hpp"
#include "tests/models/training/reference_loss.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const Objective all_terms{.exit_weights = {.5, 2, 1.25}, .distillation = {.weight = .4, .temperature = 2}};

/// A network with parameters and some samples on their way through it.
struct Trial {
  Architecture architecture;
  Objective objective = all_terms;
  std::size_t samples = 5;
  TrainableNetwork<double> network{architecture, 1};
  std::vector<double> parameters = network.initial_parameters(2, .1);
  Pass<double> pass = network.make_pass(samples);
  std::vector<std::int32_t> labels = random_samples(architecture.input, samples, 3).labels;

  void draw(RandomStream& random) {
    for (double& value : pass.input) value = random.normal();
    objective.exit_weights.resize(network.exits(), 1);
  }
  std::vector<Columns> logits() const {
    std::vector<Columns> found;
    for (std::size_t exit = 1; exit <= network.exits(); ++exit) {
      const auto said = network.logits(pass, exit);
      found.emplace_back(said.begin(), said.end());
    }
    return found;
  }
  /// Which values the ReLUs let through, and which one of each window is the largest: 1.
  std::vector<char> kinks() const {
    std::vector<char> found;
    for (const auto& tensor : pass.tensors)
      for (const double value : tensor) found.push_back(value > 0);
    TensorShape shape = architecture.input;
    for (std::size_t i = 0; i < architecture.layers.size(); ++i) {
      const auto& in = i == 0 ? pass.input : pass.tensors[i - 1];
      add_largest(architecture.layers[i], shape, in, pass.tensors[i], found);
      shape = output_of(architecture.layers[i], shape);
    }
    std::size_t place = architecture.layers.size();
    for (const TrainedExit& exit : architecture.exits) add_largest(exit, place, found);
    return found;
  }

 private:
  void add_largest(const TrainedExit& exit, std::size_t& place, std::vector<char>& found) const {
    TensorShape shape = architecture.input;
    std::size_t before = 0;
    for (;; ++before) {
      shape = output_of(architecture.layers[before], shape);
      if (architecture.layers[before].name == exit.after) break;
    }
    for (const TrainedLayer& layer : exit.layers) {
      add_largest(layer, shape, pass.tensors[before], pass.tensors[place], found);
      shape = output_of(layer, shape);
      before = place++;
    }
  }
  /// Pooling sends the derivative of a window to its largest value.
  void add_largest(const TrainedLayer& layer, const TensorShape& shape, const std::vector<double>& in,
                   const std::vector<double>& out, std::vector<char>& found) const {
    if (layer.op != TrainedOp::max_pooling) return;
    std::vector<double> ones(out.size(), 1);
    std::vector<double> sent(in.size());
    make_layer<double>(layer, shape, nullptr)
        ->backward(nullptr, in.data(), out.data(), ones.data(), sent.data(), nullptr, samples, nullptr);
    for (const double derivative : sent) found.push_back(static_cast<char>(derivative));
  }
};

/// The largest difference between derivatives worked out and differences, relative to the largest
/// derivative; nothing where a step crosses a kink of a ReLU or of pooling.
std::optional<double> error_of_gradients(Trial& trial) {
  constexpr double step = 1e-5;
  trial.network.forward(trial.parameters, trial.pass);
  const Columns teacher = trial.logits().back();
  const auto kinks = trial.kinks();
  (void)evaluate<double>(trial.objective, trial.network, trial.pass, trial.labels, 1);
  std::vector<double> gradient(trial.network.parameters(), 0);
  trial.network.backward(trial.parameters, trial.pass, gradient);

  bool smooth = true;
  const auto loss_at = [&](double& parameter, double value) {
    const double before = std::exchange(parameter, value);
    trial.network.forward(trial.parameters, trial.pass);
    parameter = before;
    smooth = smooth && trial.kinks() == kinks;
    return reference_loss(trial.objective, trial.logits(), teacher, trial.labels);
  };
  double apart = 0;
  double largest = 0;
  for (std::size_t k = 0; k < gradient.size() && smooth; ++k) {
    double& parameter = trial.parameters[k];
    const double above = loss_at(parameter, parameter + step);
    const double below = loss_at(parameter, parameter - step);
    const double wanted = (above - below) / (2 * step);
    apart = std::max(apart, std::abs(gradient[k] - wanted));
    largest = std::max(largest, std::abs(wanted));
  }
  if (!smooth) return std::nullopt;
  REQUIRE(largest > .1);
  return apart / largest;
}

/// Every parameter is moved a little to both sides; the loss is worked out by its definition from what the
/// network says, with the teacher's logits as they were. Samples are drawn until no step crosses a kink. The
/// loss is smooth then: the error of the differences is about step^2 times the third derivative, and 1e-15 x
/// loss / step of rounding.
void check_gradients(const Architecture& architecture) {
  RandomStream random(21);
  for (int draws = 0; draws < 100; ++draws) {
    Trial trial{architecture};
    trial.draw(random);
    const auto error = error_of_gradients(trial);
    if (!error) continue;
    CHECK(*error < 1e-6);
    return;
  }
  FAIL("every draw is near a kink");
}

double deviation_of(const std::vector<float>& values, const ParameterRange& range) {
  double squares = 0;
  for (std::size_t i = range.first; i < range.first + range.size; ++i)
    squares += static_cast<double>(values[i]) * static_cast<double>(values[i]);
  return std::sqrt(squares / static_cast<double>(range.size));
}

double mean_of(const std::vector<float>& values, const ParameterRange& range) {
  double sum = 0;
  for (std::size_t i = range.first; i < range.first + range.size; ++i) sum += static_cast<double>(values[i]);
  return sum / static_cast<double>(range.size);
}

}  // namespace

TEST_CASE("gradients of a sparse network with two exits are those of finite differences") {
  check_gradients(sparse_exits());
}

TEST_CASE("gradients of a convolutional network with an exit are those of finite differences") {
  check_gradients(small_convolutions());
}

TEST_CASE("gradients of a dense network with two exits behind one another are those of finite differences") {
  Architecture architecture = sparse_exits();
  architecture.sparsity.reset();
  check_gradients(architecture);
}

TEST_CASE("first weights have the deviation of He for the connections that exist and biases are as given") {
  Architecture architecture{.name = "he", .input = {.channels = 4, .height = 6, .width = 6}};
  architecture.layers = {filters("conv1", 16, 5, 2), filters("conv2", 32, 3, 1), neurons("fc1", 100),
                         neurons("fc2", 60), neurons("fc3", 10, false)};
  architecture.sparsity = fan_outs({{"conv2", 8}, {"fc2", 6}});
  const TrainableNetwork<float> network(architecture, 1);
  const auto parameters = network.initial_parameters(5, .25);
  const std::vector<double> fan_ins{4 * 25, 4 * 9, 32 * 36, 10, 60};
  REQUIRE(network.weights().size() == fan_ins.size());
  std::vector<bool> is_weight(parameters.size(), false);
  for (std::size_t i = 0; i < fan_ins.size(); ++i) {
    const ParameterRange range = network.weights()[i];
    const auto count = static_cast<double>(range.size);
    const double wanted = std::sqrt(2 / fan_ins[i]);
    CAPTURE(i);
    // The errors of the deviation and of the mean of so many normal values.
    CHECK(std::abs(deviation_of(parameters, range) / wanted - 1) < 4 / std::sqrt(2 * count));
    CHECK(std::abs(mean_of(parameters, range)) < 4 * wanted / std::sqrt(count));
    std::fill_n(is_weight.begin() + static_cast<std::ptrdiff_t>(range.first), range.size, true);
  }
  std::size_t biases = 0;
  for (std::size_t k = 0; k < parameters.size(); ++k) {
    if (is_weight[k]) continue;
    ++biases;
    CHECK(parameters[k] == .25F);
  }
  CHECK(biases == 16 + 32 + 100 + 60 + 10);
}

TEST_CASE("first weights follow from the seed and the layer's name alone") {
  const TrainableNetwork<float> network(perceptron({20, 10, 5, 3}), 1);
  const TrainableNetwork<float> wider(perceptron({40, 10, 5, 3}), 1);
  const auto parameters = network.initial_parameters(1, 0);
  CHECK(parameters == network.initial_parameters(1, 0));
  CHECK(parameters != network.initial_parameters(2, 0));
  const auto others = wider.initial_parameters(1, 0);
  const ParameterRange second = network.weights()[1];
  const ParameterRange second_of_wider = wider.weights()[1];
  REQUIRE(second.size == second_of_wider.size);
  CHECK(std::equal(parameters.begin() + static_cast<std::ptrdiff_t>(second.first),
                   parameters.begin() + static_cast<std::ptrdiff_t>(second.first + second.size),
                   others.begin() + static_cast<std::ptrdiff_t>(second_of_wider.first)));
}

TEST_CASE("layers of one shape have first weights of their own") {
  const TrainableNetwork<float> network(perceptron({10, 10, 10, 3}), 1);
  const auto parameters = network.initial_parameters(1, 0);
  const auto first = parameters.begin() + static_cast<std::ptrdiff_t>(network.weights()[0].first);
  const auto second = parameters.begin() + static_cast<std::ptrdiff_t>(network.weights()[1].first);
  CHECK(!std::equal(first, first + 100, second));
}

TEST_CASE("only connections that exist have a parameter") {
  Architecture architecture = perceptron({800, 40, 40, 10});
  CHECK(TrainableNetwork<float>(architecture, 1).parameters() == 32000 + 1600 + 400 + 90);
  CHECK(TrainableNetwork<float>(architecture, 1).index_bytes() == 0);
  architecture.sparsity = fan_outs({{"fc1", 2}, {"fc2", 9}, {"fc3", 10}});
  const TrainableNetwork<float> sparse(architecture, 1);
  CHECK(sparse.parameters() == 1600 + 360 + 400 + 90);
  // fc3 is dense with a fan-out of 10; the others have 12 bytes a connection and 4 a neuron and side.
  CHECK(sparse.index_bytes() == 12 * (1600 + 360) + 4 * (800 + 40 + 40 + 40 + 4));
}

TEST_CASE("the work of training is that of the model of its cost") {
  Architecture architecture = perceptron({800, 100, 50, 10});
  architecture.sparsity = fan_outs({{"fc1", 20}, {"fc2", 10}, {"fc3", 10}});
  std::vector<PrunedJunction> junctions;
  for (const auto& [layer, left] : junctions_left(profile_of(architecture), *architecture.sparsity))
    junctions.insert(junctions.end(), left.begin(), left.end());  // fc1, fc2, fc3: by name
  CHECK(TrainableNetwork<float>(architecture, 1).training_macs() == training_macs(junctions).total().value);
  CHECK(TrainableNetwork<float>(architecture, 1).training_macs() == 2 * 16000 + 3 * 1000 + 3 * 500);
}

TEST_CASE("a convolution and its side branches are counted in the work of training") {
  // Forward and gradient of all; back to all but the image.
  const double first = 112500;
  const double others = 361250 + 605000 + 60480 + 840 + 107650;
  const TrainableNetwork<float> network(b_lenet(), 1);
  CHECK(network.training_macs() == 2 * first + 3 * others);
  CHECK(network.exits() == 2);
  CHECK(network.classes() == 10);
  CHECK(network.inputs() == 784);
}

TEST_CASE("samples do not change what the network says of others") {
  const TrainableNetwork<double> network(small_convolutions(), 1);
  const auto parameters = network.initial_parameters(1, .1);
  const std::size_t features = network.inputs();
  const DataSet data = random_samples({.channels = 1, .height = 7, .width = 6}, 37, 3);
  Pass<double> all = network.make_pass(37);
  for (std::size_t i = 0; i < 37; ++i)
    for (std::size_t k = 0; k < features; ++k)
      all.input[k * 37 + i] = static_cast<double>(data.values[i * features + k]);
  network.forward(parameters, all);
  Pass<double> one = network.make_pass(1);
  for (std::size_t i = 0; i < 37; ++i) {
    for (std::size_t k = 0; k < features; ++k)
      one.input[k] = static_cast<double>(data.values[i * features + k]);
    network.forward(parameters, one);
    for (std::size_t exit = 1; exit <= 2; ++exit)
      for (std::size_t c = 0; c < 3; ++c)
        // Sums of at most 100 values of size 1 in another order, in a few layers.
        CHECK(std::abs(network.logits(one, exit)[c] - network.logits(all, exit)[c * 37 + i]) < 1e-12);
  }
}

TEST_CASE("a network that cannot be trained is refused with its first defect") {
  CHECK_THROWS_WITH_AS((TrainableNetwork<float>(Architecture{.input = {.channels = 2}}, 1)),
                       "the network has no layer", std::invalid_argument);
}
