#include <algorithm>
#include <cmath>

#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/workbench.hpp"

namespace splitscape {
namespace {

constexpr const char* boards[] = {"raspberry-pi-3", "cloud-8core"};

std::vector<PublishedTable> published() {
  return {{.name = "fits",
           .title = "Least squares of the relative errors of MAC / rate + overhead, over the convolutions",
           .source = "layer times of Fig. 7, as the catalogue has them (splitscape hardware)",
           .known = HowKnown::derived,
           .of = "hardware",
           .columns = {{.name = "rate", .unit = "GMAC/s"},
                       {.name = "overhead", .unit = "s a layer", .tolerance = the_same},
                       {.name = "mean error", .unit = "%"},
                       {.name = "largest error", .unit = "%"}},
           .rows = {{"raspberry-pi-3", {"0.9005", "0", "9.5", "37.0"}},
                    {"cloud-8core", {"10.12", "0", "20.8", "62.8"}}}},
          {.name = "whole",
           .title = "tiny-YOLOv2 whole, by the rate of the catalogue",
           .source = "sum of the layer times of Fig. 7",
           .known = HowKnown::decoded,
           .of = "hardware",
           .columns = {{.name = "time", .unit = "s", .tolerance = not_judged}},
           .rows = {{"raspberry-pi-3", {"1.820"}}, {"cloud-8core", {"0.166"}}},
           .note = "What an estimate costs in accuracy: a network with measured times, as tiny-yolov2, is "
                   "not estimated."}};
}

struct Fit {
  double rate = 0;      ///< MAC/s
  double overhead = 0;  ///< s a layer
  double mean_error = 0;
  double largest_error = 0;
};

/// Minimises the sum of squared relative errors of macs / rate + overhead over the convolutions, both at
/// least zero: the normal equations of two unknowns, 1 / rate and the overhead.
Fit fit(const NetworkProfile& network, const std::string& hardware) {
  struct Row {
    double work;      ///< MAC a measured second
    double constant;  ///< 1 / measured second
  };
  std::vector<Row> rows;
  for (const LayerProfile& layer : network.layers) {
    if (layer.op != "Conv") continue;
    const double time = layer.cost.measured.at(hardware).time.value;
    rows.push_back({layer.cost.macs->value / time, 1 / time});
  }
  double ww = 0, wc = 0, cc = 0, w = 0, c = 0;
  for (const Row& row : rows) {
    ww += row.work * row.work;
    wc += row.work * row.constant;
    cc += row.constant * row.constant;
    w += row.work;
    c += row.constant;
  }
  const double determinant = ww * cc - wc * wc;
  double slope = (w * cc - c * wc) / determinant;
  double overhead = (ww * c - wc * w) / determinant;
  if (overhead < 0) {
    overhead = 0;
    slope = w / ww;
  }
  Fit found{.rate = 1 / slope, .overhead = overhead};
  for (const Row& row : rows) {
    const double error = std::abs(row.work * slope + row.constant * overhead - 1);
    found.largest_error = std::max(found.largest_error, error);
    found.mean_error += error / static_cast<double>(rows.size());
  }
  return found;
}

std::vector<OurTable> compute(Workbench& bench) {
  Reading reading(bench.zoo(), "");
  const NetworkProfile network = zoo_network("tiny-yolov2", reading).profile;
  OurTable fits;
  OurTable whole;
  for (const char* board : boards) {
    const Fit found = fit(network, board);
    fits.push_back({found.rate / 1e9, found.overhead, 100 * found.mean_error, 100 * found.largest_error});
    const Hardware hardware = zoo_hardware(board, reading);
    const NetworkGraph graph(network);
    whole.push_back({graph.total_macs().value / hardware.rate->value.value});
  }
  return {fits, whole};
}

}  // namespace

Experiment hardware_fits_experiment() {
  return {
      .name = "hardware_fits",
      .title = "Effective rates that are fitted to the layers of DADS",
      .publication =
          "C. Hu, W. Bao, D. Wang, F. Liu, Dynamic Adaptive DNN Surgery for Inference Acceleration on the "
          "Edge, IEEE INFOCOM 2019",
      .tables = published(),
      .compute = compute};
}

}  // namespace splitscape
