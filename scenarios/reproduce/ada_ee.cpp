#include <fmt/format.h>

#include <algorithm>

#include "models/random_stream.hpp"
#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/public_traces.hpp"
#include "scenarios/reproduce/replayed_trace.hpp"
#include "sim/replay/replay.hpp"

namespace splitscape {
namespace {

constexpr std::size_t rounds = 2000000;

std::vector<PublishedTable> published() {
  const std::vector<PublishedColumn> columns{{.name = "threshold", .tolerance = the_same},
                                             {.name = "mean reward"}};
  std::vector<PublishedColumn> of_half = columns;
  of_half[1].tolerance = not_judged;
  return {
      {.name = "b-alexnet",
       .title = "Best threshold, B-AlexNet",
       .source = "10,000 CIFAR-10 images of pachecobeto95/adaptive_early_exit",
       .known = HowKnown::derived,
       .of = "overhead",
       .columns = columns,
       .rows = {{"0.1", {"0.9", "0.13492"}}, {"0.2", {"0.8", "0.08105"}}}},
      {.name = "mobilenet",
       .title = "Best threshold, MobileNet",
       .source = "10,000 CIFAR-10 images of pachecobeto95/edOffTS",
       .known = HowKnown::derived,
       .of = "overhead",
       .columns = of_half,
       .rows = {{"0.05", {"0.9", "0.07268"}}, {"0.1", {"0.8", "0.04354"}}, {"0.2", {"0.5", "0.00796"}}},
       .note = "The public file holds the first 5,000 of the rows that the figures are of."},
      {.name = "regret",
       .title = "Regret after 2,000,000 rounds at overhead .1, by the gain of the second exit",
       .source = "figure of pachecobeto95/adaptive_early_exit",
       .known = HowKnown::decoded,
       .of = "gain",
       .columns = {{.name = "regret", .tolerance = not_judged}},
       .rows = {{".1 to .2", {"3238"}},
                {".2 to .3", {"1095"}},
                {".3 to .4", {"552"}},
                {".4 to .5", {"312"}},
                {".5 to .6", {"190"}},
                {".6 to .7", {"113"}},
                {".7 to .8", {"71"}}},
       .note =
           "Its network is not said; ours is B-AlexNet, with rows drawn as the released code draws them."}};
}

double gain(const SampleTrace& trace, std::size_t row) {
  return std::max(0.0, trace.at(row, 2).confidence - trace.at(row, 1).confidence);
}

/// Mean of AdaEE's reward over an order, as the paper defines it, and of what is lost to knowing each gain.
struct Rewards {
  double mean = 0;
  double regret = 0;  ///< summed
};

Rewards rewards(const SampleTrace& trace, double overhead, const PolicyChoice& policy,
                const std::vector<std::uint32_t>& order) {
  Rewards found;
  const AbstractCosts only_overhead{.layer = 0, .offload = overhead};
  replay(trace, only_overhead, policy, order, 1, [&](const ReplayStep& step) {
    const double going_on = gain(trace, step.sample) - overhead;
    const double reward = step.offloaded ? going_on : 0;
    found.mean += reward / static_cast<double>(order.size());
    found.regret += std::max(0.0, going_on) - reward;
  });
  return found;
}

std::vector<OurFigure> best_threshold(const SampleTrace& trace, double overhead) {
  double threshold = 0;
  double best = -1;
  for (int tenth = 0; tenth <= 10; ++tenth) {
    const PolicyChoice fixed{.name = "ada_ee", .parameters = {{"thresholds", tenth / 10.0}}};
    const double reward = rewards(trace, overhead, fixed, order_of_file(trace)).mean;
    if (reward <= best) continue;
    best = reward;
    threshold = tenth / 10.0;
  }
  return {threshold, best};
}

OurTable best_thresholds(const SampleTrace& trace, const PublishedTable& table) {
  OurTable best;
  for (const PublishedRow& row : table.rows) best.push_back(best_threshold(trace, std::stod(row.label)));
  return best;
}

/// Rows drawn with replacement among those whose gain lies in a range, as the released code draws them.
std::vector<std::uint32_t> drawn(const SampleTrace& trace, double from, double to) {
  std::vector<std::uint32_t> rows;
  for (std::uint32_t row = 0; row < trace.rows(); ++row) {
    const double change = trace.at(row, 2).confidence - trace.at(row, 1).confidence;
    if (change >= from && change <= to) rows.push_back(row);
  }
  RandomStream random(1);
  std::vector<std::uint32_t> order(rounds);
  for (std::uint32_t& row : order) row = rows[random.next() % rows.size()];
  return order;
}

std::vector<OurTable> compute(Workbench& bench) {
  const auto tables = published();
  const SampleTrace b_alexnet = two_exit_trace(bench, b_alexnet_file());
  const SampleTrace mobilenet = two_exit_trace(bench, mobilenet_file());
  OurTable regret;
  for (int tenth = 1; tenth <= 7; ++tenth) {
    bench.check_signals();
    const auto order = drawn(b_alexnet, tenth / 10.0, (tenth + 1) / 10.0);
    regret.push_back({rewards(b_alexnet, 0.1, {.name = "ada_ee"}, order).regret});
  }
  return {best_thresholds(b_alexnet, tables[0]), best_thresholds(mobilenet, tables[1]), regret};
}

}  // namespace

Experiment ada_ee_experiment() {
  return {
      .name = "ada_ee",
      .title = "AdaEE on public traces of two exits",
      .publication =
          "Pacheco et al., AdaEE: Adaptive Early-Exit DNN Inference Through Multi-Armed Bandits, IEEE ICC "
          "2023; code: pachecobeto95/adaptive_early_exit",
      .files = {b_alexnet_file(), mobilenet_file()},
      .tables = published(),
      .compute = compute};
}

}  // namespace splitscape
