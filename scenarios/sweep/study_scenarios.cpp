#include "scenarios/sweep/study_scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "models/nearest_name.hpp"
#include "scenarios/loader/document_path.hpp"
#include "scenarios/loader/yaml_document.hpp"

namespace splitscape {
namespace {

Value read_base(const Study& study) {
  Value base;
  try {
    base = parse_document(read_text_file(study.scenario), study.scenario);
  } catch (const InputError& error) {
    throw InputError(study.scenario_position, error.what(), ErrorKind::meaning);
  }
  if (base.kind() != Value::Kind::table) refuse(base, "a table with the keys of a scenario");
  return base;
}

/// Whether a path begins with a key, which may have points in it.
bool begins_with(std::string_view path, std::string_view key) {
  return path.starts_with(key) && (path.size() == key.size() || path[key.size()] == '.');
}

/// A name that is written wrong would make a new link that nobody uses: a part of something must be of
/// something that is there.
void require_known_name(const Value& document, const KeyChange& change) {
  static constexpr std::array<std::string_view, 4> named{"networks", "links", "servers", "devices"};
  const std::string_view key = change.key;
  for (const std::string_view section : named) {
    if (!begins_with(key, section) || key.size() == section.size()) continue;
    const std::string_view rest = key.substr(section.size() + 1);
    std::vector<std::string> names;
    if (const Value* table = document.find(section)) {
      for (const auto& entry : table->entries()) names.push_back(entry.key);
    }
    const bool known = std::any_of(names.begin(), names.end(),
                                   [rest](const std::string& name) { return begins_with(rest, name); });
    const auto point = rest.find('.');
    if (known || point == std::string_view::npos) return;
    const std::string name(rest.substr(0, point));
    throw InputError(change.position,
                     fmt::format("'{}': the scenario has no {} '{}'{}", change.key,
                                 section.substr(0, section.size() - (section == "devices" ? 0 : 1)), name,
                                 suggestion(name, names)));
  }
}

void apply(Value& document, const KeyChange& change) {
  require_known_name(document, change);
  override_value(document, change.key, change.value, change.position);
}

void put_policy(Value& document, Value policy) {
  const Position position = policy.position();
  if (Value* present = document.find("policy")) {
    *present = std::move(policy);
  } else {
    document.add_entry(position, "policy", std::move(policy));
  }
}

/// A name means the scenario's own policy of this name where there is one, as `--policy` does.
Value meant_policy(const Value& document, const Value& wanted) {
  if (wanted.kind() == Value::Kind::text) {
    for (const Value& own : policies_in(document)) {
      if (policy_name(own) == wanted.text()) return own;
    }
  }
  return wanted;
}

}  // namespace

StudyScenarios::StudyScenarios(Study study, const Zoo& zoo)
    : study_(std::move(study)),
      rows_(study_),
      base_(read_base(study_)),
      directory_(std::filesystem::path(study_.scenario).parent_path().string()),
      reader_(zoo, &before_) {}

Value StudyScenarios::document(std::size_t row) const {
  Value document = base_;
  for (const KeyChange& change : study_.changes) apply(document, change);
  const auto points = rows_.row(row);
  for (const AxisPoint& point : points) {
    // First, whatever the order of the axes: others may change a parameter of the policy.
    if (point.policy) put_policy(document, meant_policy(document, *point.policy));
  }
  for (const AxisPoint& point : points) {
    for (const KeyChange& change : point.changes) apply(document, change);
  }
  return document;
}

LoadedScenario StudyScenarios::load(const ScenarioOfStudy& which) const {
  Value document = this->document(which.row);
  for (const Value& policy : policies_in(document)) {
    if (policy_name(policy) == which.policy) return load(std::move(document), policy, which);
  }
  throw InputError(document.position(),
                   fmt::format("the scenario has no policy '{}' any more", which.policy));
}

LoadedScenario StudyScenarios::load(Value document, const Value& policy, const ScenarioOfStudy& which) const {
  Value one = Value::make_list(policy.position());  // as --policy leaves it
  one.add_item(policy);
  put_policy(document, std::move(one));
  LoadedScenario loaded = reader_.load(std::move(document), study_.scenario, directory_);
  if (which.seed) loaded.scenario.seed = *which.seed;
  loaded.scenario.run = which.run;
  put_replication(loaded.document, loaded.scenario.seed, loaded.scenario.run);
  return loaded;
}

void put_replication(Value& document, std::uint64_t seed, std::uint64_t run) {
  for (const auto& [key, number] : {std::pair("seed", seed), std::pair("run", run)}) {
    const Position place{fmt::format("--{} {}", key, number), 0, 0};
    override_value(document, key, Value::make_text(place, fmt::format("{}", number), false), place);
  }
}

}  // namespace splitscape
