#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/idle_decisions.hpp"
#include "scenarios/reproduce/workbench.hpp"

namespace splitscape {
namespace {

constexpr double uplinks[] = {0.13, 1.1, 5.85, 18.88};  // Table I: CAT1, 3G, 4G, Wi-Fi
constexpr double fourth_generation = 5.85;
constexpr double frames_told[] = {1.9, 2.1};

std::vector<PublishedTable> published() {
  return {{.name = "table-1",
           .title = "Cuts of both algorithms at the uplinks of Table I",
           .source = "Table I with the layer times of Figs. 1 and 7",
           .known = HowKnown::derived,
           .of = "uplink, Mbps",
           .columns = {{.name = "DSL: cut", .tolerance = the_same},
                       {.name = "DSL: latency", .unit = "s"},
                       {.name = "DSH: cut", .tolerance = the_same},
                       {.name = "DSH: largest stage", .unit = "s"},
                       {.name = "DSH: latency", .unit = "s"}},
           .rows = {{"0.13 (CAT1)", {"output", "1.820", "", "", ""}},
                    {"1.1 (3G)", {"max5", "1.183", "max5", "0.575", "1.183"}},
                    {"5.85 (4G)", {"max5", "0.716", "max4", "0.399", "0.733"}},
                    {"18.88 (Wi-Fi)", {"max3", "0.559", "max2", "0.268", "0.596"}}}},
          {.name = "load",
           .title = "Which load it is, at 5.85 Mbps",
           .source = "its .1 and 20 frames a second; the limit by the layer times, whose slowest "
                     "stage takes .499 s after max5",
           .known = HowKnown::derived,
           .of = "frames a second",
           .columns = {{.name = "cut", .tolerance = the_same}},
           .rows = {{"0.1", {"max5"}}, {"1.9", {"max5"}}, {"2.1", {"max4"}}, {"20", {"max4"}}}}};
}

PolicyChoice dads(const std::string& load) {
  return {.name = "dads", .parameters = {{"load", load}}};
}

/// The cut after twenty frames at a rate, which it measures.
std::string cut_at_frames(const Scenario& scenario, double frames_per_second) {
  IdleDecisions decisions(scenario, dads("auto"));
  double now = 0;
  for (int frame = 0; frame < 20; ++frame, now += 1 / frames_per_second)
    (void)decisions.at(fourth_generation, {now});
  return decisions.cut_at(fourth_generation, {now});
}

std::string cut_told(const Scenario& scenario, double frames_per_second) {
  const PolicyChoice told{.name = "dads", .parameters = {{"rate", frames_per_second}}};
  return IdleDecisions(scenario, told).cut_at(fourth_generation);
}

std::vector<OurTable> compute(Workbench& bench) {
  const LoadedScenario quickstart = bench.shipped("quickstart");
  IdleDecisions light(quickstart.scenario, dads("light"));
  IdleDecisions heavy(quickstart.scenario, dads("heavy"));
  OurTable cuts;
  for (const double rate : uplinks) {
    const Expectation balanced = heavy.expected_at(rate);
    cuts.push_back({light.cut_at(rate), light.expected_at(rate).total().value, heavy.cut_at(rate),
                    slowest_stage(balanced), balanced.total().value});
  }
  const OurTable loads{{cut_at_frames(quickstart.scenario, 0.1)},
                       {cut_told(quickstart.scenario, frames_told[0])},
                       {cut_told(quickstart.scenario, frames_told[1])},
                       {cut_at_frames(quickstart.scenario, 20)}};
  return {cuts, loads};
}

}  // namespace

Experiment dads_cuts_experiment() {
  return {
      .name = "dads_cuts",
      .title = "DADS: its two algorithms, DSL (least sum) and DSH (smallest largest stage)",
      .publication =
          "C. Hu, W. Bao, D. Wang, F. Liu, Dynamic Adaptive DNN Surgery for Inference Acceleration on the "
          "Edge, IEEE INFOCOM 2019",
      .tables = published(),
      .compute = compute};
}

}  // namespace splitscape
