#include "models/training/data_set.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/random_stream.hpp"
#include "models/shuffle.hpp"

namespace splitscape {
namespace {

void append_sample(DataSet& to, const DataSet& from, std::size_t sample) {
  const auto first = from.values.begin() + static_cast<std::ptrdiff_t>(sample * from.shape.size());
  to.values.insert(to.values.end(), first, first + static_cast<std::ptrdiff_t>(from.shape.size()));
  to.labels.push_back(from.labels[sample]);
}

void reserve(DataSet& data, std::size_t samples) {
  data.values.reserve(samples * data.shape.size());
  data.labels.reserve(samples);
}

}  // namespace

std::size_t DataSet::classes() const {
  if (labels.empty()) return 0;
  return static_cast<std::size_t>(*std::max_element(labels.begin(), labels.end())) + 1;
}

SplitData split(const DataSet& data, double share, std::uint64_t seed) {
  if (!(share >= 0 && share <= 1))
    throw std::invalid_argument(fmt::format("a share of {} cannot be held out", share));
  const std::size_t samples = data.samples();
  const auto chosen = static_cast<std::size_t>(std::llround(share * static_cast<double>(samples)));
  std::vector<bool> is_held_out(samples, false);
  if (chosen > 0) {
    const Shuffle shuffle(stream_key({.seed = seed, .purpose = Purpose::held_out_samples}), samples);
    for (std::size_t place = 0; place < chosen; ++place) is_held_out[shuffle(place)] = true;
  }
  SplitData parts{.kept = {.shape = data.shape}, .held_out = {.shape = data.shape}};
  reserve(parts.kept, samples - chosen);
  reserve(parts.held_out, chosen);
  for (std::size_t sample = 0; sample < samples; ++sample) {
    append_sample(is_held_out[sample] ? parts.held_out : parts.kept, data, sample);
  }
  return parts;
}

DataSet padded(const DataSet& data, std::uint32_t features) {
  const std::size_t size = data.shape.size();
  if (size > features) {
    throw std::invalid_argument(fmt::format("samples of {} features cannot be padded to {}", size, features));
  }
  DataSet wider{.shape = {features, 1, 1}, .labels = data.labels};
  wider.values.assign(data.samples() * features, 0.F);
  for (std::size_t sample = 0; sample < data.samples(); ++sample) {
    std::copy_n(data.values.begin() + static_cast<std::ptrdiff_t>(sample * size), size,
                wider.values.begin() + static_cast<std::ptrdiff_t>(sample * features));
  }
  return wider;
}

}  // namespace splitscape
