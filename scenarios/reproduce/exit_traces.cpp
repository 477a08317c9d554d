#include <fmt/format.h>

#include <sstream>

#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/public_traces.hpp"

namespace splitscape {
namespace {

PublishedTable two_exits(const std::string& name, const std::string& title, const std::string& source,
                         Tolerance tolerance, std::vector<PublishedRow> rows) {
  return {.name = name,
          .title = title,
          .source = source,
          .known = HowKnown::derived,
          .of = "threshold",
          .columns = {{.name = "share of exit 1", .tolerance = tolerance},
                      {.name = "accuracy", .tolerance = tolerance}},
          .rows = std::move(rows)};
}

std::vector<PublishedTable> published() {
  std::vector<PublishedTable> tables{two_exits("mab", "Two exits, CIFAR-10, 10,000 samples",
                                               "counts over the file of mab_early_exits", rounding,
                                               {{"0.7", {"0.639", "0.8207"}},
                                                {"0.8", {"0.536", "0.8222"}},
                                                {"0.9", {"0.387", "0.8218"}},
                                                {"0.95", {"0.265", "0.8219"}}}),
                                     two_exits("b-alexnet", "B-AlexNet, CIFAR-10, 10,000 samples",
                                               "counts over the file of adaptive_early_exit", rounding,
                                               {{"0.7", {"0.606", "0.8648"}},
                                                {"0.8", {"0.494", "0.8857"}},
                                                {"0.9", {"0.359", "0.8985"}},
                                                {"0.95", {"0.260", "0.9042"}}}),
                                     two_exits("mobilenet", "MobileNet, CIFAR-10, the first 5,000 samples",
                                               "counts over all 10,000 samples of edOffTS", not_judged,
                                               {{"0.7", {"0.635", "0.8250"}}, {"0.9", {"0.391", "0.8289"}}})};
  tables.back().note = "The public file holds half of the samples that the figures are of.";
  tables.push_back({.name = "imdb",
                    .title = "ElasticBERT, 4 exits, 50,000 IMDb reviews: the end of the network",
                    .source = "counts over the file of MLiONS/MutiExitDNNs",
                    .known = HowKnown::derived,
                    .of = "exit",
                    .columns = {{.name = "accuracy"}},
                    .rows = {{"4", {"0.8461"}}}});
  tables.push_back({.name = "bert",
                    .title = "BERT, 12 exits, 872 samples: the first exit that is sure enough",
                    .source = "counts over the file of Div290/Buffer_based_threshold",
                    .known = HowKnown::derived,
                    .of = "threshold",
                    .columns = {{.name = "mean exit"}, {.name = "accuracy"}},
                    .rows = {{"0.6", {"2.38417", "0.84289"}},
                             {"0.7", {"3.30619", "0.86697"}},
                             {"0.75", {"3.91628", "0.87729"}},
                             {"0.8", {"4.70298", "0.87959"}},
                             {"0.85", {"5.65940", "0.88532"}},
                             {"0.9", {"7.01261", "0.89450"}},
                             {"0.95", {"9.00000", "0.89908"}}}});
  return tables;
}

/// A network with so many exits, whose costs do not matter; a request a sample.
Scenario world_of(const Workbench& bench, const SampleTrace& trace) {
  std::string layers;
  std::string heads;
  for (std::size_t k = 1; k <= trace.exits(); ++k) {
    layers += fmt::format("{{name: l{}, macs: 1 MMAC, output: 1 kB}}, ", k);
    if (k < trace.exits()) heads += fmt::format("{{after: l{}, macs: 1 kMAC}}, ", k);
  }
  Scenario scenario =
      bench
          .written(fmt::format("requests: {}\n"
                               "networks: {{n: {{profile: {{input: 1 kB, layers: [{}], exits: [{}]}}}}}}\n"
                               "devices: {{d: {{hardware: {{rate: 1 GMAC/s}}, network: n, arrivals: "
                               "{{periodic: 1 s}}}}}}\n"
                               "policy: device_only\n",
                               trace.rows(), layers, heads))
          .scenario;
  scenario.networks.front().samples = trace;
  return scenario;
}

PolicyChoice sure_of(const std::string& threshold) {
  return {.name = "confidence_exit", .parameters = {{"threshold", std::stod(threshold)}}};
}

/// Shares of the exits, "1:0.656;3:0.344".
std::vector<std::pair<double, double>> exits_of(const std::string& text) {
  std::vector<std::pair<double, double>> shares;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ';');)
    shares.emplace_back(std::stod(part), std::stod(part.substr(part.find(':') + 1)));
  return shares;
}

OurTable swept(const Workbench& bench, const SampleTrace& trace, const PublishedTable& table) {
  const Scenario world = world_of(bench, trace);
  std::vector<RunSpec> runs;
  for (const PublishedRow& row : table.rows) runs.push_back({world, sure_of(row.label)});
  const RunSummaries summaries = bench.simulate(runs);
  OurTable ours;
  for (std::size_t row = 0; row < summaries.rows(); ++row) {
    double mean = 0;
    double first = 0;
    for (const auto& [exit, share] : exits_of(summaries.text(row, "exit_shares"))) {
      mean += exit * share;
      first += exit == 1 ? share : 0;
    }
    ours.push_back({trace.exits() == 2 ? first : mean, summaries.number(row, "accuracy")});
  }
  return ours;
}

std::vector<OurTable> compute(Workbench& bench) {
  const auto tables = published();
  std::vector<OurTable> ours;
  const NeededFile files[] = {mab_file(), b_alexnet_file(), mobilenet_file()};
  for (std::size_t i = 0; i < std::size(files); ++i)
    ours.push_back(swept(bench, two_exit_trace(bench, files[i]), tables[i]));
  const Scenario imdb = world_of(bench, imdb_trace(bench, 4));
  ours.push_back({{bench.simulate({{imdb, {.name = "device_only"}}}).number(0, "accuracy")}});
  ours.push_back(swept(bench, bert_trace(bench), tables[4]));
  return ours;
}

}  // namespace

Experiment exit_traces_experiment() {
  return {.name = "exit_traces",
          .title = "Simulations over public per-sample traces",
          .publication =
              "data of pachecobeto95/mab_early_exits, pachecobeto95/adaptive_early_exit, pachecobeto95/"
              "edOffTS, MLiONS/MutiExitDNNs, Div290/Buffer_based_threshold",
          .files = {mab_file(), b_alexnet_file(), mobilenet_file(), imdb_4_file(), bert_file()},
          .tables = published(),
          .compute = compute};
}

}  // namespace splitscape
