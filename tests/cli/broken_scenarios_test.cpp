// Every key of every shipped scenario removed, misspelt, given a wrong type, a wrong unit, a negative, a NaN:
// one error that names file, line and column, code 2, and no result directory. The JSON Schema says the same
// of each file as the loader, as far as a schema can see.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "scenarios/loader/document_json.hpp"
#include "scenarios/loader/scenario_file.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/runs/load_all.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/program.hpp"
#include "tests/support/sanitized.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/yaml_text.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// The shipped scenarios and a file with every key.
std::vector<std::string> sound_files() {
  auto files = shipped_scenarios();
  files.emplace_back("tests/corpus/every-key.yaml");
  return files;
}

Value document_of(const std::string& file) {
  return parse_document(content(project_file(file)), file);
}

struct Broken {
  std::string what{};  ///< "devices.cat1.count: negative"
  Value document{};
  bool must_fail = true;
};

Value plain(const std::string& text) {
  return Value::make_text({}, text, false);
}

/// Tables whose keys are names that the author chose.
bool holds_chosen_names(const ValuePath& path) {
  static const std::set<std::string> at_top{"networks", "devices", "links", "servers"};
  if (path.empty()) return false;
  static const std::set<std::string> tables{"measured", "time", "widths", "layers", "paths"};
  return (path.size() == 1 && at_top.contains(path.front())) || tables.contains(path.back());
}

/// Words for people: any text will do.
bool is_free_text(const std::string& key) {
  static const std::set<std::string> keys{"name",   "label",   "title",   "validity",
                                          "source", "sources", "figures", "op"};
  return keys.contains(key);
}

std::vector<Broken> broken_versions(const Value& document) {
  std::vector<Broken> all;
  for (const ValuePath& path : all_paths(document)) {
    const std::string where = text_of(path);
    const Value& value = at(document, path);
    const ValuePath parent(path.begin(), path.end() - 1);
    const bool in_list = at(document, parent).kind() == Value::Kind::list;
    const bool chosen_name = holds_chosen_names(parent);
    const bool free_text = is_free_text(path.back()) || (in_list && is_free_text(parent.back()));
    // Whether a key may be left out, and what then holds, is the loader's business: both must agree on it.
    all.push_back({where + ": removed", without(document, path), false});
    if (!in_list)
      all.push_back({where + ": misspelt", with_key(document, path, path.back() + "x"), !chosen_name});
    if (value.kind() == Value::Kind::text) {
      const Value list = [] {
        Value made = Value::make_list({});
        made.add_item(plain("[1, 2]"));
        return made;
      }();
      all.push_back({where + ": wrong type", with_value(document, path, list)});
      all.push_back({where + ": wrong unit", with_value(document, path, plain("5 parsec")), !free_text});
      all.push_back({where + ": negative", with_value(document, path, plain("-3"))});
      const auto unit = value.text().find_first_not_of("0123456789.");
      if (unit != std::string::npos && unit > 0) {
        all.push_back({where + ": negative quantity", with_value(document, path, plain("-" + value.text()))});
      }
      all.push_back({where + ": NaN", with_value(document, path, plain(".nan"))});
    } else {
      all.push_back({where + ": wrong type", with_value(document, path, plain("wrong")), !free_text});
      all.push_back({where + ": nothing", with_value(document, path, plain(""))});
    }
  }
  return all;
}

/// A copy of the files that a scenario refers to, so that broken versions of it find them.
void copy_files_of(const std::string& file, const std::string& directory) {
  const auto folder = std::filesystem::path(project_file(file)).parent_path();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".csv" && entry.path().extension() != ".txt") continue;
    const auto copy = std::filesystem::path(directory) / std::filesystem::relative(entry.path(), folder);
    std::filesystem::create_directories(copy.parent_path());
    std::filesystem::copy_file(entry.path(), copy);
  }
}

/// What the loader says of a file, as the program does before it runs it; empty where nothing is wrong.
std::string refusal_by_loader(const std::string& path, const ScenarioReader& reader) {
  try {
    const std::string directory = std::filesystem::path(path).parent_path().string();
    const LoadedScenario loaded = reader.load(parse_document(read_text_file(path), path), path, directory);
    return fmt::format("{}", fmt::join(contradictions_of(loaded), "\n"));
  } catch (const InputError& error) {
    return error.what();
  }
}

/// The zoo with traces of thirty lines: whether a file can be read does not depend on how many samples there
/// are, but how long that takes does.
class ZooOfShortTraces {
 public:
  ZooOfShortTraces() {
    namespace fs = std::filesystem;
    const Zoo whole = Zoo::of_this_program();
    for (const char* catalogue : {"networks", "hardware", "radios"})
      fs::create_directory_symlink(whole.path(catalogue), directory_.path() + "/" + catalogue);
    fs::create_directory(directory_.path() + "/traces");
    for (const std::string& name : names_in(whole.path("traces"))) {
      const std::string trace = content(whole.path("traces/" + name));
      std::size_t end = 0;
      for (int line = 0; line <= 30; ++line) end = trace.find('\n', end) + 1;
      (void)directory_.write("traces/" + name, trace.substr(0, end));
    }
  }

  Zoo zoo() const { return Zoo(directory_.path()); }

 private:
  TemporaryDirectory directory_{};
};

/// The program ends with code 2 and the same words, and leaves no results.
void check_program_refuses(const std::string& path, const std::string& out, const std::string& words) {
  const Ran ran = run_splitscape({"run", path, "--out", out});
  CHECK(ran.code == 2);
  CHECK(ran.err == words + "\n");
  CHECK(!std::filesystem::exists(out));
}

/// Every broken version is given to the loader; every tenth of those that it refuses to the program as well,
/// since to start it takes longer than to read a file.
void check_refusals(const std::string& file) {
  constexpr std::size_t given_to_program = 10;
  const TemporaryDirectory directory;
  copy_files_of(file, directory.path());
  const ZooOfShortTraces short_traces;
  const Zoo zoo = short_traces.zoo();
  const ScenarioReader reader(zoo);
  const std::regex error_with_place("^[^\n]+:[0-9]+:[0-9]+: [^\n]+$");
  constexpr std::size_t step = step_when_sanitized(5);
  std::size_t refused = 0;
  const auto versions = broken_versions(document_of(file));
  for (std::size_t version = 0; version < versions.size(); version += step) {
    const Broken& broken = versions[version];
    CAPTURE(broken.what);
    const std::string path = directory.write("broken.yaml", yaml_text(broken.document));
    // What may be left out makes a sound scenario.
    const std::string words = refusal_by_loader(path, reader);
    if (broken.must_fail) CHECK(words != "");
    if (words.empty()) continue;
    CAPTURE(words);
    CHECK(std::regex_match(words.substr(0, words.find('\n')), error_with_place));
    if (refused % given_to_program == 0) check_program_refuses(path, directory.path() + "/results", words);
    ++refused;
  }
  CHECK(refused > 50 / step);
}

}  // namespace

TEST_CASE("every broken version of the quickstart is refused with its place") {
  check_refusals("scenarios/quickstart.yaml");
}

TEST_CASE("every broken version of the BranchyNet scenario is refused with its place") {
  check_refusals("scenarios/branchynet.yaml");
}

TEST_CASE("every broken version of the camera fleet is refused with its place") {
  check_refusals("scenarios/camera-fleet.yaml");
}

TEST_CASE("every broken version of device edge cloud is refused with its place") {
  check_refusals("scenarios/device-edge-cloud.yaml");
}

TEST_CASE("every broken version of predefined sparsity is refused with its place") {
  check_refusals("scenarios/predefined-sparsity.yaml");
}

TEST_CASE("every broken version of the study of sparse and split and early exit is refused with its place") {
  check_refusals("scenarios/sparse-split-early-exit.yaml");
}

TEST_CASE("every broken version of the scenario of many servers is refused with its place") {
  check_refusals("scenarios/many-servers.yaml");
}

TEST_CASE("every broken version of SplitEE on a phone is refused with its place") {
  check_refusals("scenarios/splitee-on-a-phone.yaml");
}

TEST_CASE("every broken version of the dynamic channel is refused with its place") {
  check_refusals("scenarios/dynamic-channel.yaml");
}

TEST_CASE("every broken version of the sensors of digits is refused with its place") {
  check_refusals("scenarios/digit-sensors.yaml");
}

TEST_CASE("every broken version of the file with every key is refused with its place") {
  check_refusals("tests/corpus/every-key.yaml");
}

TEST_CASE("the broken versions cover every shipped scenario") {
  CHECK(shipped_scenarios().size() == 10);
}

TEST_CASE("a misspelt key is reported at its own line with the right one") {
  const TemporaryDirectory directory;
  const std::string path =
      directory.write("s.yaml",
                      "requests: 10\n"
                      "networks: {n: {profile: alexnet}}\n"
                      "devices:\n"
                      "  pi: {hardware: raspberry-pi-4, netwrok: n, arrivals: {periodic: 1 s}}\n"
                      "policy: device_only\n");
  const Ran ran = run_splitscape({"check", path});
  CHECK(ran.code == 2);
  CHECK(ran.err == path + ":4:34: unknown key 'netwrok' in a group of devices; did you mean 'network'?\n");
}

TEST_CASE("a bare number where a unit is needed is refused with the units that fit") {
  const TemporaryDirectory directory;
  const std::string path =
      directory.write("s.yaml",
                      "duration: 10\n"
                      "networks: {n: {profile: alexnet}}\n"
                      "devices: {pi: {hardware: raspberry-pi-4, network: n, arrivals: {periodic: 1 s}}}\n"
                      "policy: device_only\n");
  const Ran ran = run_splitscape({"check", path});
  CHECK(ran.err == path +
                       ":1:11: '10' has no unit: expected a time such as '500 ms' (units: s, ms, us, µs, ns, "
                       "min, h, d)\n");
}

TEST_CASE("missing and empty and truncated and binary files are refused with their name") {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/results";
  const std::string whole = content(project_file("scenarios/quickstart.yaml"));
  const std::vector<std::pair<std::string, std::string>> files{
      {"empty.yaml", ""},
      {"comment.yaml", "# nothing\n"},
      {"truncated.yaml", whole.substr(0, whole.find("up: 4 Mibit") + 3)},
      {"cut-in-a-word.yaml", whole.substr(0, whole.find("fixed") == std::string::npos ? 900 : 700)},
      {"binary.yaml", std::string("\x7f"
                                  "ELF\x02\x01\x00\x00\xff\xfe",
                                  10)},
      {"latin1.yaml", "name: caf\xe9\n"},
      {"list.yaml", "- a\n- b\n"},
      {"word.yaml", "scenario\n"},
      {"two.yaml", whole + "---\nname: second\n"},
      {"twice.yaml", whole + "seed: 2\n"}};
  for (const auto& [name, text] : files) {
    CAPTURE(name);
    const std::string path = directory.write(name, text);
    const Ran ran = run_splitscape({"run", path, "--out", out});
    CHECK(ran.code == 2);
    CHECK(ran.err.rfind(path + ":", 0) == 0);
    CHECK(!std::filesystem::exists(out));
  }
  const Ran missing = run_splitscape({"run", directory.path() + "/missing.yaml", "--out", out});
  CHECK(missing.code == 2);
  CHECK(missing.err == directory.path() + "/missing.yaml: cannot read the file: No such file or directory\n");
  const Ran folder = run_splitscape({"run", directory.path(), "--out", out});
  CHECK(folder.code == 2);
  CHECK(folder.err == directory.path() + ": this is a directory, not a file\n");
}

TEST_CASE("the JSON Schema and check agree on every good and broken file") {
  const ZooOfShortTraces short_traces;
  const Zoo zoo = short_traces.zoo();
  const ScenarioReader reader(zoo);
  const TemporaryDirectory directory;
  (void)directory.write("schema.json", scenario_schema(zoo));
  constexpr std::size_t step = step_when_sanitized(20);
  std::string cases;
  std::size_t sound = 0;
  const auto add = [&](const std::string& what, const Value& document, const std::string& file) {
    bool structure = true;
    const Value seen = parse_document(yaml_text(document), file);  // through text, as an editor sees it
    try {
      const auto folder = std::filesystem::path(project_file(file)).parent_path().string();
      (void)reader.load(seen, file, folder);
    } catch (const InputError& error) {
      structure = error.kind() != ErrorKind::structure;
    }
    sound += structure ? 1 : 0;
    nlohmann::json entry{{"what", file + " " + what}, {"valid", structure}};
    cases += entry.dump().substr(0, entry.dump().size() - 1) + ",\"document\":" + to_json(seen) + "}\n";
  };
  for (const auto& file : sound_files()) {
    const Value document = document_of(file);
    add("as it is", document, file);
    const auto versions = broken_versions(document);
    for (std::size_t i = 0; i < versions.size(); i += step) add(versions[i].what, versions[i].document, file);
  }
  CHECK(sound > 20 / step);
  (void)directory.write("cases.jsonl", cases);
  const Ran ran =
      run_program(SPLITSCAPE_PYTHON, {project_file("tests/cli/schema_agreement.py"), directory.path()});
  CAPTURE(ran.out);
  CAPTURE(ran.err);
  CHECK(ran.code == 0);
}
