#include "sim/policy_catalogue.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <stdexcept>

#include "tests/sim/outlook.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

std::set<std::string> catalogued() {
  std::set<std::string> names;
  for (const PolicyEntry& entry : policy_catalogue()) names.emplace(entry.name);
  return names;
}

std::set<std::string> stems_of(const std::string& folder, const std::string& ending) {
  std::set<std::string> stems;
  for (const auto& entry : std::filesystem::directory_iterator(project_file(folder))) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with(ending)) stems.insert(name.substr(0, name.size() - ending.size()));
  }
  return stems;
}

}  // namespace

TEST_CASE("no two policies have one name") {
  CHECK(catalogued().size() == policy_catalogue().size());
}

TEST_CASE("every file of a policy has a line in the catalogue and every line a file") {
  const auto files = stems_of("sim/policies", ".cpp");
  CHECK(files.size() >= 6);  // otherwise the folder was not read
  CHECK(files == catalogued());
}

TEST_CASE("every policy has a test") {
  for (const std::string& name : catalogued()) {
    CAPTURE(name);
    CHECK(stems_of("tests/sim/policies", "_test.cpp").contains(name));
  }
}

TEST_CASE("every policy says what it does and where it comes from and what its parameters mean") {
  for (const PolicyEntry& entry : policy_catalogue()) {
    CAPTURE(entry.name);
    CHECK(entry.summary.ends_with('.'));
    CHECK_FALSE(entry.source.empty());
    std::set<std::string_view> names;
    for (const ParameterEntry& parameter : entry.parameters) {
      CAPTURE(parameter.name);
      CHECK(names.insert(parameter.name).second);
      CHECK_FALSE(parameter.meaning.empty());
      CHECK((parameter.kind == ParameterKind::choice) == !parameter.choices.empty());
    }
  }
}

TEST_CASE("a choice has its default among its words") {
  for (const PolicyEntry& entry : policy_catalogue()) {
    for (const ParameterEntry& parameter : entry.parameters) {
      if (parameter.kind != ParameterKind::choice || !parameter.default_text) continue;
      CAPTURE(parameter.name);
      const auto& words = parameter.choices;
      CHECK(std::count(words.begin(), words.end(), *parameter.default_text) == 1);
    }
  }
}

TEST_CASE("a policy is found by its name") {
  for (const PolicyEntry& entry : policy_catalogue()) CHECK(find_policy(entry.name) == &entry);
  CHECK(find_policy("no such policy") == nullptr);
  CHECK(find_policy("") == nullptr);
}

TEST_CASE("a policy that does not exist is refused with a proposal") {
  CHECK_THROWS_WITH_AS(make_policy({.name = "neurosurgeo"}, Outlook(1).setting()),
                       "there is no policy 'neurosurgeo'; did you mean 'neurosurgeon'?",
                       std::invalid_argument);
}

TEST_CASE("a policy without any likeness is refused with all names") {
  std::string names;
  for (const PolicyEntry& entry : policy_catalogue()) {
    names += (names.empty() ? "" : ", ") + std::string(entry.name);
  }
  CHECK_THROWS_WITH_AS(make_policy({.name = "x"}, Outlook(1).setting()),
                       ("there is no policy 'x'; one of: " + names).c_str(), std::invalid_argument);
}

TEST_CASE("every device has a policy of its own") {
  const Outlook outlook(1);
  const auto one = make_policy({.name = "device_only"}, outlook.setting());
  const auto other = make_policy({.name = "device_only"}, outlook.setting());
  CHECK(one.get() != other.get());
  CHECK(one->decide(outlook.observation()) == other->decide(outlook.observation()));
}

TEST_CASE("a policy that does not say otherwise goes on at an exit") {
  const auto policy = make_policy({.name = "device_only"}, Outlook(1).setting());
  CHECK(policy->at_exit({.exit = 1, .confidence = 1}) == ExitAction::go_on);
}
