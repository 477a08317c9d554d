#include "sim/exit_rules/cut_choice.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "models/nearest_name.hpp"
#include "sim/placement.hpp"

namespace splitscape {
namespace {

bool can_choose(const PolicyEntry& entry) {
  return entry.only_cuts && !entry.knows_truth &&
         std::all_of(entry.parameters.begin(), entry.parameters.end(),
                     [](const ParameterEntry& parameter) { return parameter.default_text.has_value(); });
}

std::vector<std::string> names_of_those_that_can() {
  std::vector<std::string> names;
  for (const PolicyEntry& entry : policy_catalogue()) {
    if (can_choose(entry)) names.emplace_back(entry.name);
  }
  return names;
}

/// The policy of this name. @throws std::invalid_argument
std::unique_ptr<OffloadPolicy> chooser(const std::string& name, std::vector<std::string> layers,
                                       const PolicySetting& setting) {
  const auto able = names_of_those_that_can();
  if (const PolicyEntry* entry = find_policy(name)) {
    if (can_choose(*entry)) return make_policy({.name = name}, setting);
    std::string list;
    for (const auto& other : able) list += (list.empty() ? "" : ", ") + other;
    throw std::invalid_argument(
        fmt::format("policy '{}' cannot decide the cut of another one: it looks at exits itself, needs "
                    "parameters or knows the truth; one of: {}",
                    name, list));
  }
  layers.insert(layers.end(), able.begin(), able.end());
  throw std::invalid_argument(fmt::format(
      "network '{}' has no layer '{}' to cut after, and no policy that decides cuts has this name{}",
      setting.costs.network().profile().name, name, suggestion(name, layers)));
}

}  // namespace

CutChoice::CutChoice(const Parameters& parameters, const PolicySetting& setting, std::size_t otherwise) {
  const auto names = parameters.texts("cut");
  const auto layers = cut_names(setting.costs.network());
  if (names.size() == 1 && std::find(layers.begin(), layers.end(), names.front()) == layers.end()) {
    policy_ = chooser(names.front(), layers, setting);
    return;
  }
  fixed_.cuts = names.empty() ? same_cut(otherwise, setting) : cuts_after(names, setting);
  require_fit(fixed_.cuts, setting);
}

Decision CutChoice::decide(const Observation& observation) {
  if (policy_ == nullptr) return fixed_;
  Decision decision = policy_->decide(observation);
  decision.exits = {};
  return decision;
}

void CutChoice::learn(const Feedback& feedback) {
  if (policy_ != nullptr) policy_->learn(feedback);
}

std::vector<double> CutChoice::learned() const {
  return policy_ != nullptr ? policy_->learned() : std::vector<double>{};
}

ParameterEntry cut_parameter(std::string_view otherwise) {
  return {.name = "cut",
          .kind = ParameterKind::layers,
          .default_text = otherwise,
          .meaning =
              "last layer on the device (\"exit 1\": the one with the first exit), one a hop of the path; "
              "or a policy that decides it for each request, such as neurosurgeon"};
}

}  // namespace splitscape
