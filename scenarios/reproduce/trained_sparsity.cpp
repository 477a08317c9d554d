#include "models/network.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/workbench.hpp"

namespace splitscape {
namespace {

std::vector<PublishedTable> published() {
  return {{.name = "fewer",
           .title = "How many times fewer than dense: 800-300-300-300-10 with three exits",
           .source = "\"exceeding 4x in storage and computational complexity\"",
           .known = HowKnown::abstract_only,
           .of = "density of the hidden junctions, quantity",
           .columns = {{.name = "times", .tolerance = as_claimed}},
           .rows = {{"20 %, bytes stored", {"> 4"}},
                    {"20 %, multiply-accumulates", {"> 4"}},
                    {"5 %, bytes stored", {"> 4"}},
                    {"5 %, multiply-accumulates", {"> 4"}}},
           .note = "Its exits and its biases stay dense."},
          {.name = "loss",
           .title = "Accuracy lost by it",
           .source = "\"without compromising performance\"",
           .known = HowKnown::abstract_only,
           .of = "density, exit",
           .columns = {{.name = "loss", .unit = "points", .tolerance = not_judged}},
           .rows = {{"20 %, exit 1", {"0"}},
                    {"20 %, exit 2", {"0"}},
                    {"20 %, end", {"0"}},
                    {"5 %, exit 1", {"0"}},
                    {"5 %, exit 2", {"0"}},
                    {"5 %, end", {"0"}}},
           .note = "Not met: ours are right or wrong on 5,000 test images after 9,000 training images, one "
                   "network each. The section on trained networks of docs/validation.md says why this does "
                   "not contradict the publication."},
          {.name = "b-lenet",
           .title = "B-LeNet: accuracy if all samples take one exit",
           .source = "experiment_lenet_mnist.ipynb of kunglab/branchynet (BranchyNet, ICPR 2016)",
           .of = "exit",
           .columns = {{.name = "accuracy", .unit = "%", .tolerance = not_judged}},
           .rows = {{"1 (threshold 10)", {"98.62"}}, {"2 (its LeNet without exits)", {"99.07"}}},
           .note = "Theirs learned from 60,000 images, ours from 9,000."}};
}

/// Whole networks of the zoo with what they store and compute, side branches in it.
struct Trained {
  NetworkUse use;
  double bytes = 0;
  double macs = 0;

  double accuracy(std::size_t exit) const {
    double right = 0;
    for (std::size_t row = 0; row < use.samples->rows(); ++row)
      right += use.samples->at(row, exit).correct == Correctness::right ? 1 : 0;
    return 100 * right / static_cast<double>(use.samples->rows());
  }
};

Trained trained(const std::string& name, Reading& reading) {
  Trained network{.use = zoo_network(name, reading)};
  const NetworkGraph graph(network.use.profile);
  network.bytes = graph.total_weights().value;
  network.macs = graph.total_macs().value;
  for (const ExitHead& head : graph.profile().exits) {
    network.bytes += head.cost.weights.value;
    network.macs += head.cost.macs->value;
  }
  return network;
}

std::vector<OurTable> compute(Workbench& bench) {
  Reading reading(bench.zoo(), "");
  const Trained dense = trained("mnist-mlp", reading);
  OurTable fewer;
  OurTable loss;
  for (const char* name : {"mnist-mlp-sparse", "mnist-mlp-sparser"}) {
    const Trained sparse = trained(name, reading);
    fewer.push_back({dense.bytes / sparse.bytes});
    fewer.push_back({dense.macs / sparse.macs});
    for (std::size_t exit = 1; exit <= 3; ++exit)
      loss.push_back({dense.accuracy(exit) - sparse.accuracy(exit)});
  }
  const Trained b_lenet = trained("mnist-b-lenet", reading);
  return {fewer, loss, {{b_lenet.accuracy(1)}, {b_lenet.accuracy(2)}}};
}

}  // namespace

Experiment trained_sparsity_experiment() {
  return {.name = "trained_sparsity",
          .title = "Predefined sparsity and exits: the trained networks of the zoo",
          .publication =
              "Capogrosso et al., FDL 2024, arXiv 2407.11763; S. Teerapittayanon, B. McDanel, H. T. Kung, "
              "BranchyNet, ICPR 2016",
          .tables = published(),
          .compute = compute};
}

}  // namespace splitscape
