#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/public_traces.hpp"
#include "scenarios/reproduce/replayed_trace.hpp"
#include "sim/replay/order.hpp"

namespace splitscape {
namespace {

constexpr std::uint32_t orders = 20;  // of seeds 0 .. 19
const std::vector<std::size_t> four_layers{1, 3, 7, 12};
const std::vector<std::size_t> six_layers{1, 3, 5, 7, 9, 12};

std::vector<PublishedTable> published() {
  const std::string notebook = "Part 2 notebook of MLiONS/MutiExitDNNs";
  return {{.name = "exits",
           .title = "Answers by exit, of 50,000 IMDb reviews and four exits",
           .source = notebook,
           .of = "seed of the order",
           .columns = {{.name = "exit 1", .tolerance = the_same},
                       {.name = "exit 2", .tolerance = the_same},
                       {.name = "exit 3", .tolerance = the_same},
                       {.name = "exit 4", .tolerance = the_same}},
           .rows = {{"0", {"0", "49900", "83", "17"}},
                    {"1", {"0", "49946", "37", "17"}},
                    {"2", {"3", "49805", "153", "39"}}}},
          {.name = "means",
           .title = "Over the orders of seeds 0 to 19",
           .source = notebook + "; six exits: its rule on the same data, derived",
           .of = "exits, policy",
           .columns = {{.name = "accuracy"}, {.name = "cost"}},
           .rows = {{"4, uee_ucb", {"0.807058", "0.25084675"}}, {"6, uee_ucb", {"0.797926", "0.2523452"}}}},
          {.name = "random",
           .title = "An exit at random",
           .source = notebook,
           .of = "exits",
           .columns = {{.name = "accuracy", .tolerance = within(0.002)},
                       {.name = "cost", .tolerance = within(0.002)}},
           .rows = {{"4", {"0.773935", "0.47900"}}},
           .note = "Means of draws: 20 orders here leave a 95 % interval of .0006."},
          {.name = "errors",
           .title = "Share of wrong answers of each of the four exits",
           .source = notebook,
           .of = "exit",
           .columns = {{.name = "error"}},
           .rows = {{"1", {"0.38766"}}, {"2", {"0.19300"}}, {"3", {"0.17090"}}, {"4", {"0.15386"}}}}};
}

/// Cost scheme CS-1: the share of the 12 layers before the exit.
AbstractCosts shares_of_twelve(const std::vector<std::size_t>& layers) {
  AbstractCosts costs;
  for (const std::size_t layer : layers) costs.exit_costs.push_back(static_cast<double>(layer) / 12);
  return costs;
}

Replayed with_order(const SampleTrace& trace, const AbstractCosts& costs, const PolicyChoice& policy,
                    std::uint32_t seed) {
  return replayed(trace, costs, policy, numpy_permutation(seed, static_cast<std::uint32_t>(trace.rows())));
}

std::vector<OurFigure> means(const Workbench& bench, const SampleTrace& trace, const AbstractCosts& costs,
                             const PolicyChoice& policy) {
  Replayed sum;
  for (std::uint32_t seed = 0; seed < orders; ++seed) {
    bench.check_signals();
    sum += with_order(trace, costs, policy, seed);
  }
  return {sum.accuracy / orders, sum.cost / orders};
}

double error_of(const SampleTrace& trace, std::size_t exit) {
  double wrong = 0;
  for (std::size_t row = 0; row < trace.rows(); ++row)
    wrong += trace.at(row, exit).correct == Correctness::wrong ? 1 : 0;
  return wrong / static_cast<double>(trace.rows());
}

std::vector<OurTable> compute(Workbench& bench) {
  const SampleTrace four = imdb_trace(bench, 4);
  const AbstractCosts four_costs = shares_of_twelve(four_layers);
  OurTable exits;
  for (std::uint32_t seed = 0; seed < 3; ++seed) {
    auto& row = exits.emplace_back();
    for (const std::size_t count : with_order(four, four_costs, {.name = "uee_ucb"}, seed).exits)
      row.emplace_back(static_cast<double>(count));
  }
  const OurTable mean{means(bench, four, four_costs, {.name = "uee_ucb"}),
                      means(bench, imdb_trace(bench, 6), shares_of_twelve(six_layers), {.name = "uee_ucb"})};
  // A cut where nothing is left for the server: only the exit is drawn.
  const PolicyChoice at_random{.name = "random_decision",
                               .parameters = {{"cut", std::vector<std::string>{"layer 4"}}}};
  OurTable errors;
  for (std::size_t exit = 1; exit <= four_layers.size(); ++exit) errors.push_back({error_of(four, exit)});
  return {exits, mean, {means(bench, four, four_costs, at_random)}, errors};
}

}  // namespace

Experiment uee_ucb_experiment() {
  return {.name = "uee_ucb",
          .title = "UEE-UCB on the predictions of 50,000 IMDb reviews",
          .publication =
              "Hanawal et al., Unsupervised Early Exit in DNNs with Multiple Exits, arXiv 2209.09480; code: "
              "MLiONS/MutiExitDNNs",
          .files = {imdb_4_file(), imdb_6_file()},
          .tables = published(),
          .compute = compute};
}

}  // namespace splitscape
