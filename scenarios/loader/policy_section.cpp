#include "scenarios/loader/policy_section.hpp"

#include <algorithm>
#include <optional>

#include "models/nearest_name.hpp"
#include "scenarios/loader/learned_file.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

/// A file with what an earlier run learned; the value is what its first device had learned under the policy.
Format<ParameterValue> learned_format(const std::vector<std::string>& policies) {
  const auto file = text_format("file learned.csv of an earlier run");
  return {file.type, file.schema, [file, policies](const Value& value, Reading& reading) {
            const std::string name = file.read(value, reading);
            return ParameterValue(read_learned(reading.text_of_file(value), name, policies));
          }};
}

/// @param policies names that the values of a file of learned ones may stand under
Format<ParameterValue> parameter_format(const ParameterEntry& parameter,
                                        const std::vector<std::string>& policies = {}) {
  const auto as_value = [](auto value) { return ParameterValue(std::move(value)); };
  switch (parameter.kind) {
    case ParameterKind::share:
      return converted<ParameterValue>(share_format(), as_value);
    case ParameterKind::shares:
      return converted<ParameterValue>(one_or_list_format(share_format()), as_value);
    case ParameterKind::factor:
      return converted<ParameterValue>(number_format(1), as_value);
    case ParameterKind::amount:
      return converted<ParameterValue>(number_format(0), as_value);
    case ParameterKind::amounts:
      return converted<ParameterValue>(one_or_list_format(number_format(0)), as_value);
    case ParameterKind::seconds:
      return converted<ParameterValue>(quantity_format<Seconds>(Bound::not_negative),
                                       [](Seconds time) { return ParameterValue(time.value); });
    case ParameterKind::count:
      return converted<ParameterValue>(
          count_format(0), [](std::uint64_t count) { return ParameterValue(static_cast<double>(count)); });
    case ParameterKind::learned:
      return learned_format(policies);
    case ParameterKind::layers:
      return converted<ParameterValue>(one_or_list_format(text_format("layer")), as_value);
    case ParameterKind::choice: {
      std::vector<std::pair<std::string, std::string>> words;
      for (const auto word : parameter.choices) words.emplace_back(word, word);
      return converted<ParameterValue>(choice_format<std::string>(std::move(words)), as_value);
    }
  }
  throw std::logic_error("a kind of parameter without a format");
}

/// The first parameter that must be given; null where there is none.
const ParameterEntry* needed_parameter(const PolicyEntry& policy) {
  const auto found = std::find_if(policy.parameters.begin(), policy.parameters.end(),
                                  [](const auto& p) { return !p.default_text; });
  return found == policy.parameters.end() ? nullptr : &*found;
}

const PolicyEntry& known_policy(const Value& name) {
  if (name.kind() != Value::Kind::text) refuse(name, "the name of a policy");
  if (const PolicyEntry* policy = find_policy(name.text())) return *policy;
  std::vector<std::string> names;
  for (const auto& policy : policy_catalogue()) names.emplace_back(policy.name);
  refuse_word(name, names);
}

PolicyChoice read_by_name(const Value& value) {
  const PolicyEntry& policy = known_policy(value);
  if (const auto* needed = needed_parameter(policy)) {
    throw InputError(value.position(),
                     fmt::format("policy '{}' needs the parameter '{}': write {{name: {}, {}: ...}}",
                                 policy.name, needed->name, policy.name, needed->name));
  }
  return {.name = value.text()};
}

/// What results may call a policy: by its label first.
std::vector<std::string> shown_names(const Value& policy) {
  std::vector<std::string> names;
  for (const char* key : {"label", "name"}) {
    if (const Value* name = policy.find(key)) names.push_back(name->text());
  }
  return names;
}

PolicyChoice read_table(const Value& value, Reading& reading) {
  const Value* name = value.find("name");
  if (name == nullptr) throw InputError(value.position(), "a policy needs the key 'name'");
  const PolicyEntry& policy = known_policy(*name);
  PolicyChoice choice{.name = name->text()};
  std::vector<std::string> keys{"name", "label"};
  for (const auto& parameter : policy.parameters) keys.emplace_back(parameter.name);
  for (const auto& entry : value.entries()) {
    if (entry.key == "name") continue;
    if (entry.key == "label") {
      choice.label = text_format("label").read(entry.value, reading);
      continue;
    }
    const auto parameter = std::find_if(policy.parameters.begin(), policy.parameters.end(),
                                        [&](const auto& p) { return p.name == entry.key; });
    if (parameter == policy.parameters.end()) {
      throw InputError(entry.key_position, fmt::format("policy '{}' has no parameter '{}'{}", policy.name,
                                                       entry.key, suggestion(entry.key, keys)));
    }
    choice.parameters.emplace_back(
        entry.key, parameter_format(*parameter, shown_names(value)).read(entry.value, reading));
  }
  for (const auto& parameter : policy.parameters) {
    if (!parameter.default_text && value.find(parameter.name) == nullptr) {
      throw InputError(value.position(), fmt::format("policy '{}' needs the parameter '{}': {}", policy.name,
                                                     parameter.name, parameter.meaning));
    }
  }
  return choice;
}

std::string table_schema(const PolicyEntry& policy) {
  std::string properties =
      fmt::format(R"("name":{{"const":{}}},"label":{})", json_string(policy.name), text_format().schema);
  std::string needed = json_string("name");
  for (const auto& parameter : policy.parameters) {
    properties += "," + json_string(parameter.name) + ":" + parameter_format(parameter).schema;
    if (!parameter.default_text) needed += "," + json_string(parameter.name);
  }
  return fmt::format(
      R"({{"type":"object","properties":{{{}}},"required":[{}],"additionalProperties":false}})", properties,
      needed);
}

Format<PolicyChoice> policy_format() {
  std::string plain;
  std::string tables;
  for (const auto& policy : policy_catalogue()) {
    if (needed_parameter(policy) == nullptr) plain += (plain.empty() ? "" : ",") + json_string(policy.name);
    tables += "," + table_schema(policy);
  }
  return {"policy, or a table with its name, label and parameters",
          fmt::format(R"({{"anyOf":[{{"enum":[{}]}}{}]}})", plain, tables),
          [](const Value& value, Reading& reading) {
            return value.kind() == Value::Kind::table ? read_table(value, reading) : read_by_name(value);
          }};
}

}  // namespace

Format<std::vector<PolicyChoice>> policies_format() {
  return one_or_list_format(policy_format());
}

}  // namespace splitscape
