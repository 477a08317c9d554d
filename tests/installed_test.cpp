#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

// What `cmake --install` puts under a prefix, run from elsewhere and with an empty environment.

using namespace splitscape::test;

namespace {

namespace fs = std::filesystem;

class Installation {
 public:
  Installation() {
    const Ran ran =
        run_program(SPLITSCAPE_CMAKE, {"--install", SPLITSCAPE_BUILD, "--prefix", prefix_.path()});
    INFO(ran.err);
    REQUIRE(ran.code == 0);
  }

  std::string path(const std::string& name) const { return prefix_.path() + "/" + name; }
  std::string share(const std::string& name) const { return path("share/splitscape/" + name); }
  const TemporaryDirectory& elsewhere() const { return elsewhere_; }

  Ran run(const std::vector<std::string>& arguments) const {
    return run_program(path("bin/splitscape"), arguments,
                       {.directory = elsewhere_.path(), .in_child = [] { clearenv(); }});
  }

  std::vector<std::string> scenarios() const {
    std::vector<std::string> paths;
    for (const auto& name : names_in(share("scenarios"))) {
      if (name.ends_with(".yaml")) paths.push_back(share("scenarios/" + name));
    }
    return paths;
  }

 private:
  TemporaryDirectory prefix_{};
  TemporaryDirectory elsewhere_{};
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("an installed program lists its catalogues and finds every shipped scenario sound") {
  const Installation installation;
  const Ran hardware = installation.run({"hardware"});
  CHECK(hardware.code == 0);
  CHECK(contains(hardware.out, "raspberry-pi-3"));
  const Ran networks = installation.run({"networks"});
  CHECK(networks.code == 0);
  CHECK(contains(networks.out, "tiny-yolov2"));
  const auto scenarios = installation.scenarios();
  CHECK(scenarios.size() >= 4);
  std::vector<std::string> arguments{"check"};
  arguments.insert(arguments.end(), scenarios.begin(), scenarios.end());
  const Ran checked = installation.run(arguments);
  CHECK(checked.err == "");
  CHECK(checked.code == 0);
}

TEST_CASE("an installed program runs every shipped scenario") {
  const Installation installation;
  for (const auto& scenario : installation.scenarios()) {
    CAPTURE(scenario);
    const std::string results = fs::path(scenario).stem().string();
    const Ran ran = installation.run({"run", scenario, "--out", results});
    CHECK(ran.err == "");
    CHECK(ran.code == 0);
    CHECK(fs::file_size(installation.elsewhere().path() + "/" + results + "/summary.csv") > 500);
  }
}

TEST_CASE("an installed program draws the curves of samples with the script beside it and no other") {
  const Installation installation;
  const std::string picture = installation.elsewhere().path() + "/curves.svg";
  const Ran drawn = installation.run({"samples", "b-lenet", "--out", picture});
  CHECK(drawn.err == "");
  CHECK(drawn.code == 0);
  CHECK(contains(content(picture), "<svg"));
  for (const std::string folder : {"", "/kinds"}) {
    auto scripts = names_in(project_file("analysis/plots" + folder));
    std::erase(scripts, "__pycache__");
    CHECK(scripts.size() > 5);
    CHECK(names_in(installation.share("plots" + folder)) == scripts);
  }
  std::ofstream(installation.share("plots/exit_curves.py")) << "raise SystemExit('the one beside it')\n";
  const Ran other = installation.run({"samples", "b-lenet", "--out", picture, "--force"});
  CHECK(other.code == 1);
  CHECK(contains(other.err, "the curves cannot be drawn: the one beside it"));
}

TEST_CASE("plots: an installed program makes a report with the scripts beside it") {
  const Installation installation;
  REQUIRE(
      installation.run({"run", installation.share("scenarios/quickstart.yaml"), "--out", "results"}).code ==
      0);
  const Ran made = installation.run({"report", "results", "--out", "report.html"});
  CHECK(made.err == "");
  CHECK(made.code == 0);
  CHECK(contains(content(installation.elsewhere().path() + "/report.html"), "<h1>quickstart</h1>"));
  std::ofstream(installation.share("report/page.py")) << "raise SystemExit('the one beside it')\n";
  const Ran other = installation.run({"report", "results", "--out", "other.html"});
  CHECK(other.code == 1);
  CHECK(contains(other.err, "the report cannot be made: the one beside it"));
}

TEST_CASE("plots: an installed program draws a run with the scripts beside it") {
  const Installation installation;
  REQUIRE(installation
              .run({"run", installation.share("scenarios/branchynet.yaml"), "--set", "requests=200", "--out",
                    "r"})
              .code == 0);
  const Ran drawn = installation.run({"plot", "r"});
  CHECK(drawn.err == "");
  CHECK(drawn.code == 0);
  CHECK(drawn.out ==
        "exits: requests leave at several exits\ndrawn: r/plots/exits.png\ndrawn: r/plots/exits.csv\n");
}

TEST_CASE("python: an installed package is imported from there and runs the program beside it") {
  const Installation installation;
  const std::string package = installation.path("lib/python3/dist-packages");
  const std::string script =
      "import splitscape\n"
      "print(splitscape.__file__)\n"
      "print(splitscape.program())\n"
      "scenario = '" +
      installation.share("scenarios/quickstart.yaml") +
      "'\n"
      "print(len(splitscape.run(scenario, policies='server_only', overrides={'requests': 50})))\n";
  const Ran ran = run_program(SPLITSCAPE_PYTHON, {"-B", "-c", script},
                              {.directory = installation.elsewhere().path(), .in_child = [&package] {
                                 clearenv();
                                 setenv("PYTHONPATH", package.c_str(), 1);
                               }});
  CHECK(ran.err == "");
  CHECK(ran.out == package + "/splitscape/__init__.py\n" + installation.path("bin/splitscape") + "\n5\n");
}

TEST_CASE("an installed program uses the zoo beside it and no other") {
  const Installation installation;
  const std::string hardware = installation.share("zoo/hardware/");
  fs::rename(hardware + "agx-orin.yaml", hardware + "renamed-board.yaml");
  const Ran listed = installation.run({"hardware"});
  CHECK(listed.code == 0);
  CHECK(contains(listed.out, "renamed-board"));
  CHECK(!contains(listed.out, "agx-orin"));

  fs::remove(installation.share("zoo/networks/tiny-yolov2.yaml"));
  const Ran checked = installation.run({"check", installation.share("scenarios/quickstart.yaml")});
  CHECK(checked.code == 2);
  CHECK(contains(checked.err, "tiny-yolov2"));
}

TEST_CASE(
    "an installation holds the program its catalogues its scenarios its plots its report its package and the "
    "licence and nothing else") {
  const Installation installation;
  CHECK(names_in(installation.path("")) == std::vector<std::string>{"bin", "lib", "share"});
  CHECK(names_in(installation.path("bin")) == std::vector<std::string>{"splitscape"});
  CHECK(names_in(installation.path("share")) == std::vector<std::string>{"doc", "splitscape"});
  CHECK(names_in(installation.share("")) == std::vector<std::string>{"plots", "report", "scenarios", "zoo"});
  CHECK(names_in(installation.share("zoo")) ==
        std::vector<std::string>{"hardware", "networks", "radios", "traces", "training"});
  for (const auto& name : names_in(installation.share("scenarios"))) {
    CAPTURE(name);
    CHECK((name.ends_with(".yaml") || name == "studies" || name == "traces"));
  }
  const std::string packages = installation.path("lib/python3/dist-packages");
  CHECK(names_in(packages) == std::vector<std::string>{"splitscape"});
  for (const auto& name : names_in(packages + "/splitscape")) {
    CAPTURE(name);
    CHECK((name.ends_with(".py") || name == "py.typed"));
  }
}
