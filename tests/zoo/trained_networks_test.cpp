// The networks of the zoo that the program has trained: each has a spec, and is what its spec says.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "models/training/architecture.hpp"
#include "scenarios/loader/data_files.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "scenarios/loader/training_spec.hpp"
#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr std::size_t test_images = 5000;

std::vector<std::string> trained_networks() {
  std::vector<std::string> names;
  for (const std::string& file : names_in(project_zoo().path("traces")))
    names.push_back(file.substr(0, file.rfind('.')));
  return names;
}

TrainingSpec spec_of(const std::string& name) {
  return load_training_spec(project_zoo().path("training/" + name + ".yaml"), {});
}

NetworkUse shipped_network(const std::string& name) {
  Reading reading(project_zoo(), "");
  return zoo_network(name, reading);
}

double accuracy(const SampleTrace& trace, std::size_t exit) {
  std::size_t right = 0;
  for (std::size_t row = 0; row < trace.rows(); ++row)
    right += trace.at(row, exit).correct == Correctness::right ? 1U : 0U;
  return static_cast<double>(right) / static_cast<double>(trace.rows());
}

}  // namespace

TEST_CASE("the zoo has a dense and two sparse perceptrons with three exits, and B-LeNet, with their traces") {
  const auto names = trained_networks();
  CHECK(std::set<std::string>(names.begin(), names.end()) ==
        std::set<std::string>{"mnist-mlp", "mnist-mlp-sparse", "mnist-mlp-sparser", "mnist-b-lenet"});
  for (const std::string& name : names) {
    CAPTURE(name);
    const NetworkUse use = shipped_network(name);
    REQUIRE(use.samples);
    CHECK(use.samples->rows() == test_images);
    CHECK(use.samples->exits() == (name == "mnist-b-lenet" ? 2 : 3));
    CHECK(use.samples->has_confidences());
    CHECK(use.samples->has_entropies());
    CHECK(use.samples->has_predictions());
  }
}

TEST_CASE("the trained networks of the zoo are those of their specs") {
  for (const std::string& name : trained_networks()) {
    CAPTURE(name);
    TrainingSpec spec = spec_of(name);
    CHECK(spec.architecture.name == name);
    spec.architecture.input =
        spec.data.pad ? TensorShape{.channels = *spec.data.pad} : TensorShape{1, 28, 28};
    NetworkProfile expected = profile_of(spec.architecture);
    if (spec.architecture.sparsity) expected = adapted(expected, {.sparsity = spec.architecture.sparsity});
    const NetworkProfile shipped = shipped_network(name).profile;
    CHECK(shipped.layers == expected.layers);
    CHECK(shipped.exits == expected.exits);
    CHECK(shipped.input == expected.input);
  }
}

TEST_CASE("the trained networks of the zoo say from which spec, seed and data they come") {
  for (const std::string& name : trained_networks()) {
    CAPTURE(name);
    const NetworkUse use = shipped_network(name);
    REQUIRE(use.profile.sources.size() == 1);
    const std::string& source = use.profile.sources.front().source;
    CHECK(source.find("from the spec '" + name + "' (SHA-256") != std::string::npos);
    CHECK(source.find("with seed 1 for 50 epochs on 10000 samples of MNIST") != std::string::npos);
    CHECK(source.find(fmt::format("accuracy {} on 5000 test samples",
                                  accuracy(*use.samples, use.samples->exits()))) != std::string::npos);
  }
}

TEST_CASE("the sparse perceptrons of the zoo have a density of a fifth or less and stay near the dense one") {
  const auto weights = [](const NetworkUse& use) {
    double parameters = 0;
    for (const auto& layer : use.profile.layers) parameters += layer.cost.parameters;
    for (const auto& exit : use.profile.exits) parameters += exit.cost.parameters;
    return parameters;
  };
  const NetworkUse dense = shipped_network("mnist-mlp");
  const NetworkUse sparse = shipped_network("mnist-mlp-sparse");
  const NetworkUse sparser = shipped_network("mnist-mlp-sparser");
  CHECK(weights(dense) > 4 * weights(sparse));
  CHECK(weights(sparse) > 2 * weights(sparser));
  CHECK(accuracy(*dense.samples, 3) - accuracy(*sparse.samples, 3) < .02);
}

TEST_CASE("training the sparsest perceptron of the zoo again gives its trace, byte for byte") {
  const auto images = shared_data("datasets/mnist/train10k-images-idx3-ubyte.gz");
  if (!images) return;
  const std::string directory = images->substr(0, images->rfind('/'));
  const TemporaryDirectory results;
  const Ran ran = run_splitscape(
      {"train", project_zoo().path("training/mnist-mlp-sparser.yaml"), "--data", directory, "--out",
       results.path() + "/again", "--set", "data.train.images=train10k-images-idx3-ubyte", "--set",
       "data.train.labels=train10k-labels-idx1-ubyte", "--set", "data.test.images=t5k-images-idx3-ubyte",
       "--set", "data.test.labels=t5k-labels-idx1-ubyte"});
  CHECK(ran.err == "");
  REQUIRE(ran.code == 0);
  CHECK(content(results.path() + "/again/samples.csv") ==
        content(project_zoo().path("traces/mnist-mlp-sparser.csv")));
}
