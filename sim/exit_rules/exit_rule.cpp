#include "sim/exit_rules/exit_rule.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace splitscape {
namespace {

const std::string& name_of(const PolicySetting& setting) {
  return setting.costs.network().profile().name;
}

void require(bool known, const PolicySetting& setting, std::string_view what) {
  if (known || side_branches(setting) == 0) return;
  throw std::invalid_argument(fmt::format("network '{}' has no samples with {}", name_of(setting), what));
}

}  // namespace

ExitRule::ExitRule(const Parameters& parameters, const PolicySetting& setting)
    : cut_(parameters, setting, setting.costs.layers()) {
  for (std::size_t exit = 1; exit <= side_branches(setting); ++exit) exits_.insert(exit);
}

Decision ExitRule::decide(const Observation& observation) {
  Decision decision = cut_.decide(observation);
  decision.exits = exits_;
  return decision;
}

std::size_t side_branches(const PolicySetting& setting) {
  return setting.costs.network().exit_count() - 1;
}

std::vector<double> for_each_exit(std::vector<double> values, const PolicySetting& setting,
                                  std::string_view what) {
  const std::size_t branches = side_branches(setting);
  if (values.size() == 1) values.resize(branches, values.front());
  if (values.size() != branches) {
    throw std::invalid_argument(fmt::format("{} {} for the {} side branches of network '{}'", values.size(),
                                            what, branches, name_of(setting)));
  }
  return values;
}

void require_confidences(const PolicySetting& setting) {
  require(setting.has_confidences, setting, "confidences to look at");
}

void require_entropies(const PolicySetting& setting) {
  require(
      setting.has_entropies, setting,
      "entropies to look at: a table needs a column for them (samples: {..., entropy: COLUMN}), or, of two "
      "classes, confidences");
}

void require_predictions(const PolicySetting& setting) {
  require(setting.has_predictions, setting, "predictions to look at");
}

void require_classes(const PolicySetting& setting) {
  require(setting.classes >= 2, setting, "a known number of classes: write samples: {..., classes: NUMBER}");
}

const SampleTrace& calibration_of(const PolicySetting& setting) {
  if (setting.calibration != nullptr) return *setting.calibration;
  throw std::invalid_argument(
      fmt::format("network '{}' has no calibration part: write samples: {{..., calibration: 20%}}, or "
                  "--calibration 20% for a replay",
                  name_of(setting)));
}

}  // namespace splitscape
