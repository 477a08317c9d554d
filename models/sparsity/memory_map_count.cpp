#include "models/sparsity/memory_map_count.hpp"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>
#include <numbers>

#include "models/sparsity/sweep_seam.hpp"

namespace splitscape {
namespace {

using boost::multiprecision::cpp_int;

double log10_of_factorial(std::uint64_t number) {
  return std::lgamma(static_cast<double>(number) + 1) / std::numbers::ln10;
}

/// A product of whole numbers: its logarithm and, as long as it is short enough, itself.
class Product {
 public:
  void times_power(std::uint64_t base, std::uint64_t exponent) {
    times(cpp_int(base), std::log10(static_cast<double>(base)), exponent);
  }
  /// from x (from-1) x ..., so many factors.
  void times_falling(std::uint64_t from, std::uint64_t factors, std::uint64_t exponent) {
    const double log10 = log10_of_factorial(from) - log10_of_factorial(from - factors);
    cpp_int falling = 1;
    for (std::uint64_t i = 0; i < factors && fits(log10, exponent); ++i) falling *= from - i;
    times(falling, log10, exponent);
  }
  void times_factorial(std::uint64_t number, std::uint64_t exponent) {
    times_falling(number, number, exponent);
  }
  /// Ways to choose so many of `from`.
  void times_binomial(std::uint64_t from, std::uint64_t chosen, std::uint64_t exponent) {
    const double log10 =
        log10_of_factorial(from) - log10_of_factorial(chosen) - log10_of_factorial(from - chosen);
    cpp_int binomial = 1;
    for (std::uint64_t i = 0; i < chosen && fits(log10, exponent); ++i) {
      binomial *= from - i;
      binomial /= i + 1;
    }
    times(binomial, log10, exponent);
  }

  LargeCount count() const {
    return {.log10 = log10_, .digits = log10_ <= most_digits ? exact_.str() : std::string()};
  }

 private:
  static constexpr double most_digits = 1000;

  bool fits(double log10, std::uint64_t exponent) const {
    return log10_ + log10 * static_cast<double>(exponent) <= most_digits;
  }

  void times(const cpp_int& factor, double log10, std::uint64_t exponent) {
    if (factor > 1 && fits(log10, exponent)) {
      exact_ *= boost::multiprecision::pow(factor, static_cast<unsigned>(exponent));
    }
    log10_ += log10 * static_cast<double>(exponent);
  }

  double log10_ = 0;
  cpp_int exact_ = 1;
};

/// Orders of the banks that differ in what the right neurons get of a clock.
/// @return whether a formula is known
bool times_orders(const MemoryShape& shape, std::uint64_t exponent, Product& product) {
  const std::uint64_t fan_in = shape.fan_in();
  if (fan_in % shape.parallel == 0) return true;  // a right neuron takes all banks of its clocks: one
  if (shape.parallel % fan_in != 0) return false;
  for (std::uint64_t banks = shape.parallel; banks > 0; banks -= fan_in) {
    product.times_binomial(banks, fan_in, exponent);
  }
  return true;
}

/// Ways to read the rows of so many banks in a sweep that follows nothing.
void times_rows(const MemoryShape& shape, MemoryMapType type, std::uint64_t banks, Product& product) {
  if (type == MemoryMapType::type1) {
    product.times_factorial(shape.depth(), banks);
  } else {
    product.times_power(shape.depth(), banks);
  }
}

/// Ways to read the rows of so many banks behind a seam where each has been read so often.
void times_rows_behind(const MemoryShape& shape, MemoryMapType type, std::uint64_t before,
                       std::uint64_t behind, std::uint64_t banks, Product& product) {
  const std::uint64_t depth = shape.depth();
  if (type == MemoryMapType::type1) {
    product.times_falling(depth - before, behind, banks);
    product.times_factorial(depth - behind, banks);
  } else {
    product.times_power(before == 0 || behind == 0 ? depth : depth - before - behind + 1, banks);
  }
}

/// Ways to read a sweep that follows another, the banks in their own order.
void times_sweep_behind(const SweepSeam& seam, const MemoryShape& shape, MemoryMapType type,
                        Product& product) {
  const std::uint64_t before = seam.clocks_before();
  const std::uint64_t behind = seam.clocks_behind();
  const std::uint64_t last = seam.banks_before();
  const std::uint64_t first = seam.banks_behind();
  const std::uint64_t both = last + first > shape.parallel ? last + first - shape.parallel : 0;
  const std::uint64_t neither = shape.parallel + both - last - first;
  if (both > 0) times_rows_behind(shape, type, before + 1, behind + 1, both, product);
  if (last > both) times_rows_behind(shape, type, before + 1, behind, last - both, product);
  if (first > both) times_rows_behind(shape, type, before, behind + 1, first - both, product);
  if (neither > 0) times_rows_behind(shape, type, before, behind, neither, product);
}

}  // namespace

std::optional<LargeCount> count_memory_maps(const MemoryShape& shape, MemoryMapType type, bool dither) {
  check(shape);
  const std::uint64_t sweeps = type == MemoryMapType::type3 ? 1 : shape.fan_out;
  Product product;
  if (dither && !times_orders(shape, sweeps, product)) return std::nullopt;
  times_rows(shape, type, sweeps * shape.parallel, product);
  return product.count();
}

std::optional<LargeCount> count_memory_maps_without_repeats(const MemoryShape& shape, MemoryMapType type,
                                                            bool dither) {
  check(shape);
  const bool none_repeats = shape.outputs % shape.fan_out == 0 || type == MemoryMapType::type3;
  if (none_repeats) return count_memory_maps(shape, type, dither);
  if (dither) return std::nullopt;
  Product product;
  times_rows(shape, type, shape.parallel, product);
  for (std::uint64_t sweep = 1; sweep < shape.fan_out; ++sweep) {
    const SweepSeam seam(shape, sweep);
    if (seam.splits_a_right_neuron()) {
      times_sweep_behind(seam, shape, type, product);
    } else {
      times_rows(shape, type, shape.parallel, product);
    }
  }
  return product.count();
}

}  // namespace splitscape
