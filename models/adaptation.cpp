#include "models/adaptation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/name_pattern.hpp"
#include "models/nearest_name.hpp"
#include "models/sparsity/pruned_junction.hpp"
#include "models/sparsity/weight_storage.hpp"

namespace splitscape {
namespace {

constexpr unsigned bits_of_a_float = 32;

/// A computation that rules can name.
struct Target {
  std::string name;
  ComputeCost* cost;
  bool spared = false;  ///< by the global density
};

/// The layers with junctions in the order in which they are computed, then the exit heads with some.
std::vector<Target> targets_of(NetworkProfile& profile) {
  std::vector<Target> targets;
  const NetworkGraph graph(profile);
  for (const LayerProfile& sorted : graph.layers()) {
    if (sorted.cost.junctions.empty()) continue;
    const auto layer = std::find_if(profile.layers.begin(), profile.layers.end(),
                                    [&sorted](const LayerProfile& one) { return one.name == sorted.name; });
    targets.push_back({layer->name, &layer->cost});
  }
  if (!targets.empty()) targets.front().spared = targets.back().spared = true;
  for (std::size_t k = 0; k < profile.exits.size(); ++k) {
    if (profile.exits[k].cost.junctions.empty()) continue;
    targets.push_back({fmt::format("exit {}", k + 1), &profile.exits[k].cost});
  }
  return targets;
}

std::string quoted(const SparsityRule& rule) {
  return fmt::format("sparsity of '{}'", rule.layers);
}

void check_rule(const SparsityRule& rule, WeightFormat format) {
  const int given =
      int{rule.density.has_value()} + int{rule.fan_in.has_value()} + int{rule.fan_out.has_value()};
  if (given != 1) {
    throw std::invalid_argument(quoted(rule) + ": one of density, fan-in and fan-out is needed");
  }
  if (!rule.density && format != WeightFormat::predefined) {
    throw std::invalid_argument(
        fmt::format("{}: only predefined sparsity has a fan-in and a fan-out, '{}' a density", quoted(rule),
                    name_of(format)));
  }
}

std::uint32_t small(std::uint64_t number, const char* what) {
  constexpr std::uint64_t largest = 65536;
  if (number >= 1 && number <= largest) return static_cast<std::uint32_t>(number);
  throw std::invalid_argument(fmt::format("sparsity: {} is 1 to {}, not {}", what, largest, number));
}

PruningFormat format_of(const SparsityChoice& choice) {
  PruningFormat format{.format = choice.format};
  if (choice.format == WeightFormat::dense) {
    throw std::invalid_argument("sparsity: the dense format leaves nothing out");
  }
  if (choice.format == WeightFormat::n_m) {
    format.n_m = {small(choice.n, "the N of N:M"), small(choice.m, "the M of N:M")};
    if (choice.n > choice.m) {
      throw std::invalid_argument(fmt::format("sparsity: of every {} weights 1 to {} can stay, not {}",
                                              choice.m, choice.m, choice.n));
    }
  }
  if (choice.format == WeightFormat::block) {
    format.block = {small(choice.block_rows, "the number of rows of a block"),
                    small(choice.block_columns, "the number of columns of a block")};
  }
  return format;
}

/// What is left of the junctions that no rule is for; absent: all of it.
std::optional<double> global_density(const SparsityChoice& choice) {
  if (choice.density) return choice.density;
  // "2:4" alone says how much stays, of every layer.
  if (choice.format == WeightFormat::n_m && choice.rules.empty()) {
    return static_cast<double>(choice.n) / static_cast<double>(choice.m);
  }
  return std::nullopt;
}

PrunedJunction by_rule(const Junction& junction, const PruningFormat& format, const SparsityRule& rule) {
  if (rule.fan_in) return pruned_to_fan_in(junction, *rule.fan_in);
  if (rule.fan_out) return pruned_to_fan_out(junction, *rule.fan_out);
  if (rule.nearest || is_pattern(rule.layers)) return pruned_to_nearest(junction, format, *rule.density);
  return pruned_to(junction, format, *rule.density);
}

/// What is left of each junction of a cost.
template <class Prune>
std::vector<PrunedJunction> all_pruned(const ComputeCost& cost, Prune&& prune) {
  std::vector<PrunedJunction> left;
  for (const Junction& junction : cost.junctions) left.push_back(prune(junction));
  return left;
}

/// Prunes costs by the rules and remembers which rules held.
class Pruner {
 public:
  explicit Pruner(const SparsityChoice& choice)
      : choice_(choice), format_(format_of(choice)), density_(global_density(choice)) {
    for (const SparsityRule& rule : choice.rules) check_rule(rule, choice.format);
    if (choice.rules.empty() && !density_) {
      throw std::invalid_argument("sparsity: neither a density nor a layer is given");
    }
    if (density_ && !(*density_ > 0 && *density_ <= 1)) {
      throw std::invalid_argument(
          fmt::format("sparsity: a density is more than 0 and at most 100 %, not {:.8g} %", 100 * *density_));
    }
  }

  /// @throws std::invalid_argument where a rule, or the density, is for none of them
  void check_rules(const std::vector<Target>& targets) const {
    std::vector<std::string> names;
    for (const Target& target : targets) names.push_back(target.name);
    std::vector<bool> holds(choice_.rules.size());
    for (const std::string& name : names) {
      if (const auto rule = rule_for(name); rule != choice_.rules.end()) {
        holds[static_cast<std::size_t>(rule - choice_.rules.begin())] = true;
      }
    }
    for (std::size_t i = 0; i < holds.size(); ++i) {
      if (!holds[i]) refuse(choice_.rules[i], names);
    }
    const bool all_spared =
        std::all_of(targets.begin(), targets.end(), [](const Target& target) { return target.spared; });
    if (choice_.rules.empty() && all_spared) {
      throw std::invalid_argument(
          targets.empty()
              ? "sparsity: no layer has weights that can be left out (a profile tells them as 'junctions')"
              : "sparsity: nothing is pruned, since a density for the whole network spares the first and the "
                "last layer with weights, and there are no others: name layers");
    }
  }

  std::vector<PrunedJunction> left_of(const Target& target) const {
    const auto rule = rule_for(target.name);
    try {
      return all_pruned(*target.cost, [&](const Junction& junction) {
        if (rule != choice_.rules.end()) return by_rule(junction, format_, *rule);
        if (density_ && !target.spared) return pruned_to_nearest(junction, format_, *density_);
        return unpruned(junction);
      });
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(fmt::format("sparsity of '{}': {}", target.name, error.what()));
    }
  }

 private:
  using Rules = std::vector<SparsityRule>;

  Rules::const_iterator rule_for(std::string_view name) const {
    return std::find_if(choice_.rules.begin(), choice_.rules.end(),
                        [name](const SparsityRule& rule) { return fits(rule.layers, name); });
  }

  [[noreturn]] static void refuse(const SparsityRule& rule, const std::vector<std::string>& names) {
    const bool fits_some = std::any_of(names.begin(), names.end(),
                                       [&rule](const std::string& name) { return fits(rule.layers, name); });
    if (fits_some) {
      throw std::invalid_argument(quoted(rule) + ": rules before it are for all of these layers");
    }
    throw std::invalid_argument(quoted(rule) + ": no layer of that name has weights that can be left out" +
                                suggestion(rule.layers, names));
  }

  const SparsityChoice& choice_;
  PruningFormat format_;
  std::optional<double> density_;
};

/// Bits of a stored parameter: as asked for, or as the profile has them.
double value_bits(const ComputeCost& cost, unsigned weight_bits) {
  if (weight_bits != bits_of_a_float || cost.parameters <= 0) return weight_bits;
  return bits(cost.weights) / cost.parameters;
}

/// Where the parameters are not told, their bytes still shrink.
void make_narrow(ComputeCost& cost, unsigned weight_bits) {
  if (weight_bits == bits_of_a_float) return;
  const double stored_bits = cost.parameters > 0 ? cost.parameters * weight_bits
                                                 : bits(cost.weights) * weight_bits / bits_of_a_float;
  cost.weights = {std::ceil(stored_bits / bits_per_byte)};
}

/// Takes from a cost what its junctions have lost.
void apply(const std::vector<PrunedJunction>& junctions, unsigned weight_bits, ComputeCost& cost) {
  const double width = value_bits(cost, weight_bits);
  double unpruned_parameters = cost.parameters;
  double macs_before = 0;
  double macs_left = 0;
  Bytes stored{};
  WeightFormat format = WeightFormat::dense;
  for (const PrunedJunction& pruned : junctions) {
    if (pruned.format.format == WeightFormat::dense) continue;
    format = pruned.format.format;
    macs_before += pruned.junction.macs();
    macs_left += pruned.macs();
    unpruned_parameters -= pruned.junction.weights();
    cost.parameters -= pruned.junction.weights() - pruned.kept;
    stored += storage_of(pruned, width).total();
  }
  if (format == WeightFormat::dense) return make_narrow(cost, weight_bits);
  cost.weights = stored + Bytes{std::ceil(unpruned_parameters * width / bits_per_byte)};
  const Macs gone{macs_before - macs_left};
  if (cost.macs) *cost.macs -= gone;
  cost.pruning = Pruning{.format = format, .density = macs_left / macs_before, .pruned = gone};
}

void check_bits(unsigned weight_bits) {
  constexpr unsigned widths[] = {32, 16, 8, 4};
  if (std::find(std::begin(widths), std::end(widths), weight_bits) != std::end(widths)) return;
  throw std::invalid_argument(fmt::format("a weight has 32, 16, 8 or 4 bits, not {}", weight_bits));
}

}  // namespace

NetworkProfile adapted(NetworkProfile profile, const Adaptation& adaptation) {
  check_bits(adaptation.weight_bits);
  std::vector<const ComputeCost*> done;
  if (adaptation.sparsity) {
    const Pruner pruner(*adaptation.sparsity);
    const auto targets = targets_of(profile);
    pruner.check_rules(targets);
    for (const Target& target : targets) {
      if (target.cost->pruning) {
        throw std::invalid_argument(fmt::format("sparsity of '{}': it is pruned already", target.name));
      }
      apply(pruner.left_of(target), adaptation.weight_bits, *target.cost);
      done.push_back(target.cost);
    }
  }
  const auto narrow = [&](ComputeCost& cost) {
    if (std::find(done.begin(), done.end(), &cost) == done.end()) make_narrow(cost, adaptation.weight_bits);
  };
  for (LayerProfile& layer : profile.layers) narrow(layer.cost);
  for (ExitHead& exit : profile.exits) narrow(exit.cost);
  for (Bottleneck& bottleneck : profile.bottlenecks) {
    narrow(bottleneck.encoder);
    narrow(bottleneck.decoder);
  }
  return profile;
}

std::map<std::string, std::vector<PrunedJunction>> junctions_left(NetworkProfile profile,
                                                                  const SparsityChoice& choice) {
  const Pruner pruner(choice);
  const auto targets = targets_of(profile);
  pruner.check_rules(targets);
  std::map<std::string, std::vector<PrunedJunction>> left;
  for (const Target& target : targets) left[target.name] = pruner.left_of(target);
  return left;
}

}  // namespace splitscape
