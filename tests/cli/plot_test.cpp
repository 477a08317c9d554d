#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

// The command plot, which starts the Python that draws. What that draws: tests/analysis/plots.

using namespace splitscape::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("plots: splitscape plot draws a run and prints what it wrote, and refuses as the program does") {
  const TemporaryDirectory directory;
  const std::string results = directory.path() + "/results";
  REQUIRE(run_splitscape({"run", "scenarios/dynamic-channel.yaml", "--set", "duration=20 min", "--set",
                          "warmup=5 min", "--policy", "neurosurgeon", "--requests", "--out", results})
              .code == 0);
  const Ran drawn = run_splitscape({"plot", results, "--format", "png,pdf"});
  CHECK(drawn.err == "");
  CHECK(drawn.code == 0);
  const std::string stem = results + "/plots/timeline.";
  CHECK(drawn.out ==
        "timeline: requests.csv is there, and the rate of the uplink of camera changes over time\ndrawn: " +
            stem + "png\ndrawn: " + stem + "pdf\ndrawn: " + stem + "csv\n");
  // The trace of scenarios/traces/made-up-levels.csv, and decisions that follow it.
  CHECK(contains(content(stem + "csv"), ",300.0,600.0,,,,18880000.0\n"));
  CHECK(contains(content(stem + "csv"), "neurosurgeon,"));
  CHECK(names_in(results + "/plots") ==
        std::vector<std::string>{"timeline.csv", "timeline.pdf", "timeline.png"});

  const Ran wide =
      run_splitscape({"plot", results, "--kind", "cdf", "--no-log", "--width", "3.5", "--where",
                      "policy=neuro*", "--y", "latency_s", "--out", directory.path() + "/c.svg"});
  CHECK(wide.err == "");
  CHECK(wide.code == 0);
  CHECK(contains(content(directory.path() + "/c.svg"), "width=\"252pt\""));
  const Ran refused = run_splitscape({"plot", results, "--kind", "cdv"});
  CHECK(refused.code == 2);
  CHECK(refused.err == "splitscape plot: --kind: there is no 'cdv'; did you mean 'cdf'?\n");
  CHECK(refused.out == "");
}

TEST_CASE("plots: splitscape plot says which Debian packages are missing") {
  const TemporaryDirectory directory;
  const auto with = [&directory](const std::string& python) {
    return run_splitscape({"plot", directory.path()}, {.environment = {"SPLITSCAPE_PYTHON=" + python}});
  };
  const std::string packages =
      "drawing needs Python 3 with matplotlib and pandas (Debian packages python3, python3-matplotlib, "
      "python3-pandas; ";
  const Ran none = with("/nowhere/python3");
  CHECK(none.code == 2);
  CHECK(none.err == packages + "there is no '/nowhere/python3')\n");
  const std::string bare =
      directory.write("bare-python", std::string("#!/bin/sh\nexec ") + SPLITSCAPE_PYTHON + " -S \"$@\"\n");
  std::filesystem::permissions(bare, std::filesystem::perms::owner_all);
  const Ran modules = with(bare);
  CHECK(modules.code == 2);
  CHECK(contains(modules.err, "splitscape plot: " + packages));
  CHECK(contains(modules.err, " has no matplotlib and no pandas)\n"));
}
