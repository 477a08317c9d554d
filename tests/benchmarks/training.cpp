// How long training takes (docs/performance.md): an epoch of 10,000 made-up samples in batches of 256 with
// one thread, dense and sparse, beside bare matrix products of Eigen of the same shapes; 30 epochs of a small
// network with two threads. Times are processor times of the whole process, so that ratios hold on a machine
// that does other things too. Rows come in the order in which they need each other: "of_bare" is relative to
// the bare products, "faster" to the dense network, and both stand in the rows behind those.
#include <benchmark/benchmark.h>

#include <Eigen/Core>
#include <algorithm>
#include <ctime>
#include <string>
#include <vector>

#include "models/random_stream.hpp"
#include "models/training/trainer.hpp"

namespace {

using namespace splitscape;
using Sizes = std::vector<std::uint32_t>;

constexpr std::size_t samples = 10000;
constexpr std::uint32_t batch = 256;
const Sizes large{800, 1000, 1000, 10};
const Sizes small{800, 100, 10};

/// Seconds an epoch, once they are measured.
double bare_seconds = 0;
double dense_seconds = 0;

/// Values between 0 and 1 and labels without a meaning: the time is the same.
DataSet made_up(std::uint32_t features, std::int32_t classes) {
  RandomStream random(1);
  DataSet data{.shape = {.channels = features}};
  for (std::size_t i = 0; i < samples; ++i) {
    for (std::uint32_t k = 0; k < features; ++k) data.values.push_back(static_cast<float>(random.uniform()));
    data.labels.push_back(static_cast<std::int32_t>(random.uniform() * classes));
  }
  return data;
}

/// Every junction but the last one has this density, which stays as it is: 10 neurons.
Architecture perceptron(const Sizes& sizes, double density) {
  Architecture architecture{.name = "made up", .input = {.channels = sizes.front()}};
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    const std::string name = "fc" + std::to_string(i);
    architecture.layers.push_back({.name = name, .outputs = sizes[i], .relu = i + 1 < sizes.size()});
    if (density == 1 || i + 1 == sizes.size()) continue;
    if (!architecture.sparsity) architecture.sparsity = SparsityChoice{};
    architecture.sparsity->rules.push_back({.layers = name, .density = density, .nearest = true});
  }
  return architecture;
}

/// The products of an epoch: forward W X, back W^T D through all junctions but the first, gradients D X^T.
struct BareJunction {
  Eigen::MatrixXf weights, gradient, in, out, d_out, d_in;

  BareJunction(Eigen::Index inputs, Eigen::Index outputs)
      : weights(Eigen::MatrixXf::Random(outputs, inputs)),
        gradient(outputs, inputs),
        in(Eigen::MatrixXf::Random(inputs, batch)),
        out(outputs, batch),
        d_out(Eigen::MatrixXf::Random(outputs, batch)),
        d_in(inputs, batch) {}

  void multiply(bool first, Eigen::Index columns) {
    out.leftCols(columns).noalias() = weights * in.leftCols(columns);
    if (!first) d_in.leftCols(columns).noalias() = weights.transpose() * d_out.leftCols(columns);
    gradient.noalias() = d_out.leftCols(columns) * in.leftCols(columns).transpose();
    benchmark::ClobberMemory();
  }
};

void bare_products(benchmark::State& state) {
  std::vector<BareJunction> junctions;
  for (std::size_t i = 0; i + 1 < large.size(); ++i) junctions.emplace_back(large[i], large[i + 1]);
  const std::clock_t start = std::clock();
  for (auto _ : state) {
    for (std::size_t done = 0; done < samples; done += batch) {
      const auto columns = static_cast<Eigen::Index>(std::min<std::size_t>(batch, samples - done));
      for (std::size_t i = 0; i < junctions.size(); ++i) junctions[i].multiply(i == 0, columns);
    }
  }
  bare_seconds =
      static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC / static_cast<double>(state.iterations());
}

/// Seconds of the processor that an epoch takes.
double train(benchmark::State& state, const Sizes& sizes, double density, std::uint32_t epochs,
             std::size_t threads) {
  const TrainableNetwork<float> network(perceptron(sizes, density), 1);
  const DataSet data = made_up(sizes.front(), static_cast<std::int32_t>(sizes.back()));
  const DataSet nothing;
  double seconds = 0;
  std::size_t bytes = 0;
  for (auto _ : state) {
    const TrainingSettings settings{.epochs = epochs, .batch = batch};
    Trainer trainer(network, data, nothing, settings, 1, threads);
    const std::clock_t start = std::clock();
    while (!trainer.done()) trainer.step();
    seconds += static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    bytes = trainer.state().history.back().bytes;
  }
  std::size_t weights = 0;
  for (const ParameterRange& range : network.weights()) weights += range.size;
  state.counters["weights"] = static_cast<double>(weights);
  state.counters["MB"] = static_cast<double>(bytes) / 1e6;
  state.counters["GMAC"] = network.training_macs() * static_cast<double>(samples) * epochs / 1e9;
  return seconds / (static_cast<double>(state.iterations()) * epochs);
}

void epoch_of_large(benchmark::State& state) {
  const double density = static_cast<double>(state.range(0)) / 100;
  const double seconds = train(state, large, density, 1, 1);
  if (density == 1) {
    dense_seconds = seconds;
    if (bare_seconds > 0) state.counters["of_bare"] = seconds / bare_seconds;  // target: at most 1.5
  } else if (dense_seconds > 0) {
    state.counters["faster"] = dense_seconds / seconds;  // target at 10 %: at least 3
  }
}

/// Target: 30 s on the clock with two processors.
void thirty_epochs_of_small(benchmark::State& state) {
  train(state, small, 1, 30, 2);
}

constexpr auto unit = benchmark::kMillisecond;
BENCHMARK(bare_products)->Unit(unit)->MeasureProcessCPUTime();
BENCHMARK(epoch_of_large)
    ->Unit(unit)
    ->MeasureProcessCPUTime()
    ->ArgName("percent")
    ->Arg(100)
    ->Arg(75)
    ->Arg(50)
    ->Arg(25)
    ->Arg(10)
    ->Arg(5)
    ->Arg(2)
    ->Arg(1);
BENCHMARK(thirty_epochs_of_small)->Unit(unit)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
