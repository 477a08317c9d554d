#include "analysis/batch_means.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "analysis/statistics/mean_interval.hpp"
#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

// Student's t at .975 with two degrees of freedom, in closed form (4.303 in the tables).
const double t_two = 0.95 / std::sqrt(2 * 0.975 * 0.025);

bool same(double value, double expected) {
  return value == doctest::Approx(expected).epsilon(1e-12);
}

/// The means of whole batches of so many values.
std::vector<double> batch_means(const std::vector<double>& values, std::size_t size) {
  std::vector<double> means;
  for (std::size_t first = 0; first + size <= values.size(); first += size) {
    double sum = 0;
    for (std::size_t i = first; i < first + size; ++i) sum += values[i];
    means.push_back(sum / static_cast<double>(size));
  }
  return means;
}

/// How often in 1000 replications of 20000 values the interval covers the mean of an AR(1) process: 0, with
/// x_t = phi x_(t-1) + e_t and standard normal e_t, from its stationary law on.
int covered(double phi) {
  int count = 0;
  for (std::uint64_t replication = 0; replication < 1000; ++replication) {
    RandomStream random(StreamName{.seed = 42, .run = replication});
    BatchMeans values;
    double x = random.normal() / std::sqrt(1 - phi * phi);
    for (int i = 0; i < 20000; ++i) {
      values.add(x);
      x = phi * x + random.normal();
    }
    if (std::abs(*values.mean()) <= *values.half_width()) ++count;
  }
  return count;
}

}  // namespace

// ---- a stream

TEST_CASE("a stream without values has neither a mean nor a half-width") {
  const BatchMeans values;
  CHECK(values.count() == 0);
  CHECK_FALSE(values.mean());
  CHECK_FALSE(values.half_width());
}

TEST_CASE("a stream of one value has a mean and no half-width") {
  BatchMeans values;
  values.add(7);
  CHECK(values.count() == 1);
  CHECK(values.mean() == 7);
  CHECK_FALSE(values.half_width());
}

TEST_CASE("the mean of a stream is that of all its values") {
  BatchMeans values;
  for (int i = 1; i <= 100000; ++i) {
    values.add(i);
    if (i % 997 == 0) CHECK(*values.mean() == (i + 1) / 2.0);
  }
  CHECK(values.count() == 100000);
}

TEST_CASE("the half-width of fewer than 64 values is that of the values") {
  BatchMeans values;
  values.add(1);
  values.add(2);
  values.add(4);
  CHECK(same(*values.half_width(), t_two * std::sqrt(7.0 / 9)));
}

TEST_CASE("batches double in size so that there are always 32 to 63") {
  RandomStream random(9);
  std::vector<double> all;
  BatchMeans values;
  std::size_t size = 1;
  for (int i = 0; i < 5000; ++i) {
    all.push_back(random.exponential(3));
    values.add(all.back());
    if (all.size() / size == 64) size *= 2;
    if (all.size() < 2 || i % 7 != 0) continue;
    CAPTURE(i);
    // What is left over at the end fills no batch and does not count.
    CHECK(same(*values.half_width(), *half_width_of_mean(batch_means(all, size))));
  }
  CHECK(size == 128);  // 5000 values are 39 batches of 128
}

TEST_CASE("the interval of an AR(1) process with phi = .5 covers its mean in 93 to 97 of 100 cases") {
  const int count = covered(0.5);
  CHECK(count >= 930);
  CHECK(count <= 970);
}

TEST_CASE("the interval of an AR(1) process with phi = .9 covers its mean in 93 to 97 of 100 cases") {
  const int count = covered(0.9);
  CHECK(count >= 930);
  CHECK(count <= 970);
}
