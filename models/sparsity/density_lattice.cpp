#include "models/sparsity/density_lattice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace splitscape {
namespace {

std::string percent(double density) {
  return fmt::format("{:.8g} %", 100 * density);
}

}  // namespace

std::string text_of(const Connectivity& connectivity) {
  return fmt::format("{} (fan-in {}, fan-out {})", percent(connectivity.density), connectivity.fan_in,
                     connectivity.fan_out);
}

DensityLattice::DensityLattice(std::uint64_t inputs, std::uint64_t outputs)
    : inputs_(inputs), outputs_(outputs), size_(std::gcd(inputs, outputs)) {
  if (inputs == 0 || outputs == 0) {
    throw std::invalid_argument(
        fmt::format("a junction of {} x {} has no neurons on a side", inputs, outputs));
  }
}

Connectivity DensityLattice::at(std::uint64_t k) const {
  return {.fan_in = inputs_ / size_ * k,
          .fan_out = outputs_ / size_ * k,
          .density = static_cast<double>(k) / static_cast<double>(size_)};
}

Connectivity DensityLattice::nearest(double density) const {
  const double k = std::round(std::clamp(density, 0.0, 1.0) * static_cast<double>(size_));
  return at(std::max<std::uint64_t>(1, static_cast<std::uint64_t>(k)));
}

Connectivity DensityLattice::with_density(double density) const {
  constexpr double as_written = 1e-5;
  if (!(density > 0 && density <= 1)) {
    throw std::invalid_argument(
        fmt::format("a density is more than 0 and at most 100 %, not {}", percent(density)));
  }
  const Connectivity found = nearest(density);
  if (std::abs(density - found.density) <= as_written * density) return found;
  refuse("density " + percent(density), density * static_cast<double>(size_));
}

Connectivity DensityLattice::with_fan_in(std::uint64_t fan_in) const {
  return with_degree("fan-in", fan_in, inputs_ / size_);
}

Connectivity DensityLattice::with_fan_out(std::uint64_t fan_out) const {
  return with_degree("fan-out", fan_out, outputs_ / size_);
}

Connectivity DensityLattice::with_degree(const char* name, std::uint64_t degree, std::uint64_t step) const {
  if (degree > 0 && degree % step == 0 && degree / step <= size_) return at(degree / step);
  refuse(fmt::format("{} {}", name, degree), static_cast<double>(degree) / static_cast<double>(step));
}

void DensityLattice::refuse(const std::string& wanted, double k) const {
  const std::string start = fmt::format("a junction of {} x {} has no {}; ", inputs_, outputs_, wanted);
  if (size_ == 1) {
    throw std::invalid_argument(start + "it exists only dense, since the two have no common divisor");
  }
  const double below = std::clamp(std::floor(k), 1.0, static_cast<double>(size_ - 1));
  const auto step = static_cast<std::uint64_t>(below);
  throw std::invalid_argument(
      fmt::format("{}the nearest are {} and {}", start, text_of(at(step)), text_of(at(step + 1))));
}

}  // namespace splitscape
