#include <algorithm>
#include <cmath>
#include <sstream>

#include "scenarios/loader/document.hpp"
#include "scenarios/reproduce/branchynet_sweep.hpp"
#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/workbench.hpp"

namespace splitscape {
namespace {

constexpr const char* table_file = "profiles/branchynet_alexnet_table.txt";

/// The CPU rows of the notebook: "B-AlexNet 78.94 4.55 1.16{0.0001, 0.0001}{43.61, 17.41, 38.98}".
struct Sweep {
  std::vector<SweepPoint> points{};
  std::vector<double> times_ms{};
};

Sweep read_sweep(const std::string& path) {
  Sweep sweep;
  std::istringstream file(read_text_file(path));
  for (std::string line; std::getline(file, line) && line.find("GPU") == std::string::npos;) {
    if (line.find("B-AlexNet") == std::string::npos) continue;
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '{' || c == '}' || c == ','; }, ' ');
    std::istringstream fields(line);
    std::string name;
    double time = 0;
    double passed = 0;  // gain and two thresholds
    SweepPoint point;
    fields >> name >> point.accuracy >> time >> passed >> passed >> passed;
    for (double share = 0; fields >> share;) point.shares.push_back(share);
    if (point.shares.size() != 3)
      throw InputError({.file = path}, "expected three shares in the line '" + line + "'");
    sweep.points.push_back(point);
    sweep.times_ms.push_back(time);
  }
  return sweep;
}

std::vector<OurTable> compute(Workbench& bench) {
  const Sweep sweep = read_sweep(bench.path_of(table_file));
  const auto swept = simulated_sweep(bench, "b-alexnet", sweep.points);
  double squares = 0;
  double largest = 0;
  double accuracy = 0;
  for (std::size_t i = 0; i < swept.size(); ++i) {
    const double difference = swept[i].time_ms - sweep.times_ms[i];
    squares += difference * difference;
    largest = std::max(largest, std::abs(difference));
    accuracy = std::max(accuracy, std::abs(swept[i].accuracy - sweep.points[i].accuracy));
  }
  const auto rows = static_cast<double>(swept.size());
  return {{{rows}, {std::sqrt(squares / rows)}, {largest}, {accuracy}}};
}

}  // namespace

Experiment branchynet_alexnet_experiment() {
  return {
      .name = "branchynet_alexnet",
      .title = "BranchyNet: B-AlexNet over two thresholds",
      .publication =
          "S. Teerapittayanon, B. McDanel, H. T. Kung, BranchyNet: Fast Inference via Early Exiting from "
          "Deep "
          "Neural Networks, ICPR 2016",
      .files = {{table_file,
                 "the lines below 'CPU Results:' that experiment_alex_cifar10.ipynb of "
                 "https://github.com/kunglab/branchynet shows, saved as text"}},
      .tables = {{.name = "alexnet",
                  .title = "B-AlexNet on the CPU, all rows of the notebook",
                  .source = "experiment_alex_cifar10.ipynb of kunglab/branchynet; the rms is that of the fit "
                            "of the times to the exits",
                  .known = HowKnown::derived,
                  .of = "quantity",
                  .columns = {{.name = "figure"}},
                  .rows = {{"rows", {"121"}},
                           {"rms of the mean times, ms", {"0.073"}},
                           {"largest difference of a mean time, ms", {""}},
                           {"largest difference of an accuracy, points", {"0.00"}}}}},
      .compute = compute};
}

}  // namespace splitscape
