#include "models/training/weight_matrix.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "models/random_stream.hpp"

using namespace splitscape;

namespace {

constexpr std::array<std::size_t, 9> column_counts{1, 3, 31, 32, 33, 64, 65, 100, 128};

std::size_t below(RandomStream& random, std::size_t limit) {
  return static_cast<std::size_t>(random.uniform() * static_cast<double>(limit));
}

/// Each connection is there with the same probability: rows and columns of any size, and empty ones.
ConnectionPattern any_pattern(std::uint32_t inputs, std::size_t outputs, double density,
                              RandomStream& random) {
  std::vector<std::size_t> starts{0};
  std::vector<std::uint32_t> left;
  for (std::size_t row = 0; row < outputs; ++row) {
    for (std::uint32_t column = 0; column < inputs; ++column)
      if (random.uniform() < density) left.push_back(column);
    starts.push_back(left.size());
  }
  return {inputs, std::move(starts), std::move(left)};
}

template <class Scalar>
std::vector<Scalar> normals(std::size_t count, RandomStream& random) {
  std::vector<Scalar> values(count);
  for (Scalar& value : values) value = static_cast<Scalar>(random.normal());
  return values;
}

/// A sparse matrix and the dense one with zeros where it has no weight.
template <class Scalar>
struct Pair {
  ConnectionPattern pattern;
  std::unique_ptr<WeightMatrix<Scalar>> sparse = sparse_matrix<Scalar>(pattern);
  std::unique_ptr<WeightMatrix<Scalar>> dense = dense_matrix<Scalar>(pattern.inputs(), pattern.outputs());

  /// Place in the dense matrix of each weight of the sparse one.
  std::vector<std::size_t> places() const {
    std::vector<std::size_t> found;
    for (std::size_t row = 0; row < pattern.outputs(); ++row)
      for (const std::uint32_t column : pattern.row(row)) found.push_back(row * pattern.inputs() + column);
    return found;
  }
  std::vector<Scalar> masked(const std::vector<Scalar>& weights) const {
    std::vector<Scalar> matrix(pattern.inputs() * pattern.outputs(), 0);
    const auto at = places();
    for (std::size_t k = 0; k < at.size(); ++k) matrix[at[k]] = weights[k];
    return matrix;
  }
};

/// A sum of n products in any order is off by n roundings of the sum of their sizes at most (Higham, Accuracy
/// and Stability of Numerical Algorithms, 2nd edition, section 3.1); two of them differ by twice that.
template <class Scalar>
void check_near(const std::vector<Scalar>& one, const std::vector<Scalar>& other,
                const std::vector<Scalar>& sizes, std::size_t terms) {
  REQUIRE(one.size() == other.size());
  const double rounding = std::numeric_limits<Scalar>::epsilon() * static_cast<double>(terms);
  std::size_t far = 0;
  for (std::size_t i = 0; i < one.size(); ++i) {
    const double apart = std::abs(static_cast<double>(one[i]) - static_cast<double>(other[i]));
    if (!(apart <= rounding * static_cast<double>(sizes[i]))) ++far;
  }
  CHECK(far == 0);
}

template <class Scalar>
std::vector<Scalar> sizes_of(std::vector<Scalar> values) {
  for (Scalar& value : values) value = std::abs(value);
  return values;
}

template <class Scalar>
void check_forward(const Pair<Scalar>& pair, std::size_t columns, RandomStream& random) {
  const auto weights = normals<Scalar>(pair.sparse->size(), random);
  const auto biases = normals<Scalar>(pair.pattern.outputs(), random);
  const auto in = normals<Scalar>(pair.pattern.inputs() * columns, random);
  // What is there before does not matter.
  std::vector<Scalar> sparse(pair.pattern.outputs() * columns, std::numeric_limits<Scalar>::quiet_NaN());
  std::vector<Scalar> dense = sparse;
  std::vector<Scalar> sizes = sparse;
  pair.sparse->forward(weights.data(), biases.data(), in.data(), sparse.data(), columns);
  pair.dense->forward(pair.masked(weights).data(), biases.data(), in.data(), dense.data(), columns);
  pair.dense->forward(sizes_of(pair.masked(weights)).data(), sizes_of(biases).data(), sizes_of(in).data(),
                      sizes.data(), columns);
  check_near(sparse, dense, sizes, 2 * (pair.pattern.inputs() + 1));
}

template <class Scalar>
void check_backward(const Pair<Scalar>& pair, std::size_t columns, RandomStream& random) {
  const auto weights = normals<Scalar>(pair.sparse->size(), random);
  const auto errors = normals<Scalar>(pair.pattern.outputs() * columns, random);
  std::vector<Scalar> sparse(pair.pattern.inputs() * columns, std::numeric_limits<Scalar>::quiet_NaN());
  std::vector<Scalar> dense = sparse;
  std::vector<Scalar> sizes = sparse;
  pair.sparse->backward(weights.data(), errors.data(), sparse.data(), columns);
  pair.dense->backward(pair.masked(weights).data(), errors.data(), dense.data(), columns);
  pair.dense->backward(sizes_of(pair.masked(weights)).data(), sizes_of(errors).data(), sizes.data(), columns);
  check_near(sparse, dense, sizes, 2 * (pair.pattern.outputs() + 1));
}

template <class Scalar>
void check_gradient(const Pair<Scalar>& pair, std::size_t columns, RandomStream& random) {
  const auto in = normals<Scalar>(pair.pattern.inputs() * columns, random);
  const auto errors = normals<Scalar>(pair.pattern.outputs() * columns, random);
  auto sparse = normals<Scalar>(pair.sparse->size(), random);  // it is added to
  auto dense = pair.masked(sparse);
  auto sizes = sizes_of(dense);
  pair.sparse->add_gradient(in.data(), errors.data(), sparse.data(), columns);
  pair.dense->add_gradient(in.data(), errors.data(), dense.data(), columns);
  pair.dense->add_gradient(sizes_of(in).data(), sizes_of(errors).data(), sizes.data(), columns);
  const auto at = pair.places();
  for (std::size_t k = 0; k < at.size(); ++k) {  // at[k] is k or behind it
    dense[k] = dense[at[k]];
    sizes[k] = sizes[at[k]];
  }
  dense.resize(at.size());
  sizes.resize(at.size());
  check_near(sparse, dense, sizes, 2 * (columns + 1));
}

template <class Scalar>
void check_random_pairs(std::uint64_t seed) {
  RandomStream random(seed);
  for (int trial = 0; trial < 60; ++trial) {
    const auto inputs = static_cast<std::uint32_t>(1 + below(random, 60));
    const std::size_t outputs = 1 + below(random, 60);
    const double density = trial % 10 == 0 ? 1 : random.uniform();
    const Pair<Scalar> pair{any_pattern(inputs, outputs, density, random)};
    REQUIRE(pair.sparse->size() == pair.pattern.connections());
    for (const std::size_t columns : column_counts) {
      CAPTURE(inputs);
      CAPTURE(outputs);
      CAPTURE(density);
      CAPTURE(columns);
      check_forward(pair, columns, random);
      check_backward(pair, columns, random);
      check_gradient(pair, columns, random);
    }
  }
}

}  // namespace

TEST_CASE("a sparse matrix multiplies as a masked dense one does in single precision") {
  check_random_pairs<float>(1);
}

TEST_CASE("a sparse matrix multiplies as a masked dense one does in double precision") {
  check_random_pairs<double>(2);
}

TEST_CASE("a dense matrix multiplies as the definition says") {
  // 2 x 3 times 3 x 2: every product is exact.
  const auto matrix = dense_matrix<double>(3, 2);
  const std::vector<double> weights{1, 2, 3, 4, 5, 6};
  const std::vector<double> biases{10, 20};
  const std::vector<double> in{1, -1, 2, 0, 3, 5};
  std::vector<double> out(4);
  matrix->forward(weights.data(), biases.data(), in.data(), out.data(), 2);
  CHECK(out == std::vector<double>{24, 24, 52, 46});
  const std::vector<double> errors{1, 2, -1, 3};
  std::vector<double> d_in(6);
  matrix->backward(weights.data(), errors.data(), d_in.data(), 2);
  CHECK(d_in == std::vector<double>{-3, 14, -3, 19, -3, 24});
  std::vector<double> gradient(6, 100);
  matrix->add_gradient(in.data(), errors.data(), gradient.data(), 2);
  CHECK(gradient == std::vector<double>{99, 102, 113, 96, 98, 112});
}

TEST_CASE("a weight matrix holds a weight a connection and says what its indices take") {
  RandomStream random(3);
  for (const double density : {0., .05, .5, 1.}) {
    const ConnectionPattern pattern = any_pattern(30, 20, density, random);
    const auto matrix = sparse_matrix<float>(pattern);
    CHECK(matrix->size() == pattern.connections());
    CHECK(matrix->inputs() == 30);
    CHECK(matrix->outputs() == 20);
    // A source each way and the place of the weight on the way back; where rows and columns start, and end.
    CHECK(matrix->index_bytes() == 12 * pattern.connections() + 4 * (20 + 1 + 30 + 1));
    CHECK(matrix->fan_in() == static_cast<double>(pattern.connections()) / 20);
  }
  const auto dense = dense_matrix<float>(30, 20);
  CHECK(dense->size() == 600);
  CHECK(dense->index_bytes() == 0);
  CHECK(dense->fan_in() == 30);
}
