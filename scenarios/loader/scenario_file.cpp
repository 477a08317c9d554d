#include "scenarios/loader/scenario_file.hpp"

#include <filesystem>

#include "scenarios/loader/device_sections.hpp"
#include "scenarios/loader/document_path.hpp"
#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "scenarios/loader/place_sections.hpp"
#include "scenarios/loader/policy_section.hpp"
#include "scenarios/loader/yaml_document.hpp"

namespace splitscape {
namespace {

Section<Scenario> scenario_section(const Zoo& zoo) {
  Section<Scenario> section("scenario", "All that a run depends on.");
  section.optional("name", &Scenario::name, text_format(), "the name of its file", "what results call it")
      .optional("seed", &Scenario::seed, count_format(0), "1", "of the random numbers: the experiment")
      .optional("run", &Scenario::run, count_format(0), "0", "likewise: the replication")
      .optional("duration", &Scenario::duration, quantity_format<Seconds>(Bound::positive),
                "until 'requests' have arrived", "how long requests arrive")
      .optional("requests", &Scenario::requests, count_format(1), "until 'duration' has passed",
                "how many requests arrive, over all devices")
      .optional("warmup", &Scenario::warmup, quantity_format<Seconds>(Bound::not_negative), "0 s",
                "requests that arrive before are not measured")
      .optional("at_end", &Scenario::at_end,
                choice_format<AtEnd>({{"drain", AtEnd::drain}, {"cut", AtEnd::cut}}), "drain",
                "requests in flight when no more arrive: drain lets them end, cut counts them as unfinished")
      .optional("network_model", &Scenario::network_model,
                choice_format<NetworkModel>({{"fluid", NetworkModel::fluid}, {"tcp", NetworkModel::tcp}}),
                "fluid", "how transfers share a link: equal shares, or SimGrid's LV08 model of TCP")
      .required("networks", &Scenario::networks, networks_format(), "networks by name")
      .optional("links", &Scenario::links, links_format(zoo), "none", "links by name")
      .optional("servers", &Scenario::servers, servers_format(zoo), "none", "servers by name")
      .required("devices", &Scenario::devices, devices_format(zoo), "groups of devices by name")
      .required("policy", &Scenario::policies, policies_format(),
                "the rule of the devices, or a list of rules to compare");
  return section;
}

/// Keeps of the scenario's policies those that are named, and adds those that it does not have.
void choose_policies(Value& document, const std::vector<std::string>& names) {
  if (names.empty()) return;
  const std::vector<Value> given = policies_in(document);
  Value chosen = Value::make_list({"--policy", 0, 0});
  for (const auto& name : names) {
    const auto found = std::find_if(given.begin(), given.end(),
                                    [&](const Value& policy) { return policy_name(policy) == name; });
    chosen.add_item(found != given.end() ? *found
                                         : Value::make_text({"--policy " + name, 0, 0}, name, false));
  }
  if (Value* policy = document.find("policy")) {
    *policy = chosen;
  } else {
    document.add_entry({"--policy", 0, 0}, "policy", chosen);
  }
}

}  // namespace

std::vector<Value> policies_in(const Value& document) {
  const Value* policy = document.find("policy");
  if (policy == nullptr) return {};
  return policy->kind() == Value::Kind::list ? policy->items() : std::vector<Value>{*policy};
}

std::string policy_name(const Value& policy) {
  if (policy.kind() == Value::Kind::text) return policy.text();
  const Value* name = policy.find("name");
  const Value* label = policy.find("label");
  if (label != nullptr) return label->text();
  return name != nullptr ? name->text() : "";
}

ScenarioReader::ScenarioReader(const Zoo& zoo, ReadBefore* before)
    : zoo_(zoo), before_(before), section_(scenario_section(zoo)) {}

LoadedScenario ScenarioReader::load(Value document, const std::string& file, const std::string& directory,
                                    const Overrides& overrides) const {
  if (document.kind() != Value::Kind::table) refuse(document, "a table with the keys of a scenario");
  for (const auto& assignment : overrides.assignments) override_value(document, assignment);
  choose_policies(document, overrides.policies);
  Reading reading(zoo_, directory, before_);
  LoadedScenario loaded;
  loaded.scenario = section_.read(document, reading);
  if (loaded.scenario.name.empty()) loaded.scenario.name = std::filesystem::path(file).stem().string();
  loaded.document = std::move(document);
  loaded.file = file;
  loaded.directory = directory;
  loaded.inputs = reading.inputs();
  return loaded;
}

LoadedScenario load_scenario(Value document, const std::string& file, const std::string& directory,
                             const Overrides& overrides, const Zoo& zoo) {
  return ScenarioReader(zoo).load(std::move(document), file, directory, overrides);
}

LoadedScenario load_scenario(const std::string& file, const Overrides& overrides, const Zoo& zoo) {
  const std::string directory = std::filesystem::path(file).parent_path().string();
  return load_scenario(parse_document(read_text_file(file), file), file, directory, overrides, zoo);
}

InputError at_its_key(const Contradiction& contradiction, const LoadedScenario& loaded) {
  return {locate(loaded.document, contradiction.where), contradiction.what, ErrorKind::meaning};
}

std::string scenario_schema(const Zoo& zoo) {
  std::string schema = scenario_section(zoo).schema();
  schema.insert(1,
                R"("$schema":"https://json-schema.org/draft/2020-12/schema","title":"Splitscape scenario",)");
  return schema;
}

std::vector<SectionDoc> scenario_docs(const Zoo& zoo) {
  std::vector<SectionDoc> docs{scenario_section(zoo).doc()};
  const auto append = [&docs](const std::vector<SectionDoc>& more) {
    docs.insert(docs.end(), more.begin(), more.end());
  };
  append(network_docs());
  append(device_docs(zoo));
  append(link_docs(zoo));
  append(server_docs(zoo));
  append(hardware_docs());
  append(profile_docs());
  return docs;
}

}  // namespace splitscape
