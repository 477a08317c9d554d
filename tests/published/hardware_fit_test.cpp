// Effective rates of the hardware catalogue that were fitted to layers which the zoo carries: the fit, done
// again. A rate r and an overhead o a layer minimise the sum of squared relative errors of macs / r + o over
// the layers with weights, both at least zero.
#include <doctest/doctest.h>

#include <Eigen/Dense>
#include <cmath>

#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

struct Fit {
  double rate = 0;      ///< MAC/s
  double overhead = 0;  ///< s a layer
  double largest_error = 0;
  double mean_error = 0;
};

Fit fit(const NetworkProfile& network, const std::string& hardware) {
  std::vector<double> macs;
  std::vector<double> times;
  for (const LayerProfile& layer : network.layers) {
    if (layer.op != "Conv") continue;
    macs.push_back(layer.cost.macs->value);
    times.push_back(layer.cost.measured.at(hardware).time.value);
  }
  const auto rows = static_cast<Eigen::Index>(macs.size());
  const Eigen::VectorXd m = Eigen::Map<const Eigen::VectorXd>(macs.data(), rows);
  const Eigen::VectorXd t = Eigen::Map<const Eigen::VectorXd>(times.data(), rows);
  // Rows divided by the measured time: what is left is the relative error.
  Eigen::MatrixXd design(rows, 2);
  design << m.cwiseQuotient(t), t.cwiseInverse();
  const Eigen::VectorXd ones = Eigen::VectorXd::Ones(rows);
  Eigen::Vector2d solution = design.colPivHouseholderQr().solve(ones);
  if (solution[1] < 0) solution = {design.col(0).dot(ones) / design.col(0).squaredNorm(), 0.0};
  const Eigen::VectorXd errors = (design * solution - ones).cwiseAbs();
  return {1 / solution[0], solution[1], errors.maxCoeff(), errors.mean()};
}

}  // namespace

TEST_CASE("the rates fitted to the layers of DADS come out of the profile of tiny-YOLOv2 again") {
  Reading reading(project_zoo(), "");
  const NetworkProfile network = zoo_network("tiny-yolov2", reading).profile;
  struct Case {
    const char* hardware;
    double largest_error;  ///< as its catalogue entry states them
    double mean_error;
  };
  for (const Case& entry : {Case{"raspberry-pi-3", 0.370, 0.095}, Case{"cloud-8core", 0.628, 0.208}}) {
    CAPTURE(entry.hardware);
    const Hardware hardware = zoo_hardware(entry.hardware, reading);
    const Fit again = fit(network, entry.hardware);
    CHECK(again.rate ==
          doctest::Approx(hardware.rate->value.value).epsilon(5e-4));  // four digits are printed
    CHECK(again.overhead == hardware.overhead.value.value);
    CHECK(std::abs(again.largest_error - entry.largest_error) < 5e-4);
    CHECK(std::abs(again.mean_error - entry.mean_error) < 5e-4);
  }
}
