#include "models/training/trainable_layer.hpp"

#include <fmt/format.h>

#include <Eigen/Core>
#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/training/weight_matrix.hpp"

namespace splitscape {
namespace {

template <class Scalar>
using Row = Eigen::Map<Eigen::Array<Scalar, Eigen::Dynamic, 1>>;
template <class Scalar>
using ConstantRow = Eigen::Map<const Eigen::Array<Scalar, Eigen::Dynamic, 1>>;

Eigen::Index index(std::size_t size) {
  return static_cast<Eigen::Index>(size);
}

template <class Scalar>
void apply_relu(Scalar* values, std::size_t count) {
  Row<Scalar> row(values, index(count));
  row = row.max(Scalar{0});
}

/// What is behind the ReLU only learns where it let something through.
template <class Scalar>
void undo_relu(const Scalar* out, Scalar* d_out, std::size_t count) {
  Row<Scalar> row(d_out, index(count));
  row *= (ConstantRow<Scalar>(out, index(count)) > Scalar{0}).template cast<Scalar>();
}

/// gradient += sums of the rows.
template <class Scalar>
void add_row_sums(const Scalar* values, std::size_t rows, std::size_t columns, Scalar* gradient) {
  for (std::size_t row = 0; row < rows; ++row)
    gradient[row] += ConstantRow<Scalar>(values + row * columns, index(columns)).sum();
}

// ---- fully connected

template <class Scalar>
class FullyConnected final : public TrainableLayer<Scalar> {
 public:
  FullyConnected(std::unique_ptr<WeightMatrix<Scalar>> matrix, bool relu)
      : matrix_(std::move(matrix)), relu_(relu) {}

  std::size_t inputs() const override { return matrix_->inputs(); }
  std::size_t outputs() const override { return matrix_->outputs(); }
  std::size_t weights() const override { return matrix_->size(); }
  std::size_t biases() const override { return matrix_->outputs(); }
  double fan_in() const override { return matrix_->fan_in(); }
  std::size_t index_bytes() const override { return matrix_->index_bytes(); }
  double macs() const override { return static_cast<double>(matrix_->size()); }

  void forward(const Scalar* parameters, const Scalar* in, Scalar* out, std::size_t samples,
               Scalar* /*scratch*/) const override {
    matrix_->forward(parameters, parameters + weights(), in, out, samples);
    if (relu_) apply_relu(out, outputs() * samples);
  }

  void backward(const Scalar* parameters, const Scalar* in, const Scalar* out, Scalar* d_out, Scalar* d_in,
                Scalar* gradient, std::size_t samples, Scalar* /*scratch*/) const override {
    if (relu_) undo_relu(out, d_out, outputs() * samples);
    matrix_->add_gradient(in, d_out, gradient, samples);
    add_row_sums(d_out, outputs(), samples, gradient + weights());
    if (d_in != nullptr) matrix_->backward(parameters, d_out, d_in, samples);
  }

 private:
  std::unique_ptr<WeightMatrix<Scalar>> matrix_;
  bool relu_;
};

// ---- convolution

/// Multiplies its weights with the patches of the image that the windows see: a row a point of the window in
/// a channel, a column a position and sample.
template <class Scalar>
class Convolution final : public TrainableLayer<Scalar> {
 public:
  Convolution(const TrainedLayer& layer, const TensorShape& input,
              std::unique_ptr<WeightMatrix<Scalar>> matrix)
      : input_(input),
        output_(output_of(layer, input)),
        kernel_(layer.kernel),
        padding_(layer.padding),
        relu_(layer.relu),
        matrix_(std::move(matrix)) {}

  std::size_t inputs() const override { return input_.size(); }
  std::size_t outputs() const override { return output_.size(); }
  std::size_t weights() const override { return matrix_->size(); }
  std::size_t biases() const override { return output_.channels; }
  double fan_in() const override { return matrix_->fan_in(); }
  std::size_t index_bytes() const override { return matrix_->index_bytes(); }
  double macs() const override {
    return static_cast<double>(matrix_->size()) * static_cast<double>(output_.positions());
  }
  std::size_t scratch(std::size_t samples) const override {
    return matrix_->inputs() * output_.positions() * samples;
  }

  void forward(const Scalar* parameters, const Scalar* in, Scalar* out, std::size_t samples,
               Scalar* scratch) const override {
    gather(in, scratch, samples);
    matrix_->forward(parameters, parameters + weights(), scratch, out, output_.positions() * samples);
    if (relu_) apply_relu(out, outputs() * samples);
  }

  void backward(const Scalar* parameters, const Scalar* in, const Scalar* out, Scalar* d_out, Scalar* d_in,
                Scalar* gradient, std::size_t samples, Scalar* scratch) const override {
    const std::size_t columns = output_.positions() * samples;
    if (relu_) undo_relu(out, d_out, outputs() * samples);
    gather(in, scratch, samples);
    matrix_->add_gradient(scratch, d_out, gradient, columns);
    add_row_sums(d_out, output_.channels, columns, gradient + weights());
    if (d_in == nullptr) return;
    matrix_->backward(parameters, d_out, scratch, columns);
    std::fill_n(d_in, inputs() * samples, Scalar{0});
    scatter(scratch, d_in, samples);
  }

 private:
  /// Calls with the row of the patches, a row of the output, and what of the image that row sees at this
  /// point of the window: outputs first .. first+count-1 see the values from `offset` on, the others padding.
  template <class Work>
  void for_all_runs(Work&& work) const {
    std::size_t row = 0;
    for (std::size_t channel = 0; channel < input_.channels; ++channel) {
      for (std::size_t y = 0; y < kernel_; ++y) {
        for (std::size_t x = 0; x < kernel_; ++x, ++row) {
          const std::size_t first = x >= padding_ ? 0 : padding_ - x;
          const std::size_t end = std::min<std::size_t>(output_.width, input_.width + padding_ - x);
          for (std::size_t line = 0; line < output_.height; ++line) {
            const bool inside = line + y >= padding_ && line + y < input_.height + padding_ && first < end;
            const std::size_t offset =
                inside ? (channel * input_.height + line + y - padding_) * input_.width + first + x - padding_
                       : 0;
            work(row, line, offset, first, inside ? end - first : 0);
          }
        }
      }
    }
  }

  void gather(const Scalar* image, Scalar* patches, std::size_t samples) const {
    const std::size_t line_size = output_.width * samples;
    for_all_runs(
        [&](std::size_t row, std::size_t line, std::size_t offset, std::size_t first, std::size_t count) {
          Scalar* to = patches + (row * output_.height + line) * line_size;
          if (count == 0) {
            std::fill_n(to, line_size, Scalar{0});
            return;
          }
          to = std::fill_n(to, first * samples, Scalar{0});
          to = std::copy_n(image + offset * samples, count * samples, to);
          std::fill_n(to, (output_.width - first - count) * samples, Scalar{0});
        });
  }

  void scatter(const Scalar* patches, Scalar* image, std::size_t samples) const {
    for_all_runs(
        [&](std::size_t row, std::size_t line, std::size_t offset, std::size_t first, std::size_t count) {
          const Scalar* from = patches + ((row * output_.height + line) * output_.width + first) * samples;
          Row<Scalar>(image + offset * samples, index(count * samples)) +=
              ConstantRow<Scalar>(from, index(count * samples));
        });
  }

  TensorShape input_;
  TensorShape output_;
  std::size_t kernel_;
  std::size_t padding_;
  bool relu_;
  std::unique_ptr<WeightMatrix<Scalar>> matrix_;
};

/// A connection of channels is one weight a point of the window.
ConnectionPattern of_windows(const ConnectionPattern& channels, std::uint32_t points) {
  std::vector<std::size_t> starts{0};
  std::vector<std::uint32_t> left;
  for (std::size_t right = 0; right < channels.outputs(); ++right) {
    for (const std::uint32_t channel : channels.row(right)) {
      for (std::uint32_t point = 0; point < points; ++point) left.push_back(channel * points + point);
    }
    starts.push_back(left.size());
  }
  return {channels.inputs() * points, std::move(starts), std::move(left)};
}

// ---- pooling

template <class Scalar>
class MaxPooling final : public TrainableLayer<Scalar> {
 public:
  MaxPooling(const TrainedLayer& layer, const TensorShape& input)
      : input_(input), output_(output_of(layer, input)), window_(layer.kernel), stride_(layer.stride) {}

  std::size_t inputs() const override { return input_.size(); }
  std::size_t outputs() const override { return output_.size(); }

  void forward(const Scalar* /*parameters*/, const Scalar* in, Scalar* out, std::size_t samples,
               Scalar* /*scratch*/) const override {
    std::fill_n(out, outputs() * samples, std::numeric_limits<Scalar>::lowest());
    for_all_points([&](std::size_t from, std::size_t to) {
      Row<Scalar> most(out + to * samples, index(samples));
      most = most.max(ConstantRow<Scalar>(in + from * samples, index(samples)));
    });
  }

  /// Of equal values in a window the first one learns.
  void backward(const Scalar* /*parameters*/, const Scalar* in, const Scalar* out, Scalar* d_out,
                Scalar* d_in, Scalar* /*gradient*/, std::size_t samples, Scalar* /*scratch*/) const override {
    if (d_in == nullptr) return;
    std::fill_n(d_in, inputs() * samples, Scalar{0});
    for_all_points([&](std::size_t from, std::size_t to) {
      for (std::size_t sample = 0; sample < samples; ++sample) {
        if (in[from * samples + sample] != out[to * samples + sample]) continue;
        d_in[from * samples + sample] += std::exchange(d_out[to * samples + sample], Scalar{0});
      }
    });
  }

 private:
  /// Calls with the place of a value and that of the window it stands in, window by window.
  template <class Work>
  void for_all_points(Work&& work) const {
    std::size_t to = 0;
    for (std::size_t channel = 0; channel < input_.channels; ++channel) {
      for (std::size_t line = 0; line < output_.height; ++line) {
        for (std::size_t place = 0; place < output_.width; ++place, ++to) {
          const std::size_t bottom = std::min<std::size_t>(line * stride_ + window_, input_.height);
          const std::size_t end = std::min<std::size_t>(place * stride_ + window_, input_.width);
          for (std::size_t y = line * stride_; y < bottom; ++y) {
            for (std::size_t x = place * stride_; x < end; ++x)
              work((channel * input_.height + y) * input_.width + x, to);
          }
        }
      }
    }
  }

  TensorShape input_;
  TensorShape output_;
  std::size_t window_;
  std::size_t stride_;
};

template <class Scalar>
std::unique_ptr<WeightMatrix<Scalar>> matrix_of(std::size_t inputs, std::size_t outputs, std::uint32_t points,
                                                const ConnectionPattern* pattern) {
  if (pattern == nullptr) return dense_matrix<Scalar>(inputs * points, outputs);
  if (pattern->inputs() != inputs || pattern->outputs() != outputs) {
    throw std::invalid_argument(fmt::format("a pattern of {} to {} neurons for a junction of {} to {}",
                                            pattern->inputs(), pattern->outputs(), inputs, outputs));
  }
  return sparse_matrix<Scalar>(points == 1 ? *pattern : of_windows(*pattern, points));
}

}  // namespace

template <class Scalar>
std::unique_ptr<TrainableLayer<Scalar>> make_layer(const TrainedLayer& layer, const TensorShape& input,
                                                   const ConnectionPattern* pattern) {
  switch (layer.op) {
    case TrainedOp::fully_connected:
      return std::make_unique<FullyConnected<Scalar>>(
          matrix_of<Scalar>(input.size(), layer.outputs, 1, pattern), layer.relu);
    case TrainedOp::convolution:
      return std::make_unique<Convolution<Scalar>>(
          layer, input,
          matrix_of<Scalar>(input.channels, layer.outputs, layer.kernel * layer.kernel, pattern));
    case TrainedOp::max_pooling:
      return std::make_unique<MaxPooling<Scalar>>(layer, input);
  }
  throw std::invalid_argument("no such layer");
}

template std::unique_ptr<TrainableLayer<float>> make_layer(const TrainedLayer&, const TensorShape&,
                                                           const ConnectionPattern*);
template std::unique_ptr<TrainableLayer<double>> make_layer(const TrainedLayer&, const TensorShape&,
                                                            const ConnectionPattern*);

}  // namespace splitscape
