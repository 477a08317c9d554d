#include "models/sample_trace.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>

using namespace splitscape;

namespace {

using Messages = std::vector<std::string>;

/// What became of the rows that left at one exit.
struct Tally {
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::size_t unknown = 0;

  std::size_t rows() const { return right + wrong + unknown; }
  friend bool operator==(const Tally&, const Tally&) = default;
};

/// Sends every row through a threshold rule: it leaves at the first exit that is so confident.
std::vector<Tally> tallies(const SampleTrace& trace, double threshold) {
  std::vector<Tally> left(trace.exits());
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    std::size_t exit = 1;
    while (exit < trace.exits() && trace.at(row, exit).confidence < threshold) ++exit;
    switch (trace.at(row, exit).correct) {
      case Correctness::right:
        ++left[exit - 1].right;
        break;
      case Correctness::wrong:
        ++left[exit - 1].wrong;
        break;
      case Correctness::unknown:
        ++left[exit - 1].unknown;
        break;
    }
  }
  return left;
}

std::size_t right_of_all(const std::vector<Tally>& left) {
  std::size_t right = 0;
  for (const Tally& tally : left) right += tally.right;
  return right;
}

/// Between one and six shares that sum to 1; some may be zero.
std::vector<double> random_shares(std::mt19937_64& random) {
  std::vector<double> shares(1 + random() % 6);
  double sum = 0;
  for (double& share : shares) sum += share = static_cast<double>(random() % 1000);
  if (sum == 0) sum = shares.front() = 1;
  for (double& share : shares) share /= sum;
  return shares;
}

double random_part(std::mt19937_64& random) {
  return static_cast<double>(random() % 1001) / 1000;
}

}  // namespace

TEST_CASE("a trace gives back the rows it was given") {
  SampleTrace trace(2, true, true);
  CHECK(trace.rows() == 0);
  const ExitOutcome doubtful{.confidence = 0.4, .prediction = 3, .correct = Correctness::wrong};
  const ExitOutcome sure{.confidence = 0.9, .prediction = 7, .correct = Correctness::right};
  trace.add({doubtful, sure});
  trace.add({sure, sure});
  REQUIRE(trace.exits() == 2);
  REQUIRE(trace.rows() == 2);
  CHECK((trace.at(0, 1) == doubtful));
  CHECK((trace.at(0, 2) == sure));
  CHECK((trace.at(1, 1) == sure));
}

TEST_CASE("a trace says what its columns mean") {
  CHECK(SampleTrace(1, true, false).has_confidences());
  CHECK_FALSE(SampleTrace(1, true, false).has_predictions());
  CHECK_FALSE(SampleTrace(1, false, true).has_confidences());
  CHECK(SampleTrace(1, false, true).has_predictions());
}

TEST_CASE("a trace without exits is refused") {
  CHECK_THROWS_WITH_AS(SampleTrace(0, true, true), "a trace needs at least one exit", std::invalid_argument);
}

TEST_CASE("a row of another length is refused and leaves the trace as it was") {
  SampleTrace trace(2, true, true);
  CHECK_THROWS_WITH_AS(trace.add({{}, {}, {}}), "a row with 3 exits in a trace of 2", std::invalid_argument);
  CHECK(trace.rows() == 0);
}

TEST_CASE("a trace gives back the features of its rows") {
  SampleTrace trace(1, true, false, false, 2);
  trace.add({{}}, {0.5, -3});
  trace.add({{}}, {7, 8});
  CHECK(trace.feature_count() == 2);
  CHECK(trace.features(0)[1] == -3);
  CHECK(trace.features(1)[0] == 7);
  CHECK_THROWS_WITH_AS(trace.add({{}}, {1}), "a row with 1 features in a trace of 2", std::invalid_argument);
  CHECK(trace.rows() == 2);
  CHECK(SampleTrace(1, true, false).features(0).empty());
}

TEST_CASE("the entropy of two classes is that of a coin") {
  CHECK(binary_entropy(0.5) == doctest::Approx(std::log(2.0)).epsilon(1e-15));
  CHECK(binary_entropy(1) == 0);
  CHECK(binary_entropy(0) == 0);
  CHECK(binary_entropy(0.8) == doctest::Approx(-0.8 * std::log(0.8) - 0.2 * std::log(0.2)).epsilon(1e-14));
}

TEST_CASE("of two classes the entropies follow from the confidences") {
  SampleTrace trace(2, true, true, false, 1);
  trace.set_classes(2);
  trace.add({{.confidence = 0.5, .prediction = 1}, {.confidence = 0.9}}, {4});
  const SampleTrace told = with_binary_entropies(trace);
  CHECK(told.has_entropies());
  CHECK(told.classes() == 2);
  CHECK(told.features(0)[0] == 4);
  CHECK(told.at(0, 1).entropy == binary_entropy(0.5));
  CHECK(told.at(0, 1).prediction == 1);
  CHECK(told.at(0, 2).entropy == binary_entropy(0.9));
}

TEST_CASE("entropies do not follow from confidences of more classes or of none or below a half") {
  SampleTrace trace(1, true, false);
  trace.add({{.confidence = 0.4}});
  CHECK_FALSE(with_binary_entropies(trace).has_entropies());  // classes unknown
  trace.set_classes(3);
  CHECK_FALSE(with_binary_entropies(trace).has_entropies());
  trace.set_classes(2);
  CHECK_FALSE(with_binary_entropies(trace).has_entropies());  // .4 is the larger of no two probabilities
  SampleTrace predictions(1, false, true);
  predictions.set_classes(2);
  predictions.add({{.prediction = 1}});
  CHECK_FALSE(with_binary_entropies(predictions).has_entropies());
  SampleTrace own(1, true, false, true);
  own.set_classes(2);
  own.add({{.confidence = 0.9, .entropy = 0.7}});
  CHECK(with_binary_entropies(own).at(0, 1).entropy == 0.7);
}

TEST_CASE("published shares become as many rows and every threshold gives them back") {
  // Of ten rows five leave at exit 1, three at exit 2, two at the end; of those 4, 2 and 1 are right.
  const SampleTrace trace =
      trace_from_shares({.shares = {0.5, 0.3, 0.2}, .accuracy = {0.8, 0.6, 0.5}, .rows = 10});
  CHECK(trace.has_confidences());
  CHECK_FALSE(trace.has_predictions());
  REQUIRE(trace.exits() == 3);
  REQUIRE(trace.rows() == 10);
  const std::vector<Tally> expected{
      {.right = 4, .wrong = 1}, {.right = 2, .wrong = 1}, {.right = 1, .wrong = 1}};
  for (const double threshold : {1e-9, 0.5, 1.0}) CHECK((tallies(trace, threshold) == expected));
}

TEST_CASE("whether an answer is right is known only at the exit where the sample left") {
  const SampleTrace trace = trace_from_shares({.shares = {0, 1, 0}, .accuracy = {1.0}, .rows = 1});
  CHECK((trace.at(0, 1) == ExitOutcome{.confidence = 0, .correct = Correctness::unknown}));
  CHECK((trace.at(0, 2) == ExitOutcome{.confidence = 1, .correct = Correctness::right}));
  CHECK((trace.at(0, 3) == ExitOutcome{.confidence = 1, .correct = Correctness::unknown}));
}

TEST_CASE("a single accuracy is spread over the exits in proportion") {
  // 7 of 10 rows: 3.5, 2.1 and 1.4 for exits of 5, 3 and 2 rows; the largest remainder gets the last one.
  const SampleTrace trace = trace_from_shares({.shares = {0.5, 0.3, 0.2}, .accuracy = {0.7}, .rows = 10});
  const std::vector<Tally> expected{
      {.right = 4, .wrong = 1}, {.right = 2, .wrong = 1}, {.right = 1, .wrong = 1}};
  CHECK((tallies(trace, 1.0) == expected));
}

TEST_CASE("without an accuracy nothing is known of the answers") {
  const SampleTrace trace = trace_from_shares({.shares = {0.5, 0.5}, .rows = 4});
  CHECK((tallies(trace, 1.0) == std::vector<Tally>{{.unknown = 2}, {.unknown = 2}}));
}

TEST_CASE("what rounding leaves over goes to the largest remainder") {
  // 4.04, 4.04 and 1.92 rows.
  const auto left = tallies(trace_from_shares({.shares = {0.404, 0.404, 0.192}, .rows = 10}), 1.0);
  CHECK(left[0].rows() == 4);
  CHECK(left[1].rows() == 4);
  CHECK(left[2].rows() == 2);
}

TEST_CASE("shares that a publication rounded are scaled to fill all rows") {
  const auto left = tallies(trace_from_shares({.shares = {0.4998, 0.4998}, .rows = 1000}), 1.0);
  CHECK(left[0].rows() == 500);
  CHECK(left[1].rows() == 500);
}

TEST_CASE("shares of any publication are met to one row and add up") {
  std::mt19937_64 random(1);
  for (int trial = 0; trial < 1000; ++trial) {
    const auto shares = random_shares(random);
    const std::size_t rows = 1 + random() % 500;
    const SampleTrace trace = trace_from_shares({.shares = shares, .rows = rows});
    CHECK(trace.rows() == rows);
    const auto left = tallies(trace, 0.5);
    for (std::size_t k = 0; k < shares.size(); ++k) {
      const double wanted = shares[k] * static_cast<double>(rows);
      CHECK(std::abs(static_cast<double>(left[k].rows()) - wanted) < 1.0);
    }
  }
}

TEST_CASE("a single accuracy of any publication is met to half a row") {
  std::mt19937_64 random(2);
  for (int trial = 0; trial < 1000; ++trial) {
    const double accuracy = random_part(random);
    const std::size_t rows = 1 + random() % 500;
    const SampleTrace trace =
        trace_from_shares({.shares = random_shares(random), .accuracy = {accuracy}, .rows = rows});
    const auto right = static_cast<double>(right_of_all(tallies(trace, 0.5)));
    CHECK(std::abs(right - accuracy * static_cast<double>(rows)) <= 0.5 + 1e-9);
  }
}

TEST_CASE("an accuracy an exit is met to half a row at every exit") {
  std::mt19937_64 random(3);
  for (int trial = 0; trial < 1000; ++trial) {
    PublishedShares published{.shares = random_shares(random), .rows = 1 + random() % 500};
    for (std::size_t k = 0; k < published.shares.size(); ++k)
      published.accuracy.push_back(random_part(random));
    if (published.accuracy.size() == 1) continue;  // one over all, see above
    const auto left = tallies(trace_from_shares(published), 0.5);
    for (std::size_t k = 0; k < left.size(); ++k) {
      const double wanted = published.accuracy[k] * static_cast<double>(left[k].rows());
      CHECK(std::abs(static_cast<double>(left[k].right) - wanted) <= 0.5 + 1e-9);
    }
  }
}

TEST_CASE("sound published shares have no defects") {
  CHECK(defects({.shares = {0.6, 0.4}}, 2) == Messages{});
  CHECK(defects({.shares = {0.6, 0.4}, .accuracy = {0.9}}, 2) == Messages{});
  CHECK(defects({.shares = {0.0, 1.0}, .accuracy = {0.0, 1.0}, .rows = 1}, 2) == Messages{});
  CHECK(defects({.shares = {0.3333, 0.3333, 0.3333}}, 3) == Messages{});
}

TEST_CASE("published shares must be as many as the network has exits") {
  CHECK(defects({.shares = {0.6, 0.4}}, 3) ==
        Messages{"2 exit shares for a network with 3 exits (the end counts as one)"});
}

TEST_CASE("a share that is none is refused") {
  const Messages no_share{"an exit share must lie between 0 % and 100 %"};
  CHECK(defects({.shares = {1.2, -0.2}}, 2) == no_share);
  CHECK(defects({.shares = {std::numeric_limits<double>::quiet_NaN(), 1.0}}, 2) == no_share);
}

TEST_CASE("shares that leave samples out are refused") {
  CHECK(defects({.shares = {0.5, 0.4}}, 2) == Messages{"the exit shares sum to 90 %, not to 100 %"});
  CHECK(defects({.shares = {0.75, 0.375}}, 2) == Messages{"the exit shares sum to 112.5 %, not to 100 %"});
}

TEST_CASE("accuracies must be one over all or one an exit") {
  CHECK(defects({.shares = {0.5, 0.25, 0.25}, .accuracy = {0.9, 0.8}}, 3) ==
        Messages{"2 accuracies for 3 exits: give one over all, or one an exit"});
}

TEST_CASE("an accuracy that is none is refused") {
  const Messages no_accuracy{"an accuracy must lie between 0 % and 100 %"};
  CHECK(defects({.shares = {0.5, 0.5}, .accuracy = {0.9, 1.1}}, 2) == no_accuracy);
  CHECK(defects({.shares = {0.5, 0.5}, .accuracy = {-0.1}}, 2) == no_accuracy);
}

TEST_CASE("shares for no rows are refused") {
  CHECK(defects({.shares = {1.0}, .rows = 0}, 1) == Messages{"shares need at least one row"});
}

TEST_CASE("a trace of defective shares is refused with the first defect") {
  CHECK_THROWS_WITH_AS((void)trace_from_shares({.shares = {0.5, 0.4}, .rows = 0}),
                       "the exit shares sum to 90 %, not to 100 %", std::invalid_argument);
  CHECK_THROWS_WITH_AS((void)trace_from_shares({}), "the exit shares sum to 0 %, not to 100 %",
                       std::invalid_argument);
}
