#include "models/training/weight_matrix.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace splitscape {
namespace {

template <class Scalar>
using Matrix = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class Scalar>
using Constant = Eigen::Map<const Matrix<Scalar>>;
template <class Scalar>
using Mutable = Eigen::Map<Matrix<Scalar>>;

Eigen::Index index(std::size_t size) {
  return static_cast<Eigen::Index>(size);
}

// ---- dense

/// Eigen cuts a product in blocks that fit the caches it finds, and so sums in an order that depends on the
/// processor. With the same sizes everywhere (of a small core: 32 KiB, 256 KiB, 2 MiB) every machine sums
/// alike.
void fix_block_sizes() {
  static const bool done = [] {
    constexpr std::ptrdiff_t kibibyte = 1024;
    Eigen::setCpuCacheSizes(32 * kibibyte, 256 * kibibyte, 2048 * kibibyte);
    return true;
  }();
  static_cast<void>(done);
}

template <class Scalar>
class DenseMatrix final : public WeightMatrix<Scalar> {
 public:
  DenseMatrix(std::size_t inputs, std::size_t outputs) : inputs_(inputs), outputs_(outputs) {
    fix_block_sizes();
  }

  std::size_t size() const override { return inputs_ * outputs_; }
  std::size_t inputs() const override { return inputs_; }
  std::size_t outputs() const override { return outputs_; }
  std::size_t index_bytes() const override { return 0; }

  void forward(const Scalar* weights, const Scalar* biases, const Scalar* in, Scalar* out,
               std::size_t columns) const override {
    auto result = right(out, columns);
    result.noalias() = matrix(weights) * left(in, columns);
    result.colwise() += Eigen::Map<const Eigen::Matrix<Scalar, Eigen::Dynamic, 1>>(biases, index(outputs_));
  }

  void backward(const Scalar* weights, const Scalar* d_out, Scalar* d_in,
                std::size_t columns) const override {
    Mutable<Scalar>(d_in, index(inputs_), index(columns)).noalias() =
        matrix(weights).transpose() * right(d_out, columns);
  }

  void add_gradient(const Scalar* in, const Scalar* d_out, Scalar* gradient,
                    std::size_t columns) const override {
    Mutable<Scalar>(gradient, index(outputs_), index(inputs_)).noalias() +=
        right(d_out, columns) * left(in, columns).transpose();
  }

 private:
  Constant<Scalar> matrix(const Scalar* weights) const { return {weights, index(outputs_), index(inputs_)}; }
  Constant<Scalar> left(const Scalar* in, std::size_t columns) const {
    return {in, index(inputs_), index(columns)};
  }
  Constant<Scalar> right(const Scalar* out, std::size_t columns) const {
    return {out, index(outputs_), index(columns)};
  }
  Mutable<Scalar> right(Scalar* out, std::size_t columns) const {
    return {out, index(outputs_), index(columns)};
  }

  std::size_t inputs_;
  std::size_t outputs_;
};

// ---- sparse

/// Columns that are worked on at once: their sums stay in registers (8 of SSE in single precision).
constexpr std::size_t chunk_columns = 32;
/// Columns after which the next row follows, so that what is read stays in the cache for all rows.
constexpr std::size_t block_columns = 64;

template <class Scalar>
using Chunk = Eigen::Array<Scalar, static_cast<int>(chunk_columns), 1>;
template <class Scalar>
using Run = Eigen::Array<Scalar, Eigen::Dynamic, 1>;

/// The entries of each row of a sparse matrix: the row of what it multiplies, and the weight.
struct Rows {
  std::vector<std::uint32_t> starts{};  ///< where the entries of each row begin, and the end
  std::vector<std::uint32_t> sources{};
  std::vector<std::uint32_t> places{};  ///< of the weights; none: one after another

  std::size_t place(std::size_t entry) const { return places.empty() ? entry : places[entry]; }
  std::size_t bytes() const {
    return sizeof(std::uint32_t) * (starts.size() + sources.size() + places.size());
  }
};

/// Calls work(row, first column, columns) so that all rows see a block of columns before the next block. The
/// number of columns is chunk_columns wherever so many are left.
template <class Work>
void for_all(std::size_t rows, std::size_t columns, Work&& work) {
  for (std::size_t block = 0; block < columns; block += block_columns) {
    const std::size_t end = std::min(columns, block + block_columns);
    for (std::size_t row = 0; row < rows; ++row) {
      for (std::size_t first = block; first < end; first += chunk_columns)
        work(row, first, std::min(chunk_columns, end - first));
    }
  }
}

/// out = M in + starts, where M has these rows. @param start a value a row; null: zeros
template <class Scalar>
void multiply(const Rows& matrix, const Scalar* weights, const Scalar* start, const Scalar* in, Scalar* out,
              std::size_t columns) {
  for_all(matrix.starts.size() - 1, columns, [&](std::size_t row, std::size_t first, std::size_t count) {
    const Scalar from = start == nullptr ? Scalar{0} : start[row];
    Scalar* const to = out + row * columns + first;
    const auto add_all = [&](auto& sum, auto&& source) {
      sum.setConstant(from);
      for (std::size_t entry = matrix.starts[row]; entry < matrix.starts[row + 1]; ++entry)
        sum += weights[matrix.place(entry)] * source(in + matrix.sources[entry] * columns + first);
    };
    if (count == chunk_columns) {
      Chunk<Scalar> sum;
      add_all(sum, [](const Scalar* values) { return Eigen::Map<const Chunk<Scalar>>(values); });
      Eigen::Map<Chunk<Scalar>> result(to);
      result = sum;
    } else {
      Eigen::Map<Run<Scalar>> sum(to, index(count));
      add_all(sum,
              [count](const Scalar* values) { return Eigen::Map<const Run<Scalar>>(values, index(count)); });
    }
  });
}

template <class Scalar>
class SparseMatrix final : public WeightMatrix<Scalar> {
 public:
  explicit SparseMatrix(const ConnectionPattern& pattern) {
    rows_.starts.push_back(0);
    for (std::size_t right = 0; right < pattern.outputs(); ++right) {
      const auto row = pattern.row(right);
      rows_.sources.insert(rows_.sources.end(), row.begin(), row.end());
      rows_.starts.push_back(static_cast<std::uint32_t>(rows_.sources.size()));
    }
    columns_ = transposed(rows_, pattern.inputs());
  }

  std::size_t size() const override { return rows_.sources.size(); }
  std::size_t inputs() const override { return columns_.starts.size() - 1; }
  std::size_t outputs() const override { return rows_.starts.size() - 1; }
  std::size_t index_bytes() const override { return rows_.bytes() + columns_.bytes(); }

  void forward(const Scalar* weights, const Scalar* biases, const Scalar* in, Scalar* out,
               std::size_t columns) const override {
    multiply(rows_, weights, biases, in, out, columns);
  }

  void backward(const Scalar* weights, const Scalar* d_out, Scalar* d_in,
                std::size_t columns) const override {
    multiply<Scalar>(columns_, weights, nullptr, d_out, d_in, columns);
  }

  void add_gradient(const Scalar* in, const Scalar* d_out, Scalar* gradient,
                    std::size_t columns) const override {
    for_all(outputs(), columns, [&](std::size_t row, std::size_t first, std::size_t count) {
      const Scalar* const errors = d_out + row * columns + first;
      const auto add_all = [&](const auto& error, auto&& source) {
        for (std::size_t entry = rows_.starts[row]; entry < rows_.starts[row + 1]; ++entry)
          gradient[entry] += (error * source(in + rows_.sources[entry] * columns + first)).sum();
      };
      if (count == chunk_columns) {
        const Chunk<Scalar> error = Eigen::Map<const Chunk<Scalar>>(errors);
        add_all(error, [](const Scalar* values) { return Eigen::Map<const Chunk<Scalar>>(values); });
      } else {
        const Run<Scalar> error = Eigen::Map<const Run<Scalar>>(errors, index(count));
        add_all(error, [count](const Scalar* values) {
          return Eigen::Map<const Run<Scalar>>(values, index(count));
        });
      }
    });
  }

 private:
  static Rows transposed(const Rows& rows, std::size_t inputs) {
    Rows columns;
    columns.starts.assign(inputs + 1, 0);
    for (const std::uint32_t left : rows.sources) ++columns.starts[left + 1];
    for (std::size_t left = 0; left < inputs; ++left) columns.starts[left + 1] += columns.starts[left];
    columns.sources.resize(rows.sources.size());
    columns.places.resize(rows.sources.size());
    std::vector<std::uint32_t> next(columns.starts.begin(), columns.starts.end() - 1);
    for (std::uint32_t right = 0; right + 1 < rows.starts.size(); ++right) {
      for (std::uint32_t entry = rows.starts[right]; entry < rows.starts[right + 1]; ++entry) {
        const std::uint32_t place = next[rows.sources[entry]]++;
        columns.sources[place] = right;
        columns.places[place] = entry;
      }
    }
    return columns;
  }

  Rows rows_{};     ///< going forward: a row a right neuron
  Rows columns_{};  ///< going back: a row a left neuron
};

}  // namespace

template <class Scalar>
std::unique_ptr<WeightMatrix<Scalar>> dense_matrix(std::size_t inputs, std::size_t outputs) {
  return std::make_unique<DenseMatrix<Scalar>>(inputs, outputs);
}
template <class Scalar>
std::unique_ptr<WeightMatrix<Scalar>> sparse_matrix(const ConnectionPattern& pattern) {
  return std::make_unique<SparseMatrix<Scalar>>(pattern);
}

template std::unique_ptr<WeightMatrix<float>> dense_matrix(std::size_t, std::size_t);
template std::unique_ptr<WeightMatrix<double>> dense_matrix(std::size_t, std::size_t);
template std::unique_ptr<WeightMatrix<float>> sparse_matrix(const ConnectionPattern&);
template std::unique_ptr<WeightMatrix<double>> sparse_matrix(const ConnectionPattern&);

}  // namespace splitscape
