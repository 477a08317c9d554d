#pragma once

#include <cstdint>
#include <string_view>

namespace splitscape {

/// What a stream of random numbers is for. A draw added for one purpose moves no other stream, so that
/// policies can be compared on common random numbers.
enum class Purpose : std::uint64_t {
  arrivals,
  samples,
  device_times,
  server_times,
  policy,
  patterns,
  initial_weights,
  training_order,
  held_out_samples,
};

/// Names one stream: a seed (the experiment), a run (the replication), a purpose and whose it is.
/// The owner is named by words and a number, never by a position in a list, so that adding a device or a
/// group leaves the streams of the others alone.
struct StreamName {
  std::uint64_t seed = 1;
  std::uint64_t run = 0;
  Purpose purpose = Purpose::arrivals;
  std::string_view owner{};
  std::uint64_t index = 0;
};

/// The 64-bit key of a stream: SplitMix64's finaliser folded over the parts of the name.
std::uint64_t stream_key(const StreamName& name);

/// A stream of pseudo-random numbers: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", OOPSLA 2014). Eight bytes of state, so that ten thousand devices have their own streams.
/// Distributions are inverse transforms written here, since those of the standard library differ between
/// implementations.
class RandomStream {
 public:
  explicit RandomStream(const StreamName& name) : state_(stream_key(name)) {}
  explicit RandomStream(std::uint64_t key) : state_(key) {}

  std::uint64_t next();
  /// Uniform on the open interval (0, 1), 52 bits.
  double uniform();
  /// Exponential with the given mean.
  double exponential(double mean);
  /// Standard normal, by the inverse of its distribution function.
  double normal();

 private:
  std::uint64_t state_;
};

}  // namespace splitscape
