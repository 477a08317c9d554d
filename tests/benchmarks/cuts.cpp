// How long it takes to cut graphs of a thousand layers (docs/performance.md): a chain, residual blocks, and
// dense blocks in which every layer reads all before it. Tensors become smaller with the depth, as in
// networks that classify, so that the best cut is in the middle of the graph; "head" is what is in front of
// it.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "models/balanced_cut.hpp"
#include "models/min_cut.hpp"
#include "models/random_stream.hpp"
#include "models/single_tensor_cuts.hpp"

namespace {

using namespace splitscape;

constexpr std::size_t layers = 1000;

std::string name_of(std::size_t tensor) {
  return tensor == 0 ? std::string(input_name) : "l" + std::to_string(tensor);
}

/// @param inputs the tensors that the layer with the given number, from 1, reads
template <class Inputs>
NetworkGraph network_of(const Inputs& inputs) {
  RandomStream random(1);
  NetworkProfile profile{.name = "made up", .input = {1e6}};
  for (std::size_t number = 1; number <= layers; ++number) {
    LayerProfile layer{
        .name = name_of(number),
        .op = "conv",
        .output = {1e6 * std::exp(-static_cast<double>(number) / 100) * (0.5 + random.uniform())}};
    for (const std::size_t tensor : inputs(number)) layer.inputs.push_back(name_of(tensor));
    profile.layers.push_back(std::move(layer));
  }
  return NetworkGraph(std::move(profile));
}

NetworkGraph chain() {
  return network_of([](std::size_t number) { return std::vector<std::size_t>{number - 1}; });
}

/// Two convolutions and an addition of what was before them, again and again.
NetworkGraph residual() {
  return network_of([](std::size_t number) {
    if (number % 3 == 0) return std::vector<std::size_t>{number - 1, number - 3};
    return std::vector<std::size_t>{number - 1};
  });
}

/// Blocks of 25 layers, each of which reads all of its block before it: 13 tensors a layer on average.
NetworkGraph dense() {
  return network_of([](std::size_t number) {
    std::vector<std::size_t> tensors;
    for (std::size_t tensor = (number - 1) / 25 * 25; tensor < number; ++tensor) tensors.push_back(tensor);
    return tensors;
  });
}

/// A device that takes half a second and servers that are each ten times as fast as the place before them; a
/// link of 8 Mbit/s, then one ten times as fast.
PlacementCosts costs_of(const NetworkGraph& network, std::size_t places) {
  RandomStream random(2);
  PlacementCosts costs;
  double speed = 1;
  for (std::size_t place = 0; place < places; ++place, speed *= 10) {
    std::vector<double> row;
    for (std::size_t layer = 0; layer < layers; ++layer) row.push_back(1e-3 * random.uniform() / speed);
    costs.compute.push_back(std::move(row));
  }
  double rate = 1e6;  // bytes a second
  for (std::size_t hop = 0; hop + 1 < places; ++hop, rate *= 10) {
    std::vector<double> row;
    for (std::size_t tensor = 0; tensor <= layers; ++tensor)
      row.push_back(tensor_size(network, tensor).value / rate);
    costs.transfer.push_back(std::move(row));
    costs.passage.push_back(5e-3);
  }
  return costs;
}

void cut_graph(benchmark::State& state, NetworkGraph (*make)(), std::size_t places) {
  const NetworkGraph network = make();
  const PlacementCosts costs = costs_of(network, places);
  Partition cut;
  for (auto _ : state) benchmark::DoNotOptimize(cut = min_cut(network, costs));
  state.counters["head"] = static_cast<double>(std::count(cut.place.begin(), cut.place.end(), 0U));
}

void balance_graph(benchmark::State& state, NetworkGraph (*make)()) {
  const NetworkGraph network = make();
  const PlacementCosts costs = costs_of(network, 2);
  const TensorFlow flow(network);
  for (auto _ : state) benchmark::DoNotOptimize(balanced_cut(flow, costs));
}

void list_single_tensors(benchmark::State& state, NetworkGraph (*make)()) {
  const NetworkGraph network = make();
  for (auto _ : state) benchmark::DoNotOptimize(single_tensor_cuts(network));
}

constexpr auto unit = benchmark::kMillisecond;
BENCHMARK_CAPTURE(cut_graph, chain, chain, 2)->Unit(unit);
BENCHMARK_CAPTURE(cut_graph, residual, residual, 2)->Unit(unit);
BENCHMARK_CAPTURE(cut_graph, dense, dense, 2)->Unit(unit);
BENCHMARK_CAPTURE(cut_graph, residual_three_places, residual, 3)->Unit(unit);
BENCHMARK_CAPTURE(cut_graph, dense_three_places, dense, 3)->Unit(unit);
BENCHMARK_CAPTURE(balance_graph, residual, residual)->Unit(unit);
BENCHMARK_CAPTURE(balance_graph, dense, dense)->Unit(unit);
BENCHMARK_CAPTURE(list_single_tensors, chain, chain)->Unit(unit);
BENCHMARK_CAPTURE(list_single_tensors, residual, residual)->Unit(unit);
BENCHMARK_CAPTURE(list_single_tensors, dense, dense)->Unit(unit);

}  // namespace

BENCHMARK_MAIN();
