#include "models/sparsity/pruned_junction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/sparsity/density_lattice.hpp"
#include "models/sparsity/unstructured_pattern.hpp"

namespace splitscape {
namespace {

void check_density(double density) {
  if (density > 0 && density <= 1) return;
  throw std::invalid_argument(
      fmt::format("a density is more than 0 and at most 100 %, not {:.8g} %", 100 * density));
}

void check_junction(const Junction& junction) {
  if (junction.weights() > 0) return;
  throw std::invalid_argument(fmt::format("a junction of {} x {} x {} x {} has no weights", junction.inputs,
                                          junction.outputs, junction.groups, junction.kernel));
}

bool has_one_connection(const Junction& junction) {
  return junction.inputs == 1 && junction.outputs == 1;
}

DensityLattice lattice_of(const Junction& junction) {
  return {junction.inputs, junction.outputs};
}

PrunedJunction predefined(const Junction& junction, const Connectivity& connectivity) {
  if (connectivity.fan_in == junction.inputs) return unpruned(junction);
  const double connections =
      static_cast<double>(connectivity.fan_in) * static_cast<double>(junction.outputs * junction.groups);
  return {.junction = junction,
          .format = {.format = WeightFormat::predefined},
          .kept = connections * static_cast<double>(junction.kernel),
          .fan_in = connectivity.fan_in};
}

PrunedJunction with_kept_of_a_group(const Junction& junction, const PruningFormat& format,
                                    const KeptBlocks& kept) {
  const auto groups = static_cast<double>(junction.groups);
  const double weights = static_cast<double>(kept.weights) * groups;
  if (weights >= junction.weights()) return unpruned(junction);
  return {.junction = junction,
          .format = format,
          .kept = weights,
          .kept_blocks = static_cast<double>(kept.blocks) * groups};
}

PrunedJunction n_m(const Junction& junction, const PruningFormat& format, std::uint32_t n) {
  PruningFormat chosen = format;
  chosen.n_m.n = n;
  const std::uint64_t in_row = kept_of_row(junction.inputs * junction.kernel, chosen.n_m);
  return with_kept_of_a_group(junction, chosen, {.weights = junction.outputs * in_row});
}

/// The n of N:M that comes nearest to a density.
std::uint32_t nearest_n(std::uint32_t m, double density) {
  return std::max(1U, static_cast<std::uint32_t>(std::round(density * m)));
}

[[noreturn]] void refuse_n_m(std::uint32_t m, double density) {
  const auto below = static_cast<std::uint32_t>(std::clamp(std::floor(density * m), 1.0, m - 1.0));
  throw std::invalid_argument(
      fmt::format("of every {} weights a density of {:.8g} % does not leave a whole number; the nearest are "
                  "{:.8g} % ({}:{}) and {:.8g} % ({}:{})",
                  m, 100 * density, 100.0 * below / m, below, m, 100.0 * (below + 1) / m, below + 1, m));
}

void check_n_m_density(std::uint32_t m, double density) {
  constexpr double as_written = 1e-5;
  if (m == 1) return;  // of every weight one stays: dense, whatever is asked for
  if (std::abs(density - static_cast<double>(nearest_n(m, density)) / m) > as_written * density)
    refuse_n_m(m, density);
}

void check_can_be_pruned(const Junction& junction) {
  check_junction(junction);
  if (has_one_connection(junction)) {
    throw std::invalid_argument(
        "a group of one connection, as in a depthwise convolution, has none to leave out");
  }
}

}  // namespace

PrunedJunction unpruned(const Junction& junction) {
  check_junction(junction);
  return {.junction = junction, .kept = junction.weights(), .fan_in = junction.inputs};
}

PrunedJunction pruned_to_nearest(const Junction& junction, const PruningFormat& format, double density) {
  check_density(density);
  check_junction(junction);
  if (format.format == WeightFormat::n_m) check(format.n_m);
  if (format.format == WeightFormat::block) check(format.block);
  if (density == 1 || has_one_connection(junction)) return unpruned(junction);
  const std::uint64_t columns = junction.inputs * junction.kernel;
  switch (format.format) {
    case WeightFormat::dense:
      return unpruned(junction);
    case WeightFormat::predefined:
      return predefined(junction, lattice_of(junction).nearest(density));
    case WeightFormat::csr:
    case WeightFormat::bitmap:
      return with_kept_of_a_group(junction, format,
                                  {.weights = unstructured_kept(junction.outputs * columns, density)});
    case WeightFormat::n_m:
      return n_m(junction, format, nearest_n(format.n_m.m, density));
    case WeightFormat::block:
      return with_kept_of_a_group(junction, format,
                                  kept_of_matrix(junction.outputs, columns, format.block, density));
  }
  throw std::logic_error("a weight format that nobody knows");
}

PrunedJunction pruned_to(const Junction& junction, const PruningFormat& format, double density) {
  check_density(density);
  if (density == 1) return unpruned(junction);
  if (format.format == WeightFormat::dense) {
    throw std::invalid_argument("the dense format leaves nothing out");
  }
  check_can_be_pruned(junction);
  if (format.format == WeightFormat::predefined) (void)lattice_of(junction).with_density(density);
  if (format.format == WeightFormat::n_m) {
    check(format.n_m);
    check_n_m_density(format.n_m.m, density);
  }
  return pruned_to_nearest(junction, format, density);
}

PrunedJunction pruned_to_fan_in(const Junction& junction, std::uint64_t fan_in) {
  check_junction(junction);
  return predefined(junction, lattice_of(junction).with_fan_in(fan_in));
}

PrunedJunction pruned_to_fan_out(const Junction& junction, std::uint64_t fan_out) {
  check_junction(junction);
  return predefined(junction, lattice_of(junction).with_fan_out(fan_out));
}

}  // namespace splitscape
