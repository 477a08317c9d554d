#include "models/training/trainer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "models/random_stream.hpp"
#include "models/shuffle.hpp"

namespace splitscape {
namespace {

/// Calls work(0) .. work(count-1), several at once. No order is kept, so none may matter.
template <class Work>
void in_parallel(std::size_t threads, std::size_t count, Work&& work) {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::jthread> others;
  for (std::size_t t = 1; t < std::min(threads, count); ++t) others.emplace_back(run);
  run();
}

/// Puts samples of a data set, sample by sample, into the columns of a pass.
template <class PlaceOf>
void fill_columns(const DataSet& data, std::size_t count, PlaceOf&& place_of, std::vector<float>& input) {
  const std::size_t features = data.shape.size();
  for (std::size_t column = 0; column < count; ++column) {
    const float* const sample = data.values.data() + place_of(column) * features;
    for (std::size_t feature = 0; feature < features; ++feature)
      input[feature * count + column] = sample[feature];
  }
}

/// The pass over so many samples: the last part of a batch may be smaller than the others.
void fit(const TrainableNetwork<float>& network, std::size_t samples, Pass<float>& pass) {
  if (pass.samples != samples) pass = network.make_pass(samples);
}

std::size_t parts_of(std::size_t samples) {
  return (samples + Trainer::samples_of_a_part - 1) / Trainer::samples_of_a_part;
}

std::size_t size_of_part(std::size_t part, std::size_t samples) {
  return std::min(Trainer::samples_of_a_part, samples - part * Trainer::samples_of_a_part);
}

void check_data(const TrainableNetwork<float>& network, const DataSet& data, const char* what) {
  if (data.samples() == 0) return;
  if (data.shape.size() != network.inputs()) {
    throw std::invalid_argument(fmt::format("the {} samples have {} values, the network reads {}", what,
                                            data.shape.size(), network.inputs()));
  }
  if (data.classes() > network.classes()) {
    throw std::invalid_argument(fmt::format("the {} samples have labels up to {}, the network has {} classes",
                                            what, data.classes() - 1, network.classes()));
  }
}

void check_settings(const TrainingSettings& settings, std::size_t exits) {
  if (settings.batch == 0) throw std::invalid_argument("a batch has one sample or more");
  const auto& weights = settings.objective.exit_weights;
  if (!weights.empty() && weights.size() != exits) {
    throw std::invalid_argument(
        fmt::format("{} exit weights for {} exits (the end counts as one)", weights.size(), exits));
  }
}

/// How often each exit is right.
std::vector<double> accuracies(const Logits& logits, const DataSet& data, std::size_t classes) {
  std::vector<double> shares;
  for (const auto& values : logits) {
    std::size_t right = 0;
    for (std::size_t sample = 0; sample < data.samples(); ++sample) {
      const auto first = values.begin() + static_cast<std::ptrdiff_t>(sample * classes);
      const auto most = std::max_element(first, first + static_cast<std::ptrdiff_t>(classes)) - first;
      if (most == data.labels[sample]) ++right;
    }
    shares.push_back(static_cast<double>(right) / static_cast<double>(data.samples()));
  }
  return shares;
}

}  // namespace

/// What one part of a batch works with.
struct Trainer::Part {
  Pass<float> pass{};
  std::vector<float> gradient{};
  std::vector<std::int32_t> labels{};
  ExitScores scores{};
};

Trainer::Trainer(const TrainableNetwork<float>& network, const DataSet& data, const DataSet& held_out,
                 const TrainingSettings& settings, std::uint64_t seed, std::size_t threads)
    : network_(network),
      data_(data),
      held_out_(held_out),
      settings_(settings),
      seed_(seed),
      threads_(std::max<std::size_t>(1, threads)),
      parts_(parts_of(std::min<std::size_t>(settings.batch, data.samples()))) {
  if (data.samples() == 0) throw std::invalid_argument("there is no sample to train with");
  check_data(network, data, "training");
  check_data(network, held_out, "held-out");
  check_settings(settings, network.exits());
  state_.parameters = network.initial_parameters(seed, settings.bias);
  state_.adam.mean.resize(network.parameters());
  state_.adam.square.resize(network.parameters());
  for (std::size_t part = 0; part < parts_.size(); ++part) {
    parts_[part].pass =
        network.make_pass(size_of_part(part, std::min<std::size_t>(settings.batch, data.samples())));
    parts_[part].gradient.resize(network.parameters());
  }
}

Trainer::~Trainer() = default;

void Trainer::resume(TrainingState state) {
  const std::size_t size = network_.parameters();
  if (state.parameters.size() != size || state.adam.mean.size() != size || state.adam.square.size() != size ||
      state.place >= data_.samples() || state.history.size() != state.epoch) {
    throw std::invalid_argument("this is not the state of such a training");
  }
  state_ = std::move(state);
}

void Trainer::step() {
  const auto start = std::chrono::steady_clock::now();
  const std::size_t batch = std::min<std::size_t>(settings_.batch, data_.samples() - state_.place);
  const Shuffle order(stream_key({.seed = seed_, .run = state_.epoch, .purpose = Purpose::training_order}),
                      data_.samples());
  std::vector<std::uint32_t> samples;
  for (std::size_t i = 0; i < batch; ++i)
    samples.push_back(static_cast<std::uint32_t>(order(state_.place + i)));
  run_parts(batch, samples);
  update(batch);
  state_.place += batch;
  const auto since = [start] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  if (state_.place < data_.samples()) {
    state_.seconds += since();
    return;
  }
  const std::vector<double> held_out =
      held_out_.samples() == 0 ? std::vector<double>{}
                               : accuracies(logits_of(network_, state_.parameters, held_out_, threads_),
                                            held_out_, network_.classes());
  state_.seconds += since();
  finish_epoch(held_out);
}

void Trainer::run_parts(std::size_t batch, const std::vector<std::uint32_t>& samples) {
  in_parallel(threads_, parts_of(batch), [&](std::size_t k) {
    Part& part = parts_[k];
    const std::size_t count = size_of_part(k, batch);
    const std::size_t first = k * samples_of_a_part;
    fit(network_, count, part.pass);
    part.labels.clear();
    for (std::size_t i = 0; i < count; ++i) part.labels.push_back(data_.labels[samples[first + i]]);
    fill_columns(
        data_, count, [&](std::size_t i) { return samples[first + i]; }, part.pass.input);
    network_.forward(state_.parameters, part.pass);
    part.scores = evaluate<float>(settings_.objective, network_, part.pass, part.labels,
                                  1.0 / static_cast<double>(batch));
    std::fill(part.gradient.begin(), part.gradient.end(), 0.0F);
    network_.backward(state_.parameters, part.pass, part.gradient);
  });
}

/// Sums the gradients of the parts, always in the same order, and makes the step, a range of parameters a
/// thread.
void Trainer::update(std::size_t batch) {
  const std::size_t parts = parts_of(batch);
  for (std::size_t k = 0; k < parts; ++k) state_.scores.add(parts_[k].scores);
  const double l2 = settings_.objective.l2;
  std::vector<float>& sum = parts_.front().gradient;
  if (l2 > 0) {
    double squares = 0;
    for (const ParameterRange& range : network_.weights()) {
      for (std::size_t i = range.first; i < range.first + range.size; ++i) {
        const double weight = static_cast<double>(state_.parameters[i]);
        squares += weight * weight;
        sum[i] += static_cast<float>(2 * l2 * weight);
      }
    }
    state_.l2_loss += static_cast<double>(batch) * l2 * squares;
  }
  ++state_.adam.steps;
  constexpr std::size_t range_size = 65536;
  const std::size_t size = network_.parameters();
  in_parallel(threads_, (size + range_size - 1) / range_size, [&](std::size_t k) {
    const std::size_t first = k * range_size;
    const std::size_t count = std::min(range_size, size - first);
    for (std::size_t part = 1; part < parts; ++part) {
      const float* const more = parts_[part].gradient.data();
      for (std::size_t i = first; i < first + count; ++i) sum[i] += more[i];
    }
    adam_step<float>(settings_.adam, state_.adam, first, std::span<const float>(sum).subspan(first, count),
                     state_.parameters);
  });
}

void Trainer::finish_epoch(const std::vector<double>& held_out) {
  const auto samples = static_cast<double>(data_.samples());
  EpochRecord record{.epoch = ++state_.epoch,
                     .loss = (state_.scores.loss + state_.l2_loss) / samples,
                     .held_out = held_out,
                     .seconds = state_.seconds,
                     .macs = network_.training_macs() * samples,
                     .bytes = bytes()};
  for (const std::uint64_t right : state_.scores.right)
    record.accuracy.push_back(static_cast<double>(right) / samples);
  state_.history.push_back(std::move(record));
  state_.place = 0;
  state_.scores = {};
  state_.l2_loss = 0;
  state_.seconds = 0;
}

std::size_t Trainer::bytes() const {
  std::size_t values = state_.parameters.size() + state_.adam.mean.size() + state_.adam.square.size();
  std::size_t bytes = network_.index_bytes();
  const std::size_t batch = std::min<std::size_t>(settings_.batch, data_.samples());
  for (std::size_t k = 0; k < parts_.size(); ++k) {
    values += parts_[k].gradient.size();
    // As for a whole batch: behind the last one of an epoch the parts may be smaller.
    bytes += parts_[k].pass.bytes() / parts_[k].pass.samples * size_of_part(k, batch);
  }
  return bytes + values * sizeof(float);
}

double Trainer::progress() const {
  if (settings_.epochs == 0) return 1;
  const double epochs =
      state_.epoch + static_cast<double>(state_.place) / static_cast<double>(data_.samples());
  return std::min(1.0, epochs / settings_.epochs);
}

Logits logits_of(const TrainableNetwork<float>& network, const std::vector<float>& parameters,
                 const DataSet& data, std::size_t threads) {
  const std::size_t classes = network.classes();
  Logits all(network.exits(), std::vector<float>(data.samples() * classes));
  in_parallel(threads, parts_of(data.samples()), [&](std::size_t k) {
    const std::size_t count = size_of_part(k, data.samples());
    const std::size_t first = k * Trainer::samples_of_a_part;
    Pass<float> pass = network.make_pass(count);
    fill_columns(
        data, count, [first](std::size_t i) { return first + i; }, pass.input);
    network.forward(parameters, pass);
    for (std::size_t exit = 1; exit <= network.exits(); ++exit) {
      const auto logits = network.logits(pass, exit);
      for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t c = 0; c < classes; ++c)
          all[exit - 1][(first + i) * classes + c] = logits[c * count + i];
      }
    }
  });
  return all;
}

}  // namespace splitscape
