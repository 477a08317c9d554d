#include <cmath>

#include "models/sparsity/memory_map_count.hpp"
#include "models/sparsity/pruned_junction.hpp"
#include "models/sparsity/training_cost.hpp"
#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/workbench.hpp"

namespace splitscape {
namespace {

std::vector<PublishedTable> nets() {
  return {{.name = "nets",
           .title = "The two networks of equal storage",
           .source = "launch.sh of intelligolabs/sparsity_sc_ee (Capogrosso et al.)",
           .of = "quantity",
           .columns = {{.name = "figure", .tolerance = the_same}},
           .rows = {{"800-3-3-10, dense: weights", {"2,439"}},
                    {"biases", {"16"}},
                    {"800-40-40-10, fan-outs 2, 9, 10: weights", {"2,360"}},
                    {"its biases", {"90"}},
                    {"its densities: first junction", {"0.05"}},
                    {"second junction", {"0.225"}},
                    {"third junction", {"1"}},
                    {"its weights if dense", {"34,000"}}}},
          {.name = "stored",
           .title = "Stored results of the published code",
           .source = "results_new of souryadey/predefinedsparse-nnets (Dey et al.)",
           .of = "quantity",
           .columns = {{.name = "figure", .tolerance = the_same}},
           .rows = {{"784-112-10, dense: weights", {"88,928"}},
                    {"800-100-10, fan-outs 50, 10: weights", {"41,000"}}}},
          {.name = "claim",
           .title = "How many times fewer at density 21 % of 800-100-10 (fan-outs 20, 10)",
           .source = "\"exceeding 4x in storage and computational complexity\", Capogrosso et al.",
           .known = HowKnown::abstract_only,
           .of = "quantity",
           .columns = {{.name = "times", .tolerance = as_claimed}},
           .rows = {{"bytes stored, no index", {"> 4"}}, {"multiply-accumulates", {"> 4"}}},
           .note = "The tables of that paper could not be read; the density is that of an example of Dey et "
                   "al."}};
}

std::vector<PublishedTable> hardware() {
  return {{.name = "interleaver",
           .title = "Connection 45 of 32 left neurons, fan-out 2, 8 banks",
           .source = "slides of Asilomar 2017 (Dey et al.)",
           .of = "quantity",
           .columns = {{.name = "number", .tolerance = the_same}},
           .rows = {{"row", {"1"}}, {"left neuron", {"13"}}, {"weight", {"27"}}}},
          {.name = "maps",
           .title = "Memory maps",
           .source = "JETCAS 2019 and count_adjmats of its code (Dey et al.)",
           .of = "junction, type",
           .columns = {{.name = "maps"}},
           .rows = {{"9 x 6, fan-out 2, 3 banks, type 1", {"46,656"}},
                    {"type 2", {"729"}},
                    {"type 3", {"27"}},
                    {"12 x 12, fan-out 2, 4 banks, dither, type 1", {"60 M"}},
                    {"dither, type 2", {"236,196"}},
                    {"dither, type 3", {"486"}}}},
          {.name = "words",
           .title = "Words to train 800-100-10",
           .source = "formula after the architecture of JETCAS 2019 (Dey et al.)",
           .known = HowKnown::derived,
           .of = "fan-outs",
           .columns = {{.name = "words", .tolerance = the_same}},
           .rows = {{"100, 10 (dense)", {"85,930"}}, {"20, 10", {"21,930"}}}},
          {.name = "fewer",
           .title = "How many times fewer with fan-outs 20, 10",
           .source = "the same",
           .known = HowKnown::derived,
           .of = "quantity",
           .columns = {{.name = "times"}},
           .rows = {{"words to train", {"3.9"}}, {"multiply-accumulates", {"4.8"}}}}};
}

std::vector<PublishedTable> published() {
  std::vector<PublishedTable> tables = nets();
  for (PublishedTable& table : hardware()) tables.push_back(std::move(table));
  return tables;
}

using Sizes = std::vector<std::uint64_t>;

/// Fully connected layers of these sizes; fan-outs of the left neurons, or none for dense.
std::vector<PrunedJunction> junctions_of(const Sizes& sizes, const Sizes& fan_outs = {}) {
  std::vector<PrunedJunction> junctions;
  for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
    const Junction junction{.inputs = sizes[i], .outputs = sizes[i + 1]};
    junctions.push_back(fan_outs.empty() ? unpruned(junction) : pruned_to_fan_out(junction, fan_outs[i]));
  }
  return junctions;
}

double weights_of(const std::vector<PrunedJunction>& junctions) {
  double weights = 0;
  for (const PrunedJunction& junction : junctions) weights += junction.kept;
  return weights;
}

double biases_of(const std::vector<PrunedJunction>& junctions) {
  double biases = 0;
  for (const PrunedJunction& junction : junctions) biases += static_cast<double>(junction.junction.outputs);
  return biases;
}

double maps(const MemoryShape& shape, MemoryMapType type, bool dither) {
  return std::stod(count_memory_maps(shape, type, dither)->digits);
}

std::vector<OurTable> ours_of_nets(const Workbench& bench) {
  const auto small = junctions_of({800, 3, 3, 10});
  const auto large = junctions_of({800, 40, 40, 10}, {2, 9, 10});
  const OurTable figures{{weights_of(small)},  {biases_of(small)},
                         {weights_of(large)},  {biases_of(large)},
                         {large[0].density()}, {large[1].density()},
                         {large[2].density()}, {weights_of(junctions_of({800, 40, 40, 10}))}};
  const OurTable stored{{weights_of(junctions_of({784, 112, 10}))},
                        {weights_of(junctions_of({800, 100, 10}, {50, 10}))}};
  const LoadedScenario study = bench.shipped("predefined-sparsity");
  const NetworkGraph dense(network_of(study.scenario, "dense").profile);
  const NetworkGraph sparse(network_of(study.scenario, "density-21").profile);
  const OurTable fewer{{dense.total_weights() / sparse.total_weights()},
                       {dense.total_macs() / sparse.total_macs()}};
  return {figures, stored, fewer};
}

OurTable ours_of_interleaver() {
  constexpr std::uint64_t connection = 45;
  const MemoryShape shape{.inputs = 32, .outputs = 16, .fan_out = 2, .parallel = 8};
  const MemoryMap map{
      .shape = shape, .type = MemoryMapType::type3, .rows = std::vector<std::uint32_t>(shape.parallel, 0)};
  return {{static_cast<double>(map.row_of(connection))},
          {static_cast<double>(map.left_neuron_of(connection))},
          {static_cast<double>(map.interleaved(connection))}};
}

std::vector<OurTable> compute(Workbench& bench) {
  std::vector<OurTable> tables = ours_of_nets(bench);
  tables.push_back(ours_of_interleaver());
  const MemoryShape nine{.inputs = 9, .outputs = 6, .fan_out = 2, .parallel = 3};
  const MemoryShape twelve{.inputs = 12, .outputs = 12, .fan_out = 2, .parallel = 4};
  OurTable counts;
  for (const auto& [shape, dither] : {std::pair{nine, false}, std::pair{twelve, true}}) {
    for (const auto type : {MemoryMapType::type1, MemoryMapType::type2, MemoryMapType::type3})
      counts.push_back({maps(shape, type, dither)});
  }
  tables.push_back(counts);
  const auto dense = junctions_of({800, 100, 10});
  const auto sparse = junctions_of({800, 100, 10}, {20, 10});
  const double words[] = {training_storage(dense).total(), training_storage(sparse).total()};
  tables.push_back({{words[0]}, {words[1]}});
  tables.push_back({{words[0] / words[1]}, {weights_of(dense) / weights_of(sparse)}});
  return tables;
}

}  // namespace

Experiment predefined_sparsity_experiment() {
  return {.name = "predefined_sparsity",
          .title = "Predefined sparsity: weights, storage, memory maps",
          .publication =
              "S. Dey, K.-W. Huang, P. A. Beerel, K. M. Chugg, IEEE JETCAS 2019 and their slides of Asilomar "
              "2017; Capogrosso et al., FDL 2024, arXiv 2407.11763",
          .tables = published(),
          .compute = compute};
}

}  // namespace splitscape
