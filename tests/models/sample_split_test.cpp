#include "models/sample_split.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <iterator>

using namespace splitscape;

namespace {

std::vector<std::uint32_t> all_rows(const SampleSplit& split) {
  std::vector<std::uint32_t> all;
  std::merge(split.requests.begin(), split.requests.end(), split.calibration.begin(), split.calibration.end(),
             std::back_inserter(all));
  return all;
}

}  // namespace

TEST_CASE("every row is in one part and each part keeps the order of the trace") {
  for (const double share : {0.0, 0.1, 0.5, 0.99, 1.0}) {
    CAPTURE(share);
    const SampleSplit split = split_samples(200, share, 1, "net");
    CHECK(split.calibration.size() == calibration_rows(200, share));
    CHECK(std::is_sorted(split.requests.begin(), split.requests.end()));
    CHECK(std::is_sorted(split.calibration.begin(), split.calibration.end()));
    const auto all = all_rows(split);
    REQUIRE(all.size() == 200);
    for (std::uint32_t row = 0; row < 200; ++row) CHECK(all[row] == row);
  }
}

TEST_CASE("a share of rows is rounded to the nearest") {
  CHECK(calibration_rows(10, 0.24) == 2);
  CHECK(calibration_rows(10, 0.26) == 3);
  CHECK(calibration_rows(872, 0.2) == 174);
  CHECK(calibration_rows(3, 0.1) == 0);
}

TEST_CASE("the rows that are set apart depend on the seed and on whose they are and on nothing else") {
  const auto apart = [](std::uint64_t seed, std::string_view owner) {
    return split_samples(100, 0.3, seed, owner).calibration;
  };
  CHECK(apart(1, "net") == apart(1, "net"));
  CHECK(apart(1, "net") != apart(2, "net"));
  CHECK(apart(1, "net") != apart(1, "other"));
}

TEST_CASE("each row is as likely to be set apart as any other") {
  // 2,000 seeds, a fifth of 25 rows: 400 for each, standard deviation 17.9; five of them are 89.
  std::vector<int> times(25);
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    for (const auto row : split_samples(25, 0.2, seed, "net").calibration) ++times[row];
  }
  for (const int count : times) CHECK(std::abs(count - 400) < 89);
}

TEST_CASE("a trace of some rows of another one is those rows with all that is known of them") {
  SampleTrace trace(1, true, true, true, 2);
  trace.set_classes(7);
  for (int row = 0; row < 4; ++row) {
    trace.add({{.confidence = 0.1 * row, .prediction = row, .correct = Correctness::right, .entropy = 1.0 * row}},
              {1.0 * row, 10.0 * row});
  }
  const SampleTrace part = rows_of(trace, {3, 1});
  REQUIRE(part.rows() == 2);
  CHECK(part.classes() == 7);
  CHECK(part.has_confidences());
  CHECK(part.has_predictions());
  CHECK(part.has_entropies());
  CHECK((part.at(0, 1) == trace.at(3, 1)));
  CHECK((part.at(1, 1) == trace.at(1, 1)));
  CHECK(part.features(0)[1] == 30);
  CHECK(part.features(1)[0] == 1);
}
