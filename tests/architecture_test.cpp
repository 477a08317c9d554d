#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

// What docs/architecture.md says of the source tree, held against it: the compiler cannot, since all headers
// lie in /usr/include. Each check is first shown to bite on made-up trees.

using namespace splitscape::test;

namespace {

namespace fs = std::filesystem;

struct Include {
  std::string target;
  bool own = false;  ///< in quotes: a file of the project
};

struct SourceFile {
  std::string path;  ///< from the root of the project
  std::vector<Include> includes{};
};

using Violations = std::vector<std::string>;

// ---- reading

std::vector<Include> includes_of(const std::string& text) {
  static const std::regex line(R"re(^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"])re", std::regex::multiline);
  std::vector<Include> found;
  for (std::sregex_iterator match(text.begin(), text.end(), line), end; match != end; ++match) {
    found.push_back({(*match)[2], (*match)[1] == "\""});
  }
  return found;
}

bool is_source(const std::string& path) {
  static const std::set<std::string> endings{".cpp", ".hpp", ".c", ".h", ".cc", ".hh", ".cxx", ".hxx"};
  return endings.contains(fs::path(path).extension().string());
}

std::vector<SourceFile> sources_below(const std::string& root, const std::vector<std::string>& folders) {
  std::vector<SourceFile> files;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(root + "/" + folder)) {
      const std::string path = fs::relative(entry.path(), root).generic_string();
      if (!entry.is_regular_file() || !is_source(path)) continue;
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      files.push_back({path, includes_of(text.str())});
    }
  }
  return files;
}

/// What git knows of a project; absent where it is not there or does not know it.
std::optional<std::vector<std::string>> tracked_files(const std::string& root) {
  FILE* git = popen(("git -C '" + root + "' ls-files 2>/dev/null").c_str(), "r");
  if (git == nullptr) return std::nullopt;
  std::string text;
  char part[4096];
  while (const std::size_t length = fread(part, 1, sizeof part, git)) text.append(part, length);
  if (pclose(git) != 0 || text.empty()) return std::nullopt;
  std::vector<std::string> files;
  std::istringstream lines(text);
  for (std::string file; std::getline(lines, file);) files.push_back(file);
  return files;
}

/// Every file of a project apart from what is built, what runs have left, and what begins with a dot.
std::vector<std::string> files_below(const std::string& root) {
  static const std::regex left_out(R"(build.*|results.*|\..*|__pycache__)");
  std::vector<std::string> files;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator();
       ++entry) {
    if (std::regex_match(entry->path().filename().string(), left_out)) {
      if (entry->is_directory()) entry.disable_recursion_pending();
    } else if (entry->is_regular_file()) {
      files.push_back(fs::relative(entry->path(), root).generic_string());
    }
  }
  return files;
}

// ---- floors and cycles

const std::vector<std::string> floors{"models", "sim", "analysis", "scenarios"};

std::string first_folder(const std::string& path) {
  return path.substr(0, path.find('/'));
}

/// 0 the lowest; absent where a path belongs to no floor.
std::optional<std::size_t> floor_of(const std::string& path) {
  const auto found = std::find(floors.begin(), floors.end(), first_folder(path));
  if (found == floors.end()) return std::nullopt;
  return static_cast<std::size_t>(found - floors.begin());
}

Violations upward_includes(const std::vector<SourceFile>& files) {
  Violations found;
  for (const SourceFile& file : files) {
    for (const Include& include : file.includes) {
      if (!include.own) continue;
      const auto target = floor_of(include.target);
      if (!target || *target > floor_of(file.path)) {
        found.push_back(file.path + " includes " + include.target);
      }
    }
  }
  return found;
}

Violations includes_of_nothing(const std::vector<SourceFile>& files) {
  std::set<std::string> paths;
  for (const SourceFile& file : files) paths.insert(file.path);
  Violations found;
  for (const SourceFile& file : files) {
    for (const Include& include : file.includes) {
      if (include.own && !paths.contains(include.target)) {
        found.push_back(file.path + " includes " + include.target);
      }
    }
  }
  return found;
}

/// Files that lead back to themselves, each cycle as the way round.
class CycleSearch {
 public:
  explicit CycleSearch(const std::vector<SourceFile>& files) {
    for (const SourceFile& file : files) {
      for (const Include& include : file.includes) {
        if (include.own) targets_[file.path].push_back(include.target);
      }
    }
  }

  Violations cycles() && {
    for (const auto& entry : targets_) follow(entry.first);
    return found_;
  }

 private:
  void follow(const std::string& file) {
    const auto on_way = std::find(way_.begin(), way_.end(), file);
    if (on_way != way_.end()) {
      std::string round;
      for (auto step = on_way; step != way_.end(); ++step) round += *step + " -> ";
      found_.push_back(round + file);
      return;
    }
    if (!visited_.insert(file).second) return;
    way_.push_back(file);
    if (const auto entry = targets_.find(file); entry != targets_.end()) {
      for (const std::string& target : entry->second) follow(target);
    }
    way_.pop_back();
  }

  std::map<std::string, std::vector<std::string>> targets_{};
  std::set<std::string> visited_{};
  std::vector<std::string> way_{};
  Violations found_{};
};

// ---- libraries

/// A library by the beginning of its includes, the files that may use it, and whether a header may.
struct Home {
  const char* library;
  const char* files;  ///< regular expression
  bool light = false;
};

const std::vector<Home> homes{
    {"simgrid/", "sim/engine/simgrid_[a-z_]+[.](cpp|hpp)"},
    {"xbt/", "sim/engine/simgrid_[a-z_]+[.](cpp|hpp)"},
    {"boost/graph/", "models/(network|min_cut)[.]cpp"},
    {"onnx/", "models/import/onnx_[a-z_]+[.]cpp"},
    {"google/protobuf/", "models/import/onnx_[a-z_]+[.]cpp"},
    {"boost/math/",
     "(models/random_stream|models/training/calibration|analysis/statistics/"
     "[a-z0-9_]+)[.]cpp"},
    {"boost/random/", "analysis/statistics/sobol[.]cpp"},
    {"boost/multiprecision/", "models/sparsity/memory_map_count[.]cpp"},
    {"boost/container/", "sim/decision[.]hpp", true},
    {"boost/container_hash/", "sim/plan[.]cpp"},
    {"boost/version.hpp", "scenarios/runs/version[.]cpp"},
    {"yaml-cpp/", "scenarios/loader/yaml_document[.]cpp"},
    {"CLI/", "scenarios/app/(main|command_line(_[a-z]+)?)[.]cpp"},
    {"nlohmann/", "scenarios/.*"},
    {"openssl/", "scenarios/loader/reading[.]cpp"},
    {"fmt/", ".*", true},
    {"Eigen/", "(models/training|sim/bandits|sim/reinforcement|sim/policies)/[a-z_]+[.]cpp"},
    {"doctest/", ""},
};

/// The one header that may hold a heavy one: it is the face of SimGrid for its own two files.
const std::string heavy_header = "sim/engine/simgrid_api.hpp";

bool of_the_system(const std::string& include) {
  return include.find('/') == std::string::npos || include.starts_with("sys/");
}

Violations homeless_libraries(const std::vector<SourceFile>& files) {
  Violations found;
  for (const SourceFile& file : files) {
    for (const Include& include : file.includes) {
      if (include.own || of_the_system(include.target)) continue;
      const auto home = std::find_if(homes.begin(), homes.end(), [&include](const Home& known) {
        return include.target.starts_with(known.library);
      });
      const std::string what = file.path + " includes " + include.target;
      if (home == homes.end()) {
        found.push_back(what + ", which has no home");
      } else if (!std::regex_match(file.path, std::regex(home->files))) {
        found.push_back(what);
      } else if (file.path.ends_with(".hpp") && !home->light && file.path != heavy_header) {
        found.push_back(what + ", which is heavy");
      }
    }
  }
  return found;
}

// ---- places and names

Violations stray_files(const std::vector<std::string>& files) {
  static const std::set<std::string> at_the_top{
      "CMakeLists.txt", "CMakePresets.json", "README.md", "CHANGELOG.md", "CONTRIBUTING.md",
      "CITATION.cff",   "LICENSE",           "dev",       "models",       "sim",
      "analysis",       "scenarios",         "tests",     "examples",     "docs"};
  // CMakeLists.txt compiles what lies right in these folders; what lies elsewhere is in no program.
  static const std::set<std::string> compiled{"models",
                                              "models/import",
                                              "models/sparsity",
                                              "models/training",
                                              "sim",
                                              "sim/engine",
                                              "sim/policies",
                                              "sim/exit_rules",
                                              "sim/bandits",
                                              "sim/search",
                                              "sim/reinforcement",
                                              "sim/replay",
                                              "analysis",
                                              "analysis/statistics",
                                              "scenarios/loader",
                                              "scenarios/runs",
                                              "scenarios/sweep",
                                              "scenarios/reproduce",
                                              "scenarios/app"};
  Violations found;
  for (const std::string& file : files) {
    const std::string top = first_folder(file);
    if (!top.starts_with('.') && !at_the_top.contains(top)) {
      found.push_back(file + " is in no place");
    } else if (is_source(file) && top != "tests" && top != "examples" &&
               !compiled.contains(fs::path(file).parent_path().generic_string())) {
      found.push_back(file + " is in no floor");
    }
  }
  return found;
}

Violations names_that_say_nothing(const std::vector<std::string>& files) {
  static const std::set<std::string> words{"util", "utils",   "common",   "helper",  "helpers",
                                           "misc", "manager", "managers", "context", "contexts"};
  Violations found;
  for (const std::string& file : files) {
    std::string word;
    for (const char letter : file + '/') {
      if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
      } else {
        if (words.contains(word)) found.push_back(file);
        word.clear();
      }
    }
  }
  return found;
}

// ---- the project

std::string root() {
  const std::string path = project_file("");
  return path.substr(0, path.size() - 1);
}

const std::vector<SourceFile>& project_sources() {
  static const auto files = sources_below(root(), floors);
  return files;
}

const std::vector<std::string>& project_files() {
  static const auto files = tracked_files(root()).value_or(files_below(root()));
  return files;
}

const Violations none{};

/// The violations of the project, a line each, for whoever reads why a test failed.
std::string told(const Violations& violations) {
  std::string text;
  for (const std::string& violation : violations) text += violation + '\n';
  return text;
}

Include own(const std::string& target) {
  return {target, true};
}

Include foreign(const std::string& target) {
  return {target, false};
}

}  // namespace

// ---- the checks bite

TEST_CASE("architecture: the lines that include are found and nothing else") {
  const auto found = includes_of(
      "#pragma once\n"
      "#include <vector>\n"
      "  #  include \"models/units.hpp\"  // with a comment\n"
      "// #include <simgrid/s4u.hpp>\n"
      "const char* text = \"#include <xbt/log.h>\";\n"
      "#define include_nothing <doctest/doctest.h>\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0].target == "vector");
  CHECK_FALSE(found[0].own);
  CHECK(found[1].target == "models/units.hpp");
  CHECK(found[1].own);
}

TEST_CASE("architecture: a tree is read from its folders") {
  const TemporaryDirectory tree;
  tree.write("models/deep/a.hpp", "#include \"sim/b.hpp\"\n");
  tree.write("models/zoo.yaml", "#include \"sim/b.hpp\"\n");
  tree.write("tests/t.cpp", "#include <doctest/doctest.h>\n");
  const auto files = sources_below(tree.path(), {"models"});
  REQUIRE(files.size() == 1);
  CHECK(files[0].path == "models/deep/a.hpp");
  CHECK(upward_includes(files) == Violations{"models/deep/a.hpp includes sim/b.hpp"});
}

TEST_CASE("architecture: without git what is built and what is hidden is left out of the files") {
  const TemporaryDirectory tree;
  for (const char* file : {"README.md", "sim/a.cpp", "build/x.o", "build-dev/deep/x.o",
                           "results-1/summary.csv", ".git/config", "sim/.hidden"}) {
    tree.write(file, "");
  }
  CHECK_FALSE(tracked_files(tree.path()));
  auto files = files_below(tree.path());
  std::sort(files.begin(), files.end());
  CHECK(files == std::vector<std::string>{"README.md", "sim/a.cpp"});
}

TEST_CASE("architecture: an include of a higher floor or of no floor is found") {
  CHECK(upward_includes({{"models/a.cpp", {own("models/b.hpp")}},
                         {"sim/engine/a.cpp", {own("models/b.hpp"), own("sim/b.hpp")}},
                         {"analysis/a.cpp", {own("sim/b.hpp")}},
                         {"scenarios/app/a.cpp", {own("analysis/b.hpp"), foreign("tests/b.hpp")}}}) == none);
  CHECK(upward_includes({{"models/a.cpp", {own("sim/b.hpp")}}}) ==
        Violations{"models/a.cpp includes sim/b.hpp"});
  CHECK(upward_includes({{"models/a.cpp", {own("scenarios/loader/b.hpp")}}}).size() == 1);
  CHECK(upward_includes({{"sim/policies/a.cpp", {own("analysis/b.hpp")}}}).size() == 1);
  CHECK(upward_includes({{"analysis/a.cpp", {own("scenarios/b.hpp")}}}).size() == 1);
  CHECK(upward_includes({{"scenarios/a.cpp", {own("tests/b.hpp")}}}).size() == 1);
  CHECK(upward_includes({{"sim/a.cpp", {own("b.hpp")}}}).size() == 1);  // from its folder, not from the root
}

TEST_CASE("architecture: an include of a file that is not there is found") {
  const std::vector<SourceFile> files{{"sim/a.hpp", {}}, {"sim/a.cpp", {own("sim/a.hpp"), own("sim/b.hpp")}}};
  CHECK(includes_of_nothing(files) == Violations{"sim/a.cpp includes sim/b.hpp"});
}

TEST_CASE("architecture: a cycle of includes is found") {
  const auto cycles = [](const std::vector<SourceFile>& files) { return CycleSearch(files).cycles(); };
  // Two ways to one file are no cycle.
  CHECK(cycles({{"a", {own("b"), own("c")}}, {"b", {own("d")}}, {"c", {own("d")}}, {"d", {}}}) == none);
  CHECK(cycles({{"a", {own("a")}}}) == Violations{"a -> a"});
  CHECK(cycles({{"a", {own("b")}}, {"b", {own("c")}}, {"c", {own("b")}}}) == Violations{"b -> c -> b"});
  CHECK(cycles({{"a", {own("b")}}, {"b", {own("c")}}, {"c", {own("a")}}}) == Violations{"a -> b -> c -> a"});
}

TEST_CASE("architecture: a library outside its home is found") {
  const auto one = [](const std::string& path, const std::string& target) {
    return homeless_libraries({{path, {foreign(target)}}});
  };
  CHECK(one("sim/engine/simgrid_engine.cpp", "simgrid/s4u.hpp") == none);
  CHECK(one("sim/engine/simgrid_api.hpp", "simgrid/s4u.hpp") == none);
  CHECK(one("sim/engine/engine.cpp", "simgrid/s4u.hpp") ==
        Violations{"sim/engine/engine.cpp includes simgrid/s4u.hpp"});
  CHECK(one("sim/simulate.cpp", "xbt/log.h").size() == 1);
  CHECK(one("models/network.cpp", "boost/graph/adjacency_list.hpp") == none);
  CHECK(one("sim/policies/dads.cpp", "boost/graph/adjacency_list.hpp").size() == 1);
  CHECK(one("analysis/statistics/mean_interval.cpp", "boost/math/distributions/students_t.hpp") == none);
  CHECK(one("analysis/run_summary.cpp", "boost/math/distributions/students_t.hpp").size() == 1);
  CHECK(one("scenarios/loader/yaml_document.cpp", "yaml-cpp/yaml.h") == none);
  CHECK(one("scenarios/loader/section.cpp", "yaml-cpp/yaml.h").size() == 1);
  CHECK(one("scenarios/app/main.cpp", "CLI/CLI.hpp") == none);
  CHECK(one("scenarios/app/run_command.cpp", "CLI/CLI.hpp").size() == 1);
  CHECK(one("scenarios/runs/manifest.cpp", "nlohmann/json.hpp") == none);
  CHECK(one("analysis/csv.cpp", "nlohmann/json.hpp").size() == 1);
  CHECK(one("scenarios/loader/reading.cpp", "openssl/evp.h") == none);
  CHECK(one("scenarios/runs/manifest.cpp", "openssl/evp.h").size() == 1);
  CHECK(one("models/network.cpp", "Eigen/Dense").size() == 1);
  CHECK(one("models/network.cpp", "doctest/doctest.h").size() == 1);
  CHECK(one("models/network.cpp", "fmt/format.h") == none);
  CHECK(one("models/network.cpp", "vector") == none);
  CHECK(one("scenarios/runs/batch.cpp", "sys/wait.h") == none);
}

TEST_CASE("architecture: a library that nobody has given a home is found") {
  CHECK(homeless_libraries({{"models/a.cpp", {foreign("torch/torch.h")}}}) ==
        Violations{"models/a.cpp includes torch/torch.h, which has no home"});
  CHECK(homeless_libraries({{"models/a.cpp", {foreign("boost/asio/io_context.hpp")}}}).size() == 1);
}

TEST_CASE("architecture: a heavy header in a header is found") {
  CHECK(homeless_libraries({{"sim/engine/simgrid_links.hpp", {foreign("simgrid/s4u.hpp")}}}) ==
        Violations{"sim/engine/simgrid_links.hpp includes simgrid/s4u.hpp, which is heavy"});
  CHECK(homeless_libraries({{"scenarios/runs/manifest.hpp", {foreign("nlohmann/json.hpp")}}}).size() == 1);
  CHECK(homeless_libraries({{"sim/decision.hpp", {foreign("boost/container/small_vector.hpp")}}}) == none);
}

TEST_CASE("architecture: a file in no place is found") {
  CHECK(stray_files({"README.md", ".clang-format", ".ci/run", "dev", "models/zoo/networks/a.yaml",
                     "sim/engine/a.cpp", "sim/policies/a.cpp", "scenarios/a.yaml", "scenarios/app/a.hpp",
                     "tests/deep/down/a_test.cpp", "examples/one/a.cpp", "docs/a.md"}) == none);
  CHECK(stray_files({"src/a.cpp"}) == Violations{"src/a.cpp is in no place"});
  CHECK(stray_files({"notes.txt"}) == Violations{"notes.txt is in no place"});
  CHECK(stray_files({"sim/policies/deep/a.cpp"}) == Violations{"sim/policies/deep/a.cpp is in no floor"});
  CHECK(stray_files({"scenarios/a.cpp"}).size() == 1);
  CHECK(stray_files({"models/zoo/a.hpp"}).size() == 1);
  CHECK(stray_files({"docs/a.cpp"}).size() == 1);
}

TEST_CASE("architecture: a name that says nothing is found") {
  CHECK(names_that_say_nothing({"sim/communication.cpp", "models/commonness.hpp", "docs/adr/a.md"}) == none);
  CHECK(names_that_say_nothing({"sim/utils/a.cpp"}) == Violations{"sim/utils/a.cpp"});
  for (const char* file : {"sim/common.hpp", "tests/helpers.py", "sim/misc/a.cpp", "sim/link_manager.cpp",
                           "sim/RunContext/a.hpp/context", "docs/Helper.md", "util-linux/a"}) {
    CAPTURE(file);
    CHECK(names_that_say_nothing({file}).size() == 1);
  }
}

// ---- the project keeps to them

TEST_CASE("architecture: the sources of the project are read") {
  CHECK(project_sources().size() > 100);
  CHECK(project_files().size() > 150);
  const auto engine =
      std::find_if(project_sources().begin(), project_sources().end(),
                   [](const SourceFile& file) { return file.path == "sim/engine/simgrid_engine.cpp"; });
  REQUIRE(engine != project_sources().end());
  CHECK(std::any_of(engine->includes.begin(), engine->includes.end(), [](const Include& include) {
    return include.own && include.target == "sim/engine/engine.hpp";
  }));
}

TEST_CASE("architecture: a file includes its own floor and lower ones") {
  CHECK(told(upward_includes(project_sources())) == "");
}

TEST_CASE("architecture: every file that is included is there") {
  CHECK(told(includes_of_nothing(project_sources())) == "");
}

TEST_CASE("architecture: no file leads back to itself") {
  CHECK(told(CycleSearch(project_sources()).cycles()) == "");
}

TEST_CASE("architecture: every library is used in its home only and heavy headers in no header") {
  CHECK(told(homeless_libraries(project_sources())) == "");
}

TEST_CASE("architecture: every file is in its place") {
  CHECK(told(stray_files(project_files())) == "");
}

TEST_CASE("architecture: every name says something") {
  CHECK(told(names_that_say_nothing(project_files())) == "");
}
