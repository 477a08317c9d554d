#include "models/training/trainable_layer.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include "models/random_stream.hpp"
#include "models/sparsity/structured_pattern.hpp"

using namespace splitscape;

namespace {

using Values = std::vector<double>;

/// Inputs are drawn anew until no value before a ReLU is nearer to 0, and no two largest values of a window
/// are nearer to each other. The step of the differences moves them by less than a tenth of that, so that no
/// kink is crossed: the layer is linear in each parameter and each input there, and the differences are exact
/// but for rounding.
constexpr double margin = 1e-3;
constexpr double step = 1e-5;

Values normals(std::size_t count, RandomStream& random) {
  Values values(count);
  for (double& value : values) value = random.normal();
  return values;
}

double at(const Values& values, std::size_t place, std::size_t sample, std::size_t samples) {
  return values[place * samples + sample];
}

/// The values of a window of max pooling, largest first.
Values window_of(const TrainedLayer& layer, const TensorShape& input, const Values& in, std::size_t samples,
                 std::size_t channel, std::size_t line, std::size_t place, std::size_t sample) {
  Values found;
  for (std::size_t y = line * layer.stride; y < line * layer.stride + layer.kernel; ++y)
    for (std::size_t x = place * layer.stride; x < place * layer.stride + layer.kernel; ++x)
      if (y < input.height && x < input.width)
        found.push_back(at(in, (channel * input.height + y) * input.width + x, sample, samples));
  std::sort(found.rbegin(), found.rend());
  return found;
}

/// The windows of all outputs of all samples, in the order of the output tensor.
std::vector<Values> windows_of(const TrainedLayer& layer, const TensorShape& input, const Values& in,
                               std::size_t samples) {
  const TensorShape output = output_of(layer, input);
  std::vector<Values> windows;
  for (std::size_t channel = 0; channel < output.channels; ++channel)
    for (std::size_t line = 0; line < output.height; ++line)
      for (std::size_t place = 0; place < output.width; ++place)
        for (std::size_t sample = 0; sample < samples; ++sample)
          windows.push_back(window_of(layer, input, in, samples, channel, line, place, sample));
  return windows;
}

/// A layer with parameters and inputs.
struct Trial {
  TrainedLayer layer;
  TensorShape input;
  const ConnectionPattern* pattern;
  std::size_t samples;
  std::unique_ptr<TrainableLayer<double>> made = make_layer<double>(layer, input, pattern);
  Values parameters{};
  Values in{};

  void draw(RandomStream& random) {
    parameters = normals(made->parameters(), random);
    in = normals(made->inputs() * samples, random);
  }
  Values out() const { return out_of(*made); }
  Values out_of(const TrainableLayer<double>& one) const {
    Values result(one.outputs() * samples, std::numeric_limits<double>::quiet_NaN());
    Values scratch(one.scratch(samples));
    one.forward(parameters.data(), in.data(), result.data(), samples, scratch.data());
    return result;
  }
  bool away_from_kinks() const {
    if (layer.op == TrainedOp::max_pooling) {
      const auto windows = windows_of(layer, input, in, samples);
      return std::all_of(windows.begin(), windows.end(), [](const Values& window) {
        return window.size() == 1 || window[0] - window[1] > margin;
      });
    }
    if (!layer.relu) return true;
    TrainedLayer before = layer;
    before.relu = false;
    const Values values = out_of(*make_layer<double>(before, input, pattern));
    return std::all_of(values.begin(), values.end(), [](double value) { return std::abs(value) > margin; });
  }
};

/// The derivatives of sum(weights x outputs) by parameters and inputs.
struct Derivatives {
  Values by_parameters{};
  Values by_inputs{};
};

Derivatives worked_out(const Trial& trial, const Values& weights) {
  const Values out = trial.out();
  Values d_out = weights;
  Values scratch(trial.made->scratch(trial.samples));
  Derivatives found{.by_parameters = Values(trial.made->parameters(), 0),
                    .by_inputs = Values(trial.in.size(), std::numeric_limits<double>::quiet_NaN())};
  trial.made->backward(trial.parameters.data(), trial.in.data(), out.data(), d_out.data(),
                       found.by_inputs.data(), found.by_parameters.data(), trial.samples, scratch.data());
  return found;
}

double loss(const Trial& trial, const Values& weights) {
  const Values out = trial.out();
  double sum = 0;
  for (std::size_t i = 0; i < out.size(); ++i) sum += weights[i] * out[i];
  return sum;
}

Values differences(Trial& trial, Values Trial::*values, const Values& weights) {
  Values found;
  for (double& value : trial.*values) {
    const double before = value;
    value = before + step;
    const double above = loss(trial, weights);
    value = before - step;
    const double below = loss(trial, weights);
    value = before;
    found.push_back((above - below) / (2 * step));
  }
  return found;
}

/// The largest difference, relative to the largest derivative of the kind.
double error_of(const Values& worked_out, const Values& differences) {
  REQUIRE(worked_out.size() == differences.size());
  double apart = 0;
  double largest = 0;
  for (std::size_t i = 0; i < worked_out.size(); ++i) {
    REQUIRE(std::isfinite(worked_out[i]));
    apart = std::max(apart, std::abs(worked_out[i] - differences[i]));
    largest = std::max(largest, std::abs(differences[i]));
  }
  if (worked_out.empty()) return 0;
  REQUIRE(largest > 0);
  return apart / largest;
}

void check_gradients(const TrainedLayer& layer, const TensorShape& input,
                     const ConnectionPattern* pattern = nullptr) {
  RandomStream random(11);
  for (const std::size_t samples : {1U, 4U, 35U}) {
    Trial trial{layer, input, pattern, samples};
    int draws = 0;
    do {
      REQUIRE(++draws < 1000);
      trial.draw(random);
    } while (!trial.away_from_kinks());
    CAPTURE(samples);
    const Values weights = normals(trial.made->outputs() * samples, random);
    const Derivatives found = worked_out(trial, weights);
    CHECK(error_of(found.by_parameters, differences(trial, &Trial::parameters, weights)) < 1e-6);
    CHECK(error_of(found.by_inputs, differences(trial, &Trial::in, weights)) < 1e-6);
  }
}

ConnectionPattern regular(std::uint32_t inputs, std::uint32_t outputs, std::uint32_t fan_out) {
  RandomStream random(5);
  return structured_pattern(inputs, outputs, fan_out, random);
}

TrainedLayer neurons(std::uint32_t outputs, bool relu) {
  return {.name = "fc", .outputs = outputs, .relu = relu};
}

TrainedLayer filters(std::uint32_t outputs, std::uint32_t kernel, std::uint32_t padding, bool relu) {
  return {.name = "conv",
          .op = TrainedOp::convolution,
          .outputs = outputs,
          .kernel = kernel,
          .padding = padding,
          .relu = relu};
}

TrainedLayer pool(std::uint32_t kernel, std::uint32_t stride, bool whole_windows) {
  return {.name = "pool",
          .op = TrainedOp::max_pooling,
          .kernel = kernel,
          .stride = stride,
          .whole_windows = whole_windows};
}

/// A convolution as it is defined, point by point.
Values convolution(const Trial& trial) {
  const TensorShape input = trial.input;
  const TensorShape output = output_of(trial.layer, input);
  const std::size_t kernel = trial.layer.kernel;
  const std::size_t padding = trial.layer.padding;
  Values result;
  std::size_t first_weight = 0;
  for (std::size_t filter = 0; filter < output.channels; ++filter) {
    std::vector<std::uint32_t> channels;
    for (std::uint32_t channel = 0; channel < input.channels; ++channel) channels.push_back(channel);
    if (trial.pattern != nullptr) {
      const auto row = trial.pattern->row(filter);
      channels.assign(row.begin(), row.end());
    }
    for (std::size_t place = 0; place < output.positions() * trial.samples; ++place) {
      const std::size_t sample = place % trial.samples;
      const std::size_t line = place / trial.samples / output.width;
      const std::size_t column = place / trial.samples % output.width;
      double sum = trial.parameters[trial.made->weights() + filter];
      std::size_t weight = first_weight;
      for (const std::uint32_t channel : channels) {
        for (std::size_t y = 0; y < kernel; ++y) {
          for (std::size_t x = 0; x < kernel; ++x, ++weight) {
            if (line + y < padding || line + y >= input.height + padding || column + x < padding ||
                column + x >= input.width + padding)
              continue;
            const std::size_t point =
                (channel * input.height + line + y - padding) * input.width + column + x - padding;
            sum += trial.parameters[weight] * at(trial.in, point, sample, trial.samples);
          }
        }
      }
      result.push_back(trial.layer.relu ? std::max(sum, 0.) : sum);
    }
    first_weight += channels.size() * kernel * kernel;
  }
  return result;
}

void check_convolution(const TrainedLayer& layer, const TensorShape& input,
                       const ConnectionPattern* pattern = nullptr) {
  RandomStream random(12);
  for (const std::size_t samples : {1U, 3U, 40U}) {
    Trial trial{layer, input, pattern, samples};
    trial.draw(random);
    const Values wanted = convolution(trial);
    const Values out = trial.out();
    REQUIRE(out.size() == wanted.size());
    // At most 100 products of normal numbers are summed, in another order.
    double apart = 0;
    for (std::size_t i = 0; i < out.size(); ++i) apart = std::max(apart, std::abs(out[i] - wanted[i]));
    CHECK(apart < 100 * 100 * std::numeric_limits<double>::epsilon());
  }
}

}  // namespace

TEST_CASE("gradients of a dense layer are those of finite differences") {
  check_gradients(neurons(7, false), {.channels = 9});
  check_gradients(neurons(7, true), {.channels = 9});
  check_gradients(neurons(4, true), {.channels = 2, .height = 3, .width = 2});
}

TEST_CASE("gradients of a sparse layer are those of finite differences") {
  const ConnectionPattern pattern = regular(12, 8, 2);
  check_gradients(neurons(8, false), {.channels = 12}, &pattern);
  check_gradients(neurons(8, true), {.channels = 12}, &pattern);
  const ConnectionPattern uneven(4, {0, 0, 3, 4}, {0, 1, 3, 1});  // a neuron without a connection
  check_gradients(neurons(3, false), {.channels = 4}, &uneven);
}

TEST_CASE("gradients of a convolution are those of finite differences") {
  const TensorShape input{.channels = 2, .height = 5, .width = 4};
  for (const bool relu : {false, true}) {
    check_gradients(filters(3, 3, 0, relu), input);
    check_gradients(filters(3, 3, 1, relu), input);
    check_gradients(filters(2, 3, 2, relu), input);
  }
  check_gradients(filters(2, 1, 0, true), input);
  check_gradients(filters(2, 5, 3, true), {.channels = 1, .height = 2, .width = 3});  // wider than the image
}

TEST_CASE("gradients of a convolution with fixed channel fan-in are those of finite differences") {
  const ConnectionPattern pattern = regular(4, 6, 3);
  for (const bool relu : {false, true})
    check_gradients(filters(6, 3, 1, relu), {.channels = 4, .height = 4, .width = 3}, &pattern);
}

TEST_CASE("gradients of max pooling are those of finite differences") {
  const TensorShape input{.channels = 2, .height = 5, .width = 6};
  for (const bool whole_windows : {true, false}) {
    check_gradients(pool(2, 2, whole_windows), input);
    check_gradients(pool(3, 2, whole_windows), input);  // windows that overlap
  }
  check_gradients(pool(2, 3, true), input);  // values in no window
}

TEST_CASE("a convolution is what its definition says") {
  check_convolution(filters(3, 3, 0, true), {.channels = 2, .height = 5, .width = 4});
  check_convolution(filters(3, 3, 1, false), {.channels = 2, .height = 5, .width = 4});
  check_convolution(filters(2, 3, 2, true), {.channels = 2, .height = 1, .width = 4});
  check_convolution(filters(2, 5, 3, false), {.channels = 1, .height = 2, .width = 3});
  const ConnectionPattern pattern = regular(4, 6, 3);
  check_convolution(filters(6, 3, 1, true), {.channels = 4, .height = 4, .width = 3}, &pattern);
}

TEST_CASE("max pooling is the largest value of each window") {
  RandomStream random(13);
  for (const TrainedLayer& layer :
       {pool(2, 2, true), pool(2, 2, false), pool(3, 2, true), pool(3, 2, false), pool(2, 3, true)}) {
    for (const std::uint32_t side : {3U, 4U, 5U, 6U, 7U}) {
      Trial trial{layer, {.channels = 2, .height = side, .width = side + 1}, nullptr, 3};
      trial.draw(random);
      for (double& value : trial.in) value -= 5;  // padding with zeros would show
      const Values out = trial.out();
      const auto windows = windows_of(layer, trial.input, trial.in, trial.samples);
      REQUIRE(out.size() == windows.size());
      for (std::size_t i = 0; i < out.size(); ++i) {
        REQUIRE(!windows[i].empty());
        CHECK(out[i] == windows[i].front());
      }
    }
  }
}

TEST_CASE("of equal values in a window one learns") {
  Trial trial{pool(2, 2, true), {.channels = 1, .height = 2, .width = 2}, nullptr, 1};
  trial.in = {0, 3, 3, 3};
  CHECK(worked_out(trial, {1}).by_inputs == Values{0, 1, 0, 0});
}

TEST_CASE("a layer adds to the gradient and leaves the inputs out where nobody needs them") {
  const ConnectionPattern pattern = regular(12, 8, 2);
  RandomStream random(14);
  for (const ConnectionPattern* one : {static_cast<const ConnectionPattern*>(nullptr), &pattern}) {
    Trial trial{neurons(8, true), {.channels = 12}, one, 5};
    trial.draw(random);
    const Values weights = normals(8 * 5, random);
    const Derivatives found = worked_out(trial, weights);
    const Values out = trial.out();
    Values d_out = weights;
    Values gradient(found.by_parameters.size(), 1);
    trial.made->backward(trial.parameters.data(), trial.in.data(), out.data(), d_out.data(), nullptr,
                         gradient.data(), 5, nullptr);
    for (std::size_t k = 0; k < gradient.size(); ++k)
      CHECK(gradient[k] == doctest::Approx(1 + found.by_parameters[k]).epsilon(1e-13));
  }
}

TEST_CASE("a layer counts its weights and its multiply-accumulates") {
  const ConnectionPattern fan_in_three = regular(12, 8, 2);
  const auto sparse = make_layer<float>(neurons(8, true), {.channels = 12}, &fan_in_three);
  CHECK(sparse->weights() == 24);
  CHECK(sparse->biases() == 8);
  CHECK(sparse->fan_in() == 3);
  CHECK(sparse->macs() == 24);
  const ConnectionPattern two_channels = regular(4, 6, 3);
  const auto conv =
      make_layer<float>(filters(6, 3, 1, true), {.channels = 4, .height = 5, .width = 7}, &two_channels);
  CHECK(conv->weights() == 6 * 2 * 9);
  CHECK(conv->biases() == 6);
  CHECK(conv->fan_in() == 18);
  CHECK(conv->macs() == 6 * 2 * 9 * 35);
  CHECK(conv->outputs() == 6 * 35);
  const auto pooling =
      make_layer<float>(pool(2, 2, false), {.channels = 4, .height = 5, .width = 7}, nullptr);
  CHECK(pooling->parameters() == 0);
  CHECK(pooling->macs() == 0);
  CHECK(pooling->outputs() == 4 * 3 * 4);
}

TEST_CASE("a pattern of another junction is refused") {
  const ConnectionPattern pattern(3, {0, 1, 2}, {0, 1});
  CHECK_THROWS_WITH_AS(make_layer<float>(neurons(2, true), {.channels = 4}, &pattern),
                       "a pattern of 3 to 2 neurons for a junction of 4 to 2", std::invalid_argument);
}
