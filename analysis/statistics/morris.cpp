#include "analysis/statistics/morris.hpp"

#include <cmath>
#include <numeric>
#include <stdexcept>
#include <utility>

#include "analysis/statistics/mean_interval.hpp"
#include "models/random_stream.hpp"

namespace splitscape {
namespace {

/// A whole number below `end`. The bias of the product is below end x 2^-52.
std::size_t below(std::size_t end, RandomStream& random) {
  return static_cast<std::size_t>(random.uniform() * static_cast<double>(end));
}

std::vector<std::size_t> shuffled(std::size_t size, RandomStream& random) {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = size; i > 1; --i) std::swap(order[i - 1], order[below(i, random)]);
  return order;
}

/// The one coordinate in which two points differ. @throws std::invalid_argument where there is no such one
std::size_t moved_factor(const std::vector<double>& before, const std::vector<double>& after) {
  std::optional<std::size_t> moved;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] == after[i]) continue;
    if (moved) throw std::invalid_argument("a step of a Morris design moves two factors");
    moved = i;
  }
  if (!moved) throw std::invalid_argument("a step of a Morris design moves no factor");
  return *moved;
}

MorrisEffect effect_of(const std::vector<double>& effects) {
  const double n = static_cast<double>(effects.size());
  std::vector<double> magnitudes;
  MorrisEffect result;
  for (const double effect : effects) {
    magnitudes.push_back(std::abs(effect));
    result.mu += effect / n;
    result.mu_star += std::abs(effect) / n;
  }
  result.mu_half_width = half_width_of_mean(effects);
  result.mu_star_half_width = half_width_of_mean(magnitudes);
  if (effects.size() < 2) return result;
  double squares = 0;
  for (const double effect : effects) squares += (effect - result.mu) * (effect - result.mu);
  result.sigma = std::sqrt(squares / (n - 1));
  return result;
}

}  // namespace

std::vector<std::vector<double>> morris_design(std::size_t factors, std::size_t trajectories, unsigned levels,
                                               std::uint64_t seed) {
  if (factors == 0 || trajectories == 0) {
    throw std::invalid_argument("a Morris design needs a factor and a trajectory");
  }
  if (levels == 0 || levels % 2 != 0) {
    throw std::invalid_argument("the levels of a Morris design are an even number");
  }
  const unsigned step = levels / 2;
  const double top = levels - 1;
  std::vector<std::vector<double>> points;
  points.reserve(trajectories * (factors + 1));
  for (std::size_t walk = 0; walk < trajectories; ++walk) {
    RandomStream random(StreamName{
        .seed = seed, .run = walk, .purpose = Purpose::samples, .owner = "morris design", .index = factors});
    // A factor in the lower half of the grid goes up, one in the upper half goes down.
    std::vector<unsigned> at;
    for (std::size_t i = 0; i < factors; ++i) at.push_back(static_cast<unsigned>(below(levels, random)));
    const auto add_point = [&] {
      auto& point = points.emplace_back();
      for (const unsigned level : at) point.push_back(level / top);
    };
    add_point();
    for (const std::size_t factor : shuffled(factors, random)) {
      at[factor] = at[factor] < step ? at[factor] + step : at[factor] - step;
      add_point();
    }
  }
  return points;
}

std::vector<MorrisEffect> morris_effects(const std::vector<std::vector<double>>& design,
                                         const std::vector<double>& outcomes) {
  if (design.empty()) throw std::invalid_argument("a Morris design has points");
  if (outcomes.size() != design.size()) {
    throw std::invalid_argument("a Morris design has as many outcomes as points");
  }
  const std::size_t factors = design.front().size();
  if (design.size() % (factors + 1) != 0) {
    throw std::invalid_argument("a walk of a Morris design has a point more than there are factors");
  }
  std::vector<std::vector<double>> effects(factors);
  for (std::size_t i = 0; i + 1 < design.size(); ++i) {
    if ((i + 1) % (factors + 1) == 0) continue;  // the next point begins another walk
    const std::size_t factor = moved_factor(design[i], design[i + 1]);
    effects[factor].push_back((outcomes[i + 1] - outcomes[i]) / (design[i + 1][factor] - design[i][factor]));
  }
  std::vector<MorrisEffect> result;
  for (const auto& of_factor : effects) {
    if (of_factor.size() != design.size() / (factors + 1)) {
      throw std::invalid_argument("a walk of a Morris design moves every factor once");
    }
    result.push_back(effect_of(of_factor));
  }
  return result;
}

}  // namespace splitscape
