// SplitEE on traces made up to have the published marginals of its data sets, whose samples are not public
// (scenarios/reproduce/marginal_trace.hpp). What is published of them is in
// scenarios/reproduce/splitee_marginals.cpp.
#include <doctest/doctest.h>

#include <cmath>

#include "scenarios/reproduce/splitee_data_sets.hpp"
#include "tests/published/replayed_trace.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const ConfidenceMarginals imdb = splitee_imdb();

SampleTrace made_up(const ConfidenceMarginals& marginals) {
  return trace_with(marginals, 1);
}

Replayed of_arm(const SampleTrace& trace, double offload, std::size_t exit) {
  const PolicyChoice arm =
      exit == 12 ? PolicyChoice{.name = "device_only"}
                 : PolicyChoice{.name = "split_exit",
                                .parameters = {{"cut", "exit " + std::to_string(exit)}, {"threshold", .7}}};
  return replayed(trace, {.offload = offload}, arm,
                  numpy_permutation(0, static_cast<std::uint32_t>(trace.rows())));
}

}  // namespace

TEST_CASE("SplitEE's IMDb: the made-up trace has the published marginals") {
  const SampleTrace trace = made_up(imdb);
  double last = 0;
  std::vector<double> third(imdb.third.size());
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    last += trace.at(row, 12).confidence;
    for (std::size_t i = 0; i < third.size(); ++i)
      third[i] += trace.at(row, 3).confidence >= imdb.third[i].first;
  }
  CHECK(last / imdb.rows == doctest::Approx(.94708).epsilon(1e-4));
  for (std::size_t i = 0; i < third.size(); ++i)
    CHECK(std::abs(third[i] / imdb.rows - imdb.third[i].second) < 5e-5);
  CHECK(std::abs(of_arm(trace, .5, 3).accuracy - .82156) < 1e-4);
  CHECK(std::abs(of_arm(trace, .5, 12).accuracy - .83432) < 1e-4);
}

TEST_CASE("SplitEE's IMDb: what SplitEE-S costs is its best split, the offloads and some exploration") {
  // The published figures: 3 + 5 x .2443 = 4.22 of 4.313.
  const SampleTrace trace = made_up(imdb);
  const Replayed found = replayed(trace, {.offload = .5}, {.name = "splitee_s"}, numpy_permutation(0, 25000));
  const double exploration = found.cost / .1 - (3 + 5 * found.offloaded);
  CHECK(exploration > 0);
  CHECK(exploration < .2);
}

TEST_CASE("SplitEE's SciTail: where nothing stops at exit 1 the final exit loses .6 to it each round") {
  ConfidenceMarginals scitail = imdb;
  scitail.rows = 1000;
  scitail.first = {{.7, 0}};
  const SampleTrace trace = made_up(scitail);
  // C_12 - .1 - .5 against C_12 - 1.2.
  CHECK(of_arm(trace, .5, 1).reward - of_arm(trace, .5, 12).reward == doctest::Approx(.6).epsilon(1e-12));
}
