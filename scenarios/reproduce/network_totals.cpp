#include "models/network.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/workbench.hpp"

namespace splitscape {
namespace {

constexpr const char* torchvision = "torchvision (num_params, and GFLOPS or _ops, which are MAC)";

std::vector<PublishedTable> published() {
  return {
      {.name = "libraries",
       .title = "Networks of libraries",
       .source = torchvision,
       .of = "network",
       .columns = {{.name = "MAC"}, {.name = "parameters"}},
       .rows = {{"vgg-11", {"7.609 G", "132,863,336"}},
                {"vgg-16", {"15.47 G", "138,357,544"}},
                {"vgg-19", {"19.63 G", "143,667,240"}},
                {"resnet-18", {"1.81 G", "11,689,512"}},
                {"resnet-50", {"4.09 G", "25,557,032"}},
                {"mobilenet-v2", {"0.30 G", "3,504,872"}},
                {"mobilenet-v3-large", {"0.217 G", "5,483,032"}},
                {"efficientnet-b0", {"0.39 G", "5,288,548"}},
                {"densenet-121", {"2.834 G", "7,978,856"}},
                {"squeezenet-1.1", {"0.349 G", "1,235,496"}},
                {"shufflenet-v2", {"0.145 G", "2,278,604"}},
                {"googlenet", {"1.50 G", "6,624,904"}},
                {"vit-b-16", {"17.56 G", "86,567,656"}}},
       .note = "vgg-11, densenet-121 and the MAC of squeezenet-1.1 were read in a copy of its files."},
      {.name = "papers",
       .title = "Networks of papers",
       .source = "alexnet: Sze et al., Proc. IEEE 2017, table II; mobilenet-v1: the paper (quoted) and "
                 "Keras' summary (quoted); shufflenet-v1: megvii-model/ShuffleNet-Series; bert-base: "
                 "bert-base-uncased",
       .of = "network",
       .columns = {{.name = "MAC"}, {.name = "parameters"}},
       .rows = {{"alexnet", {"724 M", "61 M"}},
                {"mobilenet-v1", {"569 M", "4,231,976"}},
                {"shufflenet-v1", {"", "1.9 M"}},
                {"bert-base", {"", "109,483,778"}}},
       .note = "shufflenet-v1 has .4 % fewer MAC than the 138 M printed beside its authors' code, which does "
               "not say what they count beyond convolutions and the classifier. bert-base: the 109,482,240 "
               "published and a classifier of two classes, 1,538."},
      {.name = "tiny",
       .title = "MLPerf Tiny",
       .source = "counted by hand for models/zoo/hardware/stm32h7a3.yaml",
       .known = HowKnown::derived,
       .of = "network",
       .columns = {{.name = "MAC"}},
       .rows = {{"mlperf-tiny-resnet-8", {"12.50 M"}},
                {"mlperf-tiny-mobilenet-v1", {"7.49 M"}},
                {"mlperf-tiny-ds-cnn", {"2.66 M"}},
                {"mlperf-tiny-autoencoder", {"0.264 M"}}}},
      {.name = "perceptrons",
       .title = "Perceptrons of the publications on predefined sparsity, dense",
       .source = "from the layers in intelligolabs/sparsity_sc_ee and souryadey/predefinedsparse-nnets: a "
                 "MAC a weight, a bias a neuron",
       .known = HowKnown::derived,
       .of = "network",
       .columns = {{.name = "MAC", .tolerance = the_same}, {.name = "parameters", .tolerance = the_same}},
       .rows = {{"mlp-800-3-3-10", {"2,439", "2,455"}},
                {"mlp-800-40-40-10", {"34,000", "34,090"}},
                {"mlp-800-100-10", {"81,000", "81,110"}},
                {"mlp-784-112-10", {"88,928", "89,050"}}}}};
}

std::vector<OurTable> compute(Workbench& bench) {
  Reading reading(bench.zoo(), "");
  std::vector<OurTable> tables;
  for (const PublishedTable& table : published()) {
    OurTable& ours = tables.emplace_back();
    for (const PublishedRow& row : table.rows) {
      const NetworkGraph network(zoo_network(row.label, reading).profile);
      ours.push_back({network.total_macs().value});
      if (table.columns.size() == 2) ours.back().emplace_back(network.total_parameters());
    }
  }
  return tables;
}

}  // namespace

Experiment network_totals_experiment() {
  return {.name = "network_totals",
          .title = "Multiply-accumulates and parameters of the zoo's networks",
          .publication = "the libraries and papers that each table names",
          .tables = published(),
          .compute = compute};
}

}  // namespace splitscape
