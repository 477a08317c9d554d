#include "models/random_stream.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <cmath>

namespace splitscape {
namespace {

constexpr std::uint64_t golden_gamma = 0x9e3779b97f4a7c15ULL;

constexpr std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31U);
}

}  // namespace

std::uint64_t stream_key(const StreamName& name) {
  std::uint64_t key = golden_gamma;
  const auto fold = [&key](std::uint64_t part) { key = mix((key ^ part) + golden_gamma); };
  fold(name.seed);
  fold(name.run);
  fold(static_cast<std::uint64_t>(name.purpose));
  for (const char letter : name.owner) fold(static_cast<unsigned char>(letter));
  fold(name.owner.size());
  fold(name.index);
  return key;
}

std::uint64_t RandomStream::next() {
  state_ += golden_gamma;
  return mix(state_);
}

double RandomStream::uniform() {
  // 52 bits and a half step: with 53 the largest would round to one.
  constexpr double step = 0x1p-52;
  return (static_cast<double>(next() >> 12U) + 0.5) * step;
}

double RandomStream::exponential(double mean) {
  return -mean * std::log(uniform());
}

double RandomStream::normal() {
  return std::sqrt(2.0) * boost::math::erf_inv(2.0 * uniform() - 1.0);
}

}  // namespace splitscape
