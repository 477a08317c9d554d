#include "scenarios/app/named_policy.hpp"

#include <fmt/format.h>

#include "scenarios/loader/document_path.hpp"
#include "scenarios/loader/policy_section.hpp"
#include "scenarios/loader/reading.hpp"

namespace splitscape {

Value document_of(const NamedPolicy& policy) {
  const Position place{.file = fmt::format("--policy {}", policy.name)};
  Value document = Value::make_table(place);
  document.add_entry(place, "name", Value::make_text(place, policy.name, false));
  for (const auto& assignment : policy.assignments) override_value(document, assignment);
  return document;
}

PolicyChoice policy_of(const NamedPolicy& policy, const Zoo& zoo) {
  Reading reading(zoo, "");
  return policies_format().read(document_of(policy), reading).front();
}

}  // namespace splitscape
