#include "models/training/trainer.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "models/training/calibration.hpp"
#include "tests/models/training/made_up.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const DataSet nothing{};

TrainingState trained(const Architecture& architecture, const DataSet& data, const TrainingSettings& settings,
                      std::uint64_t seed = 1, std::size_t threads = 1, const DataSet& held_out = nothing) {
  const TrainableNetwork<float> network(architecture, seed);
  Trainer trainer(network, data, held_out, settings, seed, threads);
  while (!trainer.done()) trainer.step();
  return trainer.state();
}

/// The history without what the clock says.
std::vector<EpochRecord> without_seconds(std::vector<EpochRecord> history) {
  for (EpochRecord& record : history) record.seconds = 0;
  return history;
}

void check_same(const TrainingState& one, const TrainingState& other) {
  CHECK(one.parameters == other.parameters);
  CHECK(one.adam == other.adam);
  CHECK(without_seconds(one.history) == without_seconds(other.history));
}

/// Samples that each exit has wrong.
std::vector<std::size_t> errors_of(const TrainableNetwork<float>& network,
                                   const std::vector<float>& parameters, const DataSet& data) {
  std::vector<std::size_t> wrong;
  for (const auto& logits : logits_of(network, parameters, data, 1)) {
    wrong.push_back(0);
    for (std::size_t i = 0; i < data.samples(); ++i) {
      const auto sample = std::span(logits).subspan(i * network.classes(), network.classes());
      if (outcome_of(sample, 1, data.labels[i]).correct == Correctness::wrong) ++wrong.back();
    }
  }
  return wrong;
}

void check_overfits(const Architecture& architecture) {
  const DataSet data =
      random_samples(architecture.input, 50, static_cast<std::int32_t>(architecture.classes()));
  const TrainingSettings settings{.epochs = 400, .batch = 16, .adam = {.learning_rate = .01}};
  const TrainableNetwork<float> network(architecture, 1);
  const TrainingState state = trained(architecture, data, settings);
  CHECK(errors_of(network, network.initial_parameters(1, settings.bias), data) !=
        std::vector<std::size_t>(network.exits(), 0));
  CHECK(errors_of(network, state.parameters, data) == std::vector<std::size_t>(network.exits(), 0));
  CHECK(state.history.back().loss < .1 * state.history.front().loss);
}

/// Two exits, a batch that is no multiple of what a thread takes at once, and a smaller one at the end.
struct Uneven {
  Architecture architecture = sparse_exits();
  DataSet data = random_samples({.channels = 12}, 331, 3);
  DataSet held_out = random_samples({.channels = 12}, 70, 3, 2);
  TrainingSettings settings{
      .epochs = 3,
      .batch = 150,
      .objective = {
          .exit_weights = {.5, 1, 2}, .l2 = 1e-3, .distillation = {.weight = .3, .temperature = 2}}};
};

/// Nothing is learned: what an epoch reports is what the first parameters are worth.
const AdamSettings asleep{.learning_rate = 0};

}  // namespace

TEST_CASE("a dense perceptron learns fifty samples by heart") {
  check_overfits(perceptron({20, 40, 30, 5}));
}

TEST_CASE("a sparse perceptron with exits learns fifty samples by heart") {
  Architecture architecture = perceptron({20, 80, 60, 5});
  architecture.exits = {{.after = "fc1", .layers = {neurons("fc", 5, false)}}};
  architecture.sparsity = fan_outs({{"fc1", 16}, {"fc2", 15}});
  check_overfits(architecture);
}

TEST_CASE("a convolutional network with channel fan-in and an exit learns fifty samples by heart") {
  Architecture architecture = small_convolutions();
  architecture.layers[0].outputs = 8;
  architecture.layers[2].outputs = 16;
  architecture.layers[4].outputs = 32;
  architecture.exits[0].layers[1].outputs = 8;
  architecture.sparsity = fan_outs({{"conv2", 4}, {"fc1", 8}});
  check_overfits(architecture);
}

TEST_CASE("threads change no bit of what is trained") {
  const Uneven uneven;
  const TrainingState one = trained(uneven.architecture, uneven.data, uneven.settings, 1, 1, uneven.held_out);
  for (const std::size_t threads : {2U, 3U, 8U})
    check_same(one, trained(uneven.architecture, uneven.data, uneven.settings, 1, threads, uneven.held_out));
}

TEST_CASE("threads change no bit of a convolutional network and of parameters in several ranges") {
  Architecture architecture = small_convolutions();
  architecture.layers[4].outputs = 6000;  // more than the 65,536 parameters that a thread updates at once
  architecture.sparsity = fan_outs({{"conv2", 2}});
  const DataSet data = random_samples(architecture.input, 140, 3);
  const TrainingSettings settings{.epochs = 1, .batch = 100};
  check_same(trained(architecture, data, settings), trained(architecture, data, settings, 1, 2));
}

TEST_CASE("a seed names a training and another seed another") {
  const Uneven uneven;
  const TrainingState first = trained(uneven.architecture, uneven.data, uneven.settings, 1);
  check_same(first, trained(uneven.architecture, uneven.data, uneven.settings, 1));
  CHECK(first.parameters != trained(uneven.architecture, uneven.data, uneven.settings, 2).parameters);
}

TEST_CASE("training that goes on from a state in the middle of an epoch ends as if it had not stopped") {
  const Uneven uneven;
  const TrainableNetwork<float> network(uneven.architecture, 1);
  const TrainingState whole =
      trained(uneven.architecture, uneven.data, uneven.settings, 1, 1, uneven.held_out);
  for (int stop = 0; stop <= 9; ++stop) {  // three steps an epoch
    Trainer before(network, uneven.data, uneven.held_out, uneven.settings, 1, 1);
    for (int i = 0; i < stop; ++i) before.step();
    Trainer after(network, uneven.data, uneven.held_out, uneven.settings, 1, 2);
    after.resume(before.state());
    CHECK(after.progress() == before.progress());
    while (!after.done()) after.step();
    check_same(after.state(), whole);
  }
}

TEST_CASE("an epoch meets every sample once and reports what it met") {
  Uneven uneven;
  uneven.settings.objective = {.l2 = .01};
  uneven.settings.adam = asleep;
  const TrainableNetwork<float> network(uneven.architecture, 1);
  const TrainingState state =
      trained(uneven.architecture, uneven.data, uneven.settings, 1, 1, uneven.held_out);
  CHECK(state.parameters == network.initial_parameters(1, .1));
  const Logits said = logits_of(network, state.parameters, uneven.data, 1);
  double loss = 0;
  for (const auto& logits : said) loss += negative_log_likelihood(logits, uneven.data.labels, 1);
  for (const ParameterRange& range : network.weights())
    for (std::size_t k = range.first; k < range.first + range.size; ++k)
      loss += .01 * static_cast<double>(state.parameters[k]) * static_cast<double>(state.parameters[k]);
  const auto wrong = errors_of(network, state.parameters, uneven.data);
  const auto wrong_held_out = errors_of(network, state.parameters, uneven.held_out);
  REQUIRE(state.history.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    const EpochRecord& record = state.history[i];
    CHECK(record.epoch == i + 1);
    // The logarithms are of single precision, and added to sums of 331.
    CHECK(record.loss == doctest::Approx(loss).epsilon(1e-6));
    CHECK(record.macs == network.training_macs() * 331);
    CHECK(record.seconds > 0);
    REQUIRE(record.accuracy.size() == 3);
    REQUIRE(record.held_out.size() == 3);
    for (std::size_t k = 0; k < 3; ++k) {
      CHECK(record.accuracy[k] == static_cast<double>(331 - wrong[k]) / 331);
      CHECK(record.held_out[k] == static_cast<double>(70 - wrong_held_out[k]) / 70);
    }
  }
}

TEST_CASE("the order of the samples changes from epoch to epoch and with the seed") {
  // In batches of one, with weights that stay, the loss of a step tells which sample it met.
  const Architecture architecture = perceptron({4, 3});
  const DataSet data = random_samples({.channels = 4}, 40, 3);
  const TrainableNetwork<float> network(architecture, 1);
  const auto losses_of_epochs = [&](std::uint64_t seed) {
    Trainer trainer(network, data, nothing, {.epochs = 2, .batch = 1, .adam = asleep}, seed, 1);
    TrainingState state = trainer.state();
    state.parameters = network.initial_parameters(1, 0);  // the same for all seeds
    trainer.resume(state);
    std::vector<std::vector<double>> epochs(2);
    while (!trainer.done()) {
      std::vector<double>& seen = epochs[trainer.state().epoch];
      trainer.step();
      seen.push_back(trainer.state().scores.loss);  // of the epoch so far; nothing behind its last step
    }
    return epochs;
  };
  const auto first = losses_of_epochs(1);
  CHECK(first[0].size() == 40);
  CHECK(first[0] != first[1]);
  CHECK(first == losses_of_epochs(1));
  CHECK(first != losses_of_epochs(2));
}

TEST_CASE("a step goes by the mean gradient of the batch and by l2 of weights and no biases") {
  const Architecture architecture = perceptron({6, 4, 3});
  const DataSet data = random_samples({.channels = 6}, 150, 3);  // 64 + 64 + 22
  const TrainableNetwork<float> network(architecture, 1);
  TrainingSettings settings{.epochs = 1, .batch = 150, .objective = {.l2 = .01}};
  Trainer trainer(network, data, nothing, settings, 1, 1);
  const std::vector<float> start = trainer.state().parameters;

  Pass<float> pass = network.make_pass(150);
  for (std::size_t i = 0; i < 150; ++i)
    for (std::size_t k = 0; k < 6; ++k) pass.input[k * 150 + i] = data.values[i * 6 + k];
  network.forward(start, pass);
  const double loss = evaluate<float>(settings.objective, network, pass, data.labels, 1. / 150).loss / 150;
  std::vector<float> gradient(network.parameters(), 0);
  network.backward(start, pass, gradient);
  double squares = 0;
  for (const ParameterRange& range : network.weights()) {
    for (std::size_t k = range.first; k < range.first + range.size; ++k) {
      gradient[k] += 2 * .01F * start[k];
      squares += static_cast<double>(start[k]) * static_cast<double>(start[k]);
    }
  }
  AdamState<float> adam{.steps = 1,
                        .mean = std::vector<float>(network.parameters()),
                        .square = std::vector<float>(network.parameters())};
  std::vector<float> wanted = start;
  adam_step<float>(settings.adam, adam, 0, gradient, wanted);

  trainer.step();
  // The samples are summed in another order, and a step is .001 in size.
  for (std::size_t k = 0; k < wanted.size(); ++k)
    CHECK(std::abs(trainer.state().adam.mean[k] - adam.mean[k]) < 1e-6F);
  for (std::size_t k = 0; k < wanted.size(); ++k)
    CHECK(std::abs(trainer.state().parameters[k] - wanted[k]) < 1e-5F);
  CHECK(trainer.state().history.front().loss == doctest::Approx(loss + .01 * squares).epsilon(1e-6));
}

TEST_CASE("bytes held shrink in proportion to the weights that exist") {
  const DataSet data = random_samples({.channels = 80}, 256, 10);
  const TrainingSettings settings{.epochs = 1};
  const auto held = [&](const std::optional<SparsityChoice>& sparsity) {
    Architecture architecture = perceptron({80, 100, 100, 10});
    architecture.sparsity = sparsity;
    return static_cast<double>(trained(architecture, data, settings).history.front().bytes);
  };
  const auto weights = [](std::uint64_t first, std::uint64_t second) {
    return static_cast<double>(80 * first + 100 * second + 1000);
  };
  const double dense = held(std::nullopt);
  const double tenth = held(fan_outs({{"fc1", 10}, {"fc2", 10}}));
  const double half = held(fan_outs({{"fc1", 50}, {"fc2", 50}}));
  // Parameter, two moments, gradients of four parts of 64 samples: 28 bytes; 12 of the sparse pattern.
  CHECK(half - tenth == 40 * (weights(50, 50) - weights(10, 10)));
  const double starts = 4 * (80 + 1 + 100 + 1 + 100 + 1 + 100 + 1);
  CHECK(dense - tenth == 28 * (weights(100, 100) - weights(10, 10)) - 12 * (weights(10, 10) - 1000) - starts);
}

TEST_CASE("progress goes from nothing to all") {
  const Uneven uneven;
  const TrainableNetwork<float> network(uneven.architecture, 1);
  Trainer trainer(network, uneven.data, nothing, uneven.settings, 1, 1);
  CHECK(trainer.progress() == 0);
  trainer.step();
  CHECK(trainer.progress() == doctest::Approx(150. / 331 / 3).epsilon(1e-15));
  while (!trainer.done()) trainer.step();
  CHECK(trainer.progress() == 1);
  CHECK(trainer.state().history.back().held_out.empty());
}

TEST_CASE("what a network says of samples does not depend on threads") {
  const TrainableNetwork<float> network(sparse_exits(), 1);
  const auto parameters = network.initial_parameters(1, .1);
  const DataSet data = random_samples({.channels = 12}, 130, 3);
  const Logits one = logits_of(network, parameters, data, 1);
  REQUIRE(one.size() == 3);
  for (const auto& logits : one) CHECK(logits.size() == 390);
  CHECK(one == logits_of(network, parameters, data, 3));
}

TEST_CASE("training that cannot be is refused") {
  const TrainableNetwork<float> network(sparse_exits(), 1);
  const DataSet data = random_samples({.channels = 12}, 10, 3);
  const auto make = [&](const DataSet& train, const DataSet& held_out, const TrainingSettings& settings) {
    Trainer(network, train, held_out, settings, 1, 1);
  };
  const DataSet other = random_samples({.channels = 11}, 10, 3);
  DataSet labels = data;
  labels.labels[3] = 5;
  CHECK_THROWS_WITH_AS(make(nothing, nothing, {}), "there is no sample to train with", std::invalid_argument);
  CHECK_THROWS_WITH_AS(make(other, nothing, {}), "the training samples have 11 values, the network reads 12",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(make(data, labels, {}),
                       "the held-out samples have labels up to 5, the network has 3 classes",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(make(data, nothing, {.batch = 0}), "a batch has one sample or more",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(make(data, nothing, {.objective = {.exit_weights = {1, 1}}}),
                       "2 exit weights for 3 exits (the end counts as one)", std::invalid_argument);
  Trainer trainer(network, data, nothing, {}, 1, 1);
  TrainingState state = trainer.state();
  state.parameters.pop_back();
  CHECK_THROWS_WITH_AS(trainer.resume(state), "this is not the state of such a training",
                       std::invalid_argument);
}
