#include "scenarios/loader/read_before.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "scenarios/loader/document_json.hpp"
#include "scenarios/loader/scenario_file.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

std::string scenario(const std::string& change) {
  return "requests: 5\n"
         "networks:\n"
         "  net: {profile: b-alexnet, samples: {file: samples.csv}}\n"
         "links: {wifi: {up: {trace: rates.csv}}}\n"
         "servers: {edge: {hardware: cloud-8core}}\n"
         "devices: {pi: {hardware: raspberry-pi-3, network: net, path: [wifi, edge], arrivals: {periodic: 1 "
         "s}}}\n"
         "policy: server_only\n" +
         change;
}

}  // namespace

TEST_CASE("what was read for another scenario comes to the same as reading it again") {
  const TemporaryDirectory directory;
  directory.write("samples.csv", "sample,exit,confidence,correct\n1,1,.5,0\n1,2,.7,1\n1,3,.9,1\n");
  directory.write("rates.csv", "0,1\n10,2\n");
  const Zoo zoo = Zoo::of_this_program();
  ReadBefore before;
  const ScenarioReader remembering(zoo, &before);
  const ScenarioReader forgetful(zoo);
  for (const std::string change : {"", "seed: 2\n", "seed: 3\n"}) {
    const auto load = [&](const ScenarioReader& reader) {
      return reader.load(parse_document(scenario(change), "s.yaml"), "s.yaml", directory.path());
    };
    const LoadedScenario kept = load(remembering);
    const LoadedScenario fresh = load(forgetful);
    CHECK(kept.scenario == fresh.scenario);
    CHECK(kept.inputs == fresh.inputs);  // in the same order: they stand in manifests
    CHECK(kept.inputs.size() == 5);
  }
}

TEST_CASE("a file that changes while scenarios are read stays as it was first") {
  const TemporaryDirectory directory;
  const std::string path = directory.write("file", "one");
  ReadBefore before;
  CHECK(before.text_of(path).text == "one");
  directory.write("file", "two");
  CHECK(before.text_of(path).text == "one");
  CHECK(before.text_of(path).sha256 == sha256("one"));
  CHECK_THROWS_AS((void)before.text_of(path + "s"), InputError);
}

TEST_CASE("of what was read the least asked for is forgotten first") {
  ReadBefore before;
  const auto keep = [&](int number) {
    before.keep(std::to_string(number), {std::make_shared<const std::any>(number), {}});
  };
  keep(0);
  for (int number = 1; number < 1000; ++number) {
    keep(number);
    CHECK(before.find("0").has_value());
  }
  CHECK_FALSE(before.find("1").has_value());
  CHECK(before.find("999").has_value());
}
