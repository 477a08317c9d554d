#include "sim/sample_walk.hpp"

#include "models/shuffle.hpp"

namespace splitscape {

SampleWalk::SampleWalk(SampleOrder order, std::size_t rows, StreamName stream, std::size_t number,
                       std::size_t devices)
    : order_(order), rows_(rows), key_(stream_key(stream)), start_(number * rows / devices) {}

std::size_t SampleWalk::row(std::uint64_t request) const {
  const std::uint64_t pass = request / rows_;
  const std::uint64_t place = request % rows_;
  if (order_ == SampleOrder::file) return (start_ + place) % rows_;
  // Another permutation for each pass.
  return Shuffle(RandomStream(key_ + pass).next(), rows_)(place);
}

}  // namespace splitscape
