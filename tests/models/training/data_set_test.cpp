#include "models/training/data_set.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "tests/support/idx_files.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Samples of two features: sample k has the label k and the values k, -k.
DataSet numbered(std::size_t samples) {
  DataSet data{.shape = {2, 1, 1}};
  for (std::size_t k = 0; k < samples; ++k) {
    data.labels.push_back(static_cast<std::int32_t>(k));
    data.values.push_back(static_cast<float>(k));
    data.values.push_back(-static_cast<float>(k));
  }
  return data;
}

void check_samples_whole(const DataSet& part) {
  REQUIRE(part.values.size() == 2 * part.samples());
  for (std::size_t k = 0; k < part.samples(); ++k) {
    CHECK(part.values[2 * k] == static_cast<float>(part.labels[k]));
    CHECK(part.values[2 * k + 1] == -static_cast<float>(part.labels[k]));
  }
}

}  // namespace

TEST_CASE("a data set has one class more than its largest label") {
  CHECK(DataSet{}.classes() == 0);
  CHECK(DataSet{.labels = {0}}.classes() == 1);
  CHECK(DataSet{.labels = {3, 7, 0}}.classes() == 8);
}

TEST_CASE("split: every sample is in one part, whole and in its order") {
  for (const double share : {.0, .1, .25, .5, 1.0}) {
    CAPTURE(share);
    const auto [kept, held_out] = split(numbered(40), share, 7);
    CHECK(held_out.samples() == static_cast<std::size_t>(40 * share));
    CHECK(kept.shape == TensorShape{2, 1, 1});
    CHECK(held_out.shape == TensorShape{2, 1, 1});
    for (const DataSet& part : {kept, held_out}) {
      check_samples_whole(part);
      CHECK(std::is_sorted(part.labels.begin(), part.labels.end()));
    }
    std::vector<std::int32_t> all;
    std::merge(kept.labels.begin(), kept.labels.end(), held_out.labels.begin(), held_out.labels.end(),
               std::back_inserter(all));
    CHECK(all == numbered(40).labels);
  }
}

TEST_CASE("split: the number of held-out samples is rounded") {
  CHECK(split(numbered(7), .2, 1).held_out.samples() == 1);    // 1.4
  CHECK(split(numbered(8), .2, 1).held_out.samples() == 2);    // 1.6
  CHECK(split(numbered(2), .1, 1).held_out.samples() == 0);    // 0.2
  CHECK(split(numbered(10), .25, 1).held_out.samples() == 3);  // 2.5
}

TEST_CASE("split: the seed says which samples are held out") {
  const auto held_out = [](std::uint64_t seed) { return split(numbered(1000), .1, seed).held_out.labels; };
  CHECK(held_out(1) == held_out(1));
  CHECK(held_out(1) != held_out(2));
}

TEST_CASE("split: over many seeds every sample is held out as often as any other") {
  constexpr int seeds = 2000;
  std::vector<int> times(20, 0);
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    for (const std::int32_t label : split(numbered(20), .25, seed).held_out.labels)
      ++times[static_cast<std::size_t>(label)];
  }
  // Binomial with p = 1/4: mean 500, deviation 19.4; five deviations.
  for (const int count : times) CHECK(std::abs(count - 500) < 97);
}

TEST_CASE("split: nothing is held out of nothing") {
  const auto [kept, held_out] = split(DataSet{.shape = {2, 1, 1}}, .5, 1);
  CHECK(kept.samples() == 0);
  CHECK(held_out.samples() == 0);
}

TEST_CASE("split: what is no share is refused") {
  CHECK_THROWS_WITH_AS(split(numbered(4), 1.5, 1), "a share of 1.5 cannot be held out",
                       std::invalid_argument);
  CHECK_THROWS_AS(split(numbered(4), -.1, 1), std::invalid_argument);
}

TEST_CASE("padded: zeros come behind the features of each sample") {
  const DataSet wide = padded(numbered(3), 4);
  CHECK(wide.shape == TensorShape{4, 1, 1});
  CHECK(wide.labels == numbered(3).labels);
  CHECK(wide.values == std::vector<float>{0, 0, 0, 0, 1, -1, 0, 0, 2, -2, 0, 0});
}

TEST_CASE("padded: an image becomes a vector, also where no zero is added") {
  const DataSet image{.shape = {1, 2, 2}, .values = {1, 2, 3, 4}, .labels = {0}};
  CHECK(padded(image, 4) == DataSet{.shape = {4, 1, 1}, .values = {1, 2, 3, 4}, .labels = {0}});
}

TEST_CASE("padded: features are not cut off") {
  CHECK_THROWS_WITH_AS(padded(numbered(1), 1), "samples of 2 features cannot be padded to 1",
                       std::invalid_argument);
}

TEST_CASE("made-up digits show the same signs whatever the seed, under other noise") {
  const DataSet one = made_up_digits(30, 8, 1);
  const DataSet other = made_up_digits(30, 8, 2);
  CHECK(one.shape == TensorShape{1, 8, 8});
  CHECK(one.values.size() == 30 * 64);
  CHECK(one.classes() == 10);
  CHECK(one == made_up_digits(30, 8, 1));
  CHECK(one.values != other.values);
  CHECK(made_up_digits(30, 8, 1, 0).values == made_up_digits(30, 8, 2, 0).values);
}
