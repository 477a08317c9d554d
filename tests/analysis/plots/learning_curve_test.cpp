#include <doctest/doctest.h>

#include <filesystem>

#include "tests/support/plot_scripts.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape::test;

namespace {

const std::string script = "learning_curve.py";

/// A result directory with two policies and four requests each, not in order.
void write_results(const PlotScripts& plots, const std::string& name, const std::string& last_latency) {
  const auto put = [&plots, &name](const std::string& file, const std::string& text) {
    std::filesystem::create_directories(plots.path(name));
    plots.write(file, text);
    std::filesystem::rename(plots.path(file), plots.path(name + "/" + file));
  };
  put("requests.csv",
      "scenario,policy,request,group,confidence,latency_s,head_energy_j,transmit_energy_j\n"
      "s,fast,1,g,0.9,0.2,1,2\ns,fast,0,g,0.9,0.1,1,0\ns,fast,2,g,,0.5,0,0\ns,fast,3,g,,,0,0\n"
      "s,slow,0,g,1,1,0,0\ns,slow,1,g,1,1,0,0\ns,slow,2,g,1,1,0,0\ns,slow,3,g,1," +
          last_latency + ",0,0\n");
  put("manifest.json",
      R"({"scenarios": [{"name": "s", "document": {"devices": {"g": {"prices": {"second": 2, "joule": 0.1}}}}}]})");
}

}  // namespace

TEST_CASE("plots: a learning curve is the mean reward of windows with intervals over the seeds") {
  const PlotScripts plots;
  write_results(plots, "one", "1");
  write_results(plots, "two", "2");
  const Ran ran = plots.run(script, {"one", "two", "--window", "2", "--csv", "curve.csv"});
  REQUIRE(ran.err == "");
  REQUIRE(ran.code == 0);
  // fast: .9 - .2 - .1 and .9 - .4 - .3, then -1 and nothing. slow: -1, then -1 and -2: 12.706 x .5 / 1.
  CHECK(content(plots.path("curve.csv")) ==
        "policy,requests,seeds,reward,reward_ci95\n"
        "fast,2,2,0.4,0.0\nfast,4,2,-1.0,0.0\nslow,2,2,-1.0,0.0\nslow,4,2,-1.5,6.353\n");
  CHECK(plots.drawn(script, {"one", "two", "--window", "2"}) ==
        plots.drawn(script, {"--from-csv", "curve.csv"}));
}

TEST_CASE("plots: what cannot be a learning curve is refused") {
  const PlotScripts plots;
  write_results(plots, "one", "1");
  plots.refused(script, {"one"}, "an interval needs result directories of two seeds or more");
  plots.refused(script, {}, "give result directories, or --from-csv");
  plots.refused(script, {"one", "one", "--window", "0"}, "a window has at least one request");
}

TEST_CASE("plots: the learning curve of the documentation is drawn from its table") {
  const PlotScripts plots;
  const std::string table = project_file("docs/studies/dynamic-channel-learning.csv");
  CHECK(plots.drawn(script, {"--from-csv", table}).size() > 1000);
}
