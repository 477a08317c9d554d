#include "scenarios/app/adaptation_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "scenarios/app/print_table.hpp"

namespace splitscape {
namespace {

std::string percent(double share) {
  return short_number(share * 100) + " %";
}

std::string rule_text(const SparsityRule& rule) {
  if (rule.fan_in) return fmt::format("{} fan-in {}", rule.layers, *rule.fan_in);
  if (rule.fan_out) return fmt::format("{} fan-out {}", rule.layers, *rule.fan_out);
  return fmt::format("{} {}", rule.layers, percent(rule.density.value_or(1)));
}

std::string format_text(const SparsityChoice& choice) {
  if (choice.format == WeightFormat::n_m) return fmt::format("{}:{}", choice.n, choice.m);
  if (choice.format == WeightFormat::block)
    return fmt::format("in blocks of {} x {}", choice.block_rows, choice.block_columns);
  return std::string(name_of(choice.format));
}

/// Multiply-accumulates of the trunk that are left; 1 where nothing is known of them.
double share_left(const NetworkProfile& profile) {
  double left = 0;
  double pruned = 0;
  for (const auto& layer : profile.layers) {
    left += layer.cost.macs.value_or(Macs{}).value;
    if (layer.cost.pruning) pruned += layer.cost.pruning->pruned.value;
  }
  return left + pruned > 0 ? left / (left + pruned) : 1;
}

std::string sparsity_text(const SparsityChoice& choice, const NetworkProfile& profile) {
  std::vector<std::string> parts;
  for (const auto& rule : choice.rules) parts.push_back(rule_text(rule));
  if (choice.density) {
    parts.push_back(fmt::format("{} {}", parts.empty() ? "density" : "others", percent(*choice.density)));
  }
  return fmt::format("sparse: {} {} ({} of the multiply-accumulates left)", fmt::join(parts, ", "),
                     format_text(choice), percent(share_left(profile)));
}

}  // namespace

std::string adaptation_text(const NetworkUse& network) {
  std::vector<std::string> parts;
  const Adaptation& adaptation = network.adaptation;
  if (adaptation.sparsity) parts.push_back(sparsity_text(*adaptation.sparsity, network.profile));
  if (adaptation.weight_bits != Adaptation{}.weight_bits)
    parts.push_back(fmt::format("weights {} bit", adaptation.weight_bits));
  if (network.profile.cut_bits != NetworkProfile{}.cut_bits)
    parts.push_back(fmt::format("cut {} bit", network.profile.cut_bits));
  std::vector<std::string> bottlenecks;
  for (const auto& bottleneck : network.profile.bottlenecks)
    bottlenecks.push_back(bottleneck.after + (bottleneck.name.empty() ? "" : "+" + bottleneck.name));
  if (!bottlenecks.empty()) parts.push_back(fmt::format("bottleneck after {}", fmt::join(bottlenecks, ", ")));
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace splitscape
