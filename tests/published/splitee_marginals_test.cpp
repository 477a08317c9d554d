// SplitEE on traces made up to have the published marginals of its data sets, whose samples are not public
// (tests/published/confidence_marginals.hpp): where the best split moves, and what is saved.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/published/confidence_marginals.hpp"
#include "tests/published/replayed_trace.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const ConfidenceMarginals imdb{.rows = 25000,
                               .first = {{.6, .01924}, {.65, .00328}, {.7, .00152}, {.75, .00028}, {.8, 0}},
                               .third = {{.65, .819}, {.7, .75192}, {.75, .67684}, {.8, .59328}},
                               .third_accuracy = {{.65, .81444}, {.7, .82156}, {.75, .8268}, {.8, .83072}},
                               .last_mean = .94708,
                               .last_accuracy = .83432};
const ConfidenceMarginals yelp{.rows = 134186,
                               .first = {{.6, .00879}, {.65, .00285}, {.7, .00098}, {.75, .00034}, {.8, 0}},
                               .third = {{.65, .83296}, {.7, .76684}, {.75, .69772}, {.8, .61266}},
                               .third_accuracy = {{.65, .76099}, {.7, .76691}, {.75, .77156}, {.8, .77494}},
                               .last_mean = .93369,
                               .last_accuracy = .77899};

SampleTrace made_up(const ConfidenceMarginals& marginals) {
  return MarginalTrace(marginals, 1).make();
}

Replayed of_arm(const SampleTrace& trace, double offload, std::size_t exit) {
  const PolicyChoice arm =
      exit == 12 ? PolicyChoice{.name = "device_only"}
                 : PolicyChoice{.name = "split_exit",
                                .parameters = {{"cut", "exit " + std::to_string(exit)}, {"threshold", .7}}};
  return replayed(trace, {.offload = offload}, arm,
                  numpy_permutation(0, static_cast<std::uint32_t>(trace.rows())));
}

std::size_t best_arm(const SampleTrace& trace, double offload) {
  std::size_t best = 1;
  double largest = -10;
  for (std::size_t exit = 1; exit <= 12; ++exit) {
    const double reward = of_arm(trace, offload, exit).reward;
    if (reward <= largest) continue;
    largest = reward;
    best = exit;
  }
  return best;
}

struct Published {
  std::string policy;
  double cost;  ///< a sample, in lambda
  double accuracy;
};

void check_headline(const ConfidenceMarginals& marginals, const std::vector<Published>& rows) {
  const SampleTrace trace = made_up(marginals);
  for (const Published& row : rows) {
    CAPTURE(row.policy);
    const Replayed found =
        replayed(trace, {.offload = .5}, {.name = row.policy}, numpy_permutation(0, marginals.rows));
    const double saved = 1 - found.cost / 1.2;
    CAPTURE(found.cost);
    CAPTURE(found.accuracy);
    CHECK(saved > .5);
    CHECK(saved < .7);
    CHECK(marginals.last_accuracy - found.accuracy < .02);
    CHECK(std::abs(found.cost / .1 / row.cost - 1) < .05);
    CHECK(std::abs(found.accuracy - row.accuracy) < .005);
  }
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

TEST_CASE("SplitEE's data sets: the best split moves from layer 1 to layer 3 between o = .30 and .35") {
  for (ConfidenceMarginals marginals : {imdb, yelp}) {
    CAPTURE(marginals.rows);
    marginals.rows = 10000;
    const SampleTrace trace = made_up(marginals);
    CHECK(best_arm(trace, .30) == 1);
    CHECK(best_arm(trace, .35) == 3);
    CHECK(best_arm(trace, .50) == 3);
  }
}

TEST_CASE("SplitEE's IMDb: at o = 5 lambda the cost falls as published and the accuracy hardly") {
  check_headline(imdb, {{"splitee", 4.0088, .82212}, {"splitee_s", 4.3128, .82172}});
}

TEST_CASE("SplitEE's Yelp: at o = 5 lambda the cost falls as published and the accuracy hardly") {
  check_headline(yelp, {{"splitee", 3.8011, .76704}, {"splitee_s", 4.1807, .76699}});
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

TEST_CASE("SplitEE's data sets: the regret of 2,000 samples is near the published one") {
  // Published, means of 20 orders: 162.0 and 65.2 (IMDb).
  const SampleTrace trace = made_up(imdb);
  const double best = of_arm(trace, .5, 3).reward;
  const auto regret = [&](const std::string& policy) {
    double sum = 0;
    for (std::uint32_t seed = 0; seed < 20; ++seed) {
      auto order = numpy_permutation(seed, imdb.rows);
      order.resize(2000);
      sum += 2000 * (best - replayed(trace, {.offload = .5}, {.name = policy}, order).reward);
    }
    return sum / 20;
  };
  CHECK(std::abs(regret("splitee") / 162.0 - 1) < .1);
  CHECK(std::abs(regret("splitee_s_released") / 65.2 - 1) < .1);
}
