#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

// The page that splitscape report writes. Names begin with "plots": Python makes it.

using namespace splitscape::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A directory with the results of a short run of three places and five policies.
class Reports {
 public:
  explicit Reports(const std::vector<std::string>& more = {}) {
    std::vector<std::string> run{"run",   "scenarios/device-edge-cloud.yaml",
                                 "--set", "duration=80 s",
                                 "--set", "name=<script>window.ran = true</script> & <b>bold</b>",
                                 "--out", path("run")};
    run.insert(run.end(), more.begin(), more.end());
    const Ran ran = run_splitscape(run);
    REQUIRE_MESSAGE(ran.code == 0, ran.err);
  }

  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  std::string write(const std::string& name, const std::string& text) const {
    return directory_.write(name, text);
  }
  Ran report(const std::string& of, const std::string& page,
             const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments{"report", path(of), "--out", path(page)};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_splitscape(arguments);
  }
  Ran python(const std::string& script, const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{"-B", project_file("tests/report/" + script)};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return run_program(SPLITSCAPE_PYTHON, all);
  }

 private:
  TemporaryDirectory directory_{};
};

/// What a study varies.
const std::string uplinks =
    "set: {duration: 90 s, warmup: 10 s}\n"
    "axes:\n"
    "  uplink:\n"
    "    zip: {links.wifi.up: [2 Mbps, 10 Mbps], links.wifi.down: [2 Mbps, 10 Mbps]}\n"
    "    labels: [2 Mbps, 10 Mbps]\n"
    "  policy: {policies: [server_only, neurosurgeon]}\n"
    "replications: 2\n"
    "tables: [requests]\n";

}  // namespace

TEST_CASE("plots: a report is the same bytes for the same results and replaces a page only when told to") {
  const Reports reports;
  const Ran first = reports.report("run", "a.html");
  CHECK(first.err == "");
  CHECK(first.code == 0);
  CHECK(first.out == "report: " + reports.path("a.html") + " (2.6 MB)\n");
  std::filesystem::rename(reports.path("run"), reports.path("elsewhere"));
  CHECK(reports.report("elsewhere", "b.html").code == 0);
  const std::string page = content(reports.path("a.html"));
  CHECK(page == content(reports.path("b.html")));
  CHECK(page.starts_with("<!DOCTYPE html>"));
  CHECK(contains(page, "default-src 'none'"));
  CHECK(!contains(page, "<script>window.ran"));
  // What is written without a script: the scenario, the versions, what was read.
  for (const char* part : {"path: [wifi, edge, backhaul, cloud]", "simgrid", "zoo:networks/b-alexnet.yaml",
                           "splitscape run DIR/manifest.json --out AGAIN"})
    CHECK(contains(page, part));

  const Ran again = reports.report("elsewhere", "a.html");
  CHECK(again.code == 2);
  CHECK(again.err == "--out " + reports.path("a.html") +
                         ": the file is there; choose another, or replace it with --force\n");
  std::filesystem::remove(reports.path("elsewhere/regret.csv"));
  CHECK(reports.report("elsewhere", "a.html", {"--force"}).code == 0);
  CHECK(content(reports.path("a.html")) != page);
}

TEST_CASE("plots: a report says what is missing and leaves nothing then") {
  const TemporaryDirectory directory;
  const std::string page = directory.path() + "/page.html";
  const Ran nowhere = run_splitscape({"report", directory.path() + "/nowhere", "--out", page});
  CHECK(nowhere.code == 2);
  CHECK(nowhere.err == "there is no directory " + directory.path() + "/nowhere\n");
  const Ran no_python = run_splitscape({"report", directory.path(), "--out", page},
                                       {.environment = {"SPLITSCAPE_PYTHON=/bin/false"}});
  CHECK(no_python.code == 2);
  CHECK(no_python.err ==
        "a report needs Python 3 with plotly and pandas (Debian packages python3, python3-plotly, "
        "python3-pandas; '/bin/false' has none)\n");
  CHECK(names_in(directory.path()).empty());
}

TEST_CASE("plots: what a report reads, thins and shows is held piece by piece") {
  const Reports reports({"--requests"});
  const Ran parts = reports.python("report_parts.py", {reports.path("run")});
  CHECK_MESSAGE(parts.code == 0, parts.err);
}

TEST_CASE("plots: the pages of a run and of a sweep work in a browser and ask nothing of the network") {
  const Reports reports({"--requests"});
  const std::string study = reports.write(
      "uplinks.yaml", "scenario: " + project_file("scenarios/camera-fleet.yaml") + "\n" + uplinks);
  const Ran sweep = run_splitscape({"sweep", study, "--out", reports.path("sweep")});
  REQUIRE_MESSAGE(sweep.code == 0, sweep.err);
  REQUIRE(reports.report("run", "run.html").code == 0);
  const Ran of_sweep = reports.report("sweep", "sweep.html");
  REQUIRE_MESSAGE(of_sweep.code == 0, of_sweep.err);
  std::filesystem::create_directory(reports.path("browser"));
  const Ran browser = reports.python(
      "report_in_browser.py",
      {reports.path("run"), reports.path("run.html"), reports.path("sweep.html"), reports.path("browser")});
  CHECK_MESSAGE(browser.code == 0, browser.err);
}
