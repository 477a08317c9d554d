#include "tests/support/policy_choices.hpp"

#include <stdexcept>

namespace splitscape::test {
namespace {

ParameterValue some_value(const ParameterEntry& parameter) {
  switch (parameter.kind) {
    case ParameterKind::share:
    case ParameterKind::shares:
      return 0.7;
    case ParameterKind::factor:
    case ParameterKind::count:
      return 2.0;
    case ParameterKind::amount:
    case ParameterKind::amounts:
    case ParameterKind::seconds:
      return 0.5;
    case ParameterKind::choice:
      return std::string(parameter.choices.front());
    case ParameterKind::layers:
      return std::string("exit 2");
    default:
      throw std::logic_error("a parameter that must be given and has no plain value");
  }
}

}  // namespace

PolicyChoice some_choice(const PolicyEntry& entry) {
  PolicyChoice choice{.name = std::string(entry.name)};
  for (const ParameterEntry& parameter : entry.parameters) {
    if (!parameter.default_text) choice.parameters.emplace_back(parameter.name, some_value(parameter));
    // Otherwise a short run would not get over drawing at random.
    if (parameter.name == "random_first") choice.parameters.emplace_back(parameter.name, 10.0);
  }
  return choice;
}

}  // namespace splitscape::test
