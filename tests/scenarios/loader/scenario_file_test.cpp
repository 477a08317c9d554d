#include "scenarios/loader/scenario_file.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "scenarios/loader/document_path.hpp"
#include "sim/check.hpp"
#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;
using nlohmann::json;

namespace {

/// A sound scenario. Tests count its lines.
const std::string sound =
    "requests: 10\n"
    "networks:\n"
    "  abc:\n"
    "    profile: {input: 1 kB, layers: [{name: a, macs: 1 MMAC, output: 10 B}]}\n"
    "links:\n"
    "  air: {up: 1 Mbps}\n"
    "servers:\n"
    "  edge: {hardware: {rate: 1 GMAC/s}}\n"
    "devices:\n"
    "  cams:\n"
    "    hardware: {rate: 1 GMAC/s}\n"
    "    network: abc\n"
    "    path: [air, edge]\n"
    "    arrivals: {poisson: 1 /s}\n"
    "policy: device_only\n";

/// The sound scenario with one of its pieces replaced.
std::string changed(const std::string& piece, const std::string& by) {
  const auto place = sound.find(piece);
  REQUIRE(place != std::string::npos);
  return std::string(sound).replace(place, piece.size(), by);
}

LoadedScenario loaded(const std::string& yaml, const Overrides& overrides = {}) {
  return load_scenario(parse_document(yaml, "f.yaml"), "dir/f.yaml", "dir", overrides, project_zoo());
}

std::string refusal_of(const std::string& yaml, const Overrides& overrides = {}) {
  return refusal([&] { loaded(yaml, overrides); });
}

/// Where the only contradiction of a scenario lies.
std::string location(const std::string& yaml) {
  const LoadedScenario read = loaded(yaml);
  const auto found = check(read.scenario);
  REQUIRE(found.size() == 1);
  const std::string message = at_its_key(found[0], read).what();
  return message.substr(0, message.find(": "));
}

std::vector<std::string> names(const std::vector<PolicyChoice>& policies) {
  std::vector<std::string> names;
  for (const auto& policy : policies) names.push_back(policy.name);
  return names;
}

/// Every object of a schema that has properties takes no others. @return how many there are
int closed_objects(const json& schema) {
  int count = 0;
  if (schema.is_object() && schema.contains("properties")) {
    ++count;
    CHECK_MESSAGE(schema.value("additionalProperties", json(true)) == false, schema.dump().substr(0, 200));
  }
  for (const auto& part : schema) {
    if (part.is_structured()) count += closed_objects(part);
  }
  return count;
}

}  // namespace

// ---- reading

TEST_CASE("a scenario that says little runs once from seed 1 until all is answered") {
  const Scenario read = loaded(changed("requests: 10\n", "")).scenario;
  CHECK(read.name == "f");
  CHECK(read.seed == 1);
  CHECK(read.run == 0);
  CHECK(!read.duration);
  CHECK(!read.requests);
  CHECK(read.warmup == Seconds{0});
  CHECK(read.at_end == AtEnd::drain);
  CHECK(read.network_model == NetworkModel::fluid);
  CHECK(names(read.policies) == std::vector<std::string>{"device_only"});
}

TEST_CASE("a scenario may do without links and servers") {
  const Scenario read = loaded(
                            "networks: {abc: {profile: alexnet}}\n"
                            "devices: {cams: {hardware: phone, network: abc, arrivals: {closed: 1 s}}}\n"
                            "policy: device_only\n")
                            .scenario;
  CHECK(read.links.empty());
  CHECK(read.servers.empty());
}

TEST_CASE("every key of a scenario is read") {
  const Scenario read = loaded(changed("requests: 10\n",
                                       "name: fleet\nseed: 7\nrun: 3\nduration: 10 min\nrequests: 20\n"
                                       "warmup: 30 s\nat_end: cut\nnetwork_model: tcp\n"))
                            .scenario;
  CHECK(read.name == "fleet");
  CHECK(read.seed == 7);
  CHECK(read.run == 3);
  CHECK(read.duration == Seconds{600});
  CHECK(read.requests == 20);
  CHECK(read.warmup == Seconds{30});
  CHECK(read.at_end == AtEnd::cut);
  CHECK(read.network_model == NetworkModel::tcp);
  REQUIRE(read.networks.size() == 1);
  CHECK(read.networks[0].name == "abc");
  REQUIRE(read.links.size() == 1);
  CHECK(read.links[0].name == "air");
  REQUIRE(read.servers.size() == 1);
  CHECK(read.servers[0].name == "edge");
  REQUIRE(read.devices.size() == 1);
  CHECK(read.devices[0].path == std::vector<std::string>{"air", "edge"});
}

TEST_CASE("what holds where keys of a scenario are left out can be written as well") {
  CHECK(loaded("name: f\nseed: 1\nrun: 0\nwarmup: 0 s\nat_end: drain\nnetwork_model: fluid\n" + sound)
            .scenario == loaded(sound).scenario);
  CHECK(loaded("seed: 0\n" + sound).scenario.seed == 0);
  CHECK(loaded(changed("requests: 10", "requests: 1")).scenario.requests == 1);
}

TEST_CASE("a scenario file finds what it names beside itself and remembers what it read") {
  const TemporaryDirectory directory;
  directory.write("traces/up.txt", "0 1\n1 2\n");
  const std::string file = directory.write(
      "fleet.yaml", changed("air: {up: 1 Mbps}", "air: {up: {trace: traces/up.txt}, radio: none}"));
  const LoadedScenario read = load_scenario(file, {}, project_zoo());
  CHECK(read.scenario.name == "fleet");
  CHECK(read.scenario.links[0].up.steps.size() == 2);
  CHECK(read.file == file);
  CHECK(read.directory == directory.path());
  REQUIRE(read.inputs.size() == 2);
  CHECK(read.inputs[0] == InputFile{"traces/up.txt", sha256("0 1\n1 2\n")});
  CHECK(read.inputs[1].path == "zoo:radios/none.yaml");
}

TEST_CASE("a document that is no table is refused as a scenario") {
  CHECK(refusal_of("- requests: 10\n") ==
        "f.yaml:1:1: expected a table with the keys of a scenario, found a list");
}

TEST_CASE("a misspelt key of a scenario is refused with the nearest one") {
  CHECK(refusal_of(changed("requests: 10\n", "request: 10\n")) ==
        "f.yaml:1:1: unknown key 'request' in a scenario; did you mean 'requests'?");
}

TEST_CASE("a scenario without devices is refused") {
  CHECK(refusal_of("networks: {}\npolicy: device_only\n") ==
        "f.yaml:1:1: a scenario needs the key 'devices' (table of name: group of devices)");
}

TEST_CASE("numbers of requests and durations of zero are refused") {
  CHECK_THROWS_AS(loaded(changed("requests: 10", "requests: 0")), InputError);
  CHECK_THROWS_AS(loaded(changed("requests: 10", "duration: 0 s")), InputError);
  CHECK_THROWS_AS(loaded(changed("requests: 10", "seed: -1")), InputError);
}

// ---- overrides

TEST_CASE("overrides are in the scenario and in its document") {
  const LoadedScenario read =
      loaded(sound, {.assignments = {"seed=5", "devices.cams.path.0=wire", "seed=6"}});
  CHECK(read.scenario.seed == 6);
  CHECK(read.scenario.devices[0].path[0] == "wire");
  CHECK(read.document.find("seed")->text() == "6");
}

TEST_CASE("an override that the scenario cannot use is refused in the override") {
  CHECK(refusal_of(sound, {.assignments = {"requests=few"}}) ==
        "--set requests=few: expected a whole number from 1, found 'few'");
  CHECK(refusal_of(sound, {.assignments = {"links.air.latncy=1 s"}}) ==
        "--set links.air.latncy=1 s: unknown key 'latncy' in a link; did you mean 'latency'?");
}

TEST_CASE("policies of the command line keep the parameters of the file") {
  const std::string yaml =
      changed("policy: device_only",
              "policy: [device_only, {name: fixed_cut, cut: a}, {name: fixed_cut, label: all, cut: input}]");
  const auto policies = loaded(yaml, {.policies = {"all", "fixed_cut", "server_only"}}).scenario.policies;
  CHECK(names(policies) == std::vector<std::string>{"fixed_cut", "fixed_cut", "server_only"});
  CHECK(policies[0].label == "all");
  CHECK(policies[1].parameters[0].second == ParameterValue(std::vector<std::string>{"a"}));
}

TEST_CASE("a policy of the command line serves a file with one policy or none") {
  CHECK(names(loaded(sound, {.policies = {"server_only"}}).scenario.policies) ==
        std::vector<std::string>{"server_only"});
  CHECK(
      names(loaded(changed("policy: device_only\n", ""), {.policies = {"server_only"}}).scenario.policies) ==
      std::vector<std::string>{"server_only"});
}

TEST_CASE("a misspelt policy of the command line is refused there") {
  CHECK(refusal_of(sound, {.policies = {"server_olny"}}) ==
        "--policy server_olny: 'server_olny' is not known here; did you mean 'server_only'?");
}

// ---- contradictions

TEST_CASE("a sound scenario has no contradiction") {
  CHECK(check(loaded(sound).scenario).empty());
}

TEST_CASE("a contradiction is an error of meaning at its key") {
  const LoadedScenario read = loaded(sound);
  const InputError error = at_its_key({"devices.cams.path.1", "no such place"}, read);
  CHECK(std::string(error.what()) == "f.yaml:13:17: no such place");
  CHECK(error.kind() == ErrorKind::meaning);
}

TEST_CASE("contradictions of a scenario are located at its keys or at its beginning") {
  CHECK(location(changed("requests: 10", "seed: 2")) == "f.yaml:1:1");
  CHECK(location(changed("requests: 10", "requests: 10\nat_end: cut")) == "f.yaml:2:1");
  CHECK(location(changed("requests: 10", "duration: 1 s\nwarmup: 1 s")) == "f.yaml:2:1");
}

TEST_CASE("contradictions of a network are located at its name") {
  CHECK(location(changed("{name: a, macs: 1 MMAC, output: 10 B}", "")) == "f.yaml:3:3");
}

TEST_CASE("contradictions of a link are located at its keys") {
  CHECK(location(changed("{up: 1 Mbps}", "{up: 1 Mbps, cells: 2}")) == "f.yaml:6:21");
  CHECK(location(changed("{up: 1 Mbps}", "{up: 1 Mbps, down: 2 Mbps, duplex: half}")) == "f.yaml:6:35");
}

TEST_CASE("contradictions of a server are located at its keys") {
  const std::string hardware = "{hardware: {rate: 1 GMAC/s}";
  CHECK(location(changed(hardware, hardware + ", discipline: sharing, queue: 3")) == "f.yaml:8:59");
  CHECK(location(changed(hardware, hardware + ", discipline: sharing, batch: {largest: 2}")) ==
        "f.yaml:8:59");
  CHECK(location(changed(hardware, hardware + ", batch: {largest: 2, time: {1: 2}}")) == "f.yaml:8:58");
}

TEST_CASE("contradictions of a group of devices are located at its keys and places") {
  CHECK(location(changed("network: abc", "network: abd")) == "f.yaml:12:5");
  CHECK(location(changed("[air, edge]", "[air]")) == "f.yaml:13:5");
  CHECK(location(changed("[air, edge]", "[ait, edge]")) == "f.yaml:13:12");
  CHECK(location(changed("[air, edge]", "[air, edgy]")) == "f.yaml:13:17");
  CHECK(location(changed("network: abc", "network: abc\n    battery: 1 J")) == "f.yaml:13:5");
}

TEST_CASE("contradictions of a policy are located at it or at its place in the list") {
  CHECK(location(changed("policy: device_only", "policy: {name: fixed_cut, cut: z}")) == "f.yaml:15:1");
  CHECK(location(changed("policy: device_only", "policy: [device_only, {name: fixed_cut, cut: z}]")) ==
        "f.yaml:15:23");
  CHECK(location(changed("policy: device_only", "policy: [device_only, device_only]")) == "f.yaml:15:23");
}

TEST_CASE("contradictions of a name with a point are located at its keys too") {
  std::string yaml = changed("  cams:", "  cams.v2:");
  yaml.replace(yaml.find("network: abc"), 12, "network: abd");
  CHECK(location(yaml) == "f.yaml:12:5");
}

// ---- schema and documentation

TEST_CASE("the schema of scenarios is JSON whose objects take no other keys") {
  const json schema = json::parse(scenario_schema(project_zoo()));
  CHECK(schema["$schema"] == "https://json-schema.org/draft/2020-12/schema");
  CHECK(schema["type"] == "object");
  // At least the sections of the documentation, and each policy.
  CHECK(closed_objects(schema) > static_cast<int>(scenario_docs(project_zoo()).size()));
}

TEST_CASE("the schema of scenarios needs what the loader needs") {
  const json schema = json::parse(scenario_schema(project_zoo()));
  CHECK(schema["required"] == json{"networks", "devices", "policy"});
  const json device = schema["properties"]["devices"]["additionalProperties"];
  CHECK(device["required"] == json{"hardware", "network", "arrivals"});
}

TEST_CASE("the schema of scenarios names the hardware and the radios of the zoo") {
  const json schema = json::parse(scenario_schema(project_zoo()));
  const json device = schema["properties"]["devices"]["additionalProperties"];
  const json link = schema["properties"]["links"]["additionalProperties"];
  CHECK(device["properties"]["hardware"]["anyOf"][0]["enum"] == json(project_zoo().names("hardware")));
  CHECK(link["properties"]["radio"]["anyOf"][0]["enum"] == json(project_zoo().names("radios")));
}

TEST_CASE("the schema and the documentation of a scenario have the same keys") {
  std::set<std::string> in_schema;
  const json schema = json::parse(scenario_schema(project_zoo()));
  for (const auto& [key, unused] : schema["properties"].items()) in_schema.insert(key);
  std::set<std::string> in_docs;
  const auto docs = scenario_docs(project_zoo());
  for (const KeyDoc& key : docs.at(0).keys) in_docs.insert(key.key);
  CHECK(in_schema == in_docs);
  CHECK(in_docs.contains("network_model"));
}

TEST_CASE("every section and key of the documentation says what it means") {
  std::set<std::string> sections;
  for (const SectionDoc& section : scenario_docs(project_zoo())) {
    CAPTURE(section.name);
    CHECK(sections.insert(section.name).second);
    CHECK(section.meaning.ends_with("."));
    CHECK(!section.keys.empty());
    std::set<std::string> keys;
    for (const KeyDoc& key : section.keys) {
      CAPTURE(key.key);
      CHECK(keys.insert(key.key).second);
      CHECK(!key.type.empty());
      CHECK(!key.meaning.empty());
    }
  }
}

TEST_CASE("every section that a key of the documentation names is documented") {
  std::set<std::string> sections;
  for (const SectionDoc& section : scenario_docs(project_zoo())) sections.insert(section.name);
  for (const SectionDoc& section : scenario_docs(project_zoo())) {
    for (const KeyDoc& key : section.keys) {
      CAPTURE(key.key);
      const auto table = key.type.find("table: ");
      if (table == std::string::npos) continue;
      const std::string named = key.type.substr(table + 7);
      const auto end = std::min(named.find(" |"), named.find(','));
      CHECK_MESSAGE(sections.contains(named.substr(0, end)), named);
    }
  }
}
