#include <fmt/format.h>

#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/public_traces.hpp"
#include "scenarios/reproduce/replayed_trace.hpp"

namespace splitscape {
namespace {

constexpr double offloads[] = {0.1, 0.3, 0.5};
constexpr std::size_t exits = 12;
constexpr double lambda = 0.1;
constexpr double alpha = 0.7;  ///< threshold of the arms

std::vector<PublishedTable> published() {
  return {
      {.name = "arms",
       .title = "Mean reward of each fixed arm",
       .source = "the public trace of 872 samples and 12 exits, alpha = .7, lambda = .1",
       .known = HowKnown::derived,
       .of = "layer",
       .columns = {{.name = "o = .1"}, {.name = "o = .3"}, {.name = "o = .5"}},
       .rows = {{"1", {"0.65218", "0.45218", "0.25218"}},
                {"2", {"0.58186", "0.49860", "0.41535"}},
                {"3", {"0.51316", "0.45399", "0.39481"}},
                {"4", {"0.44729", "0.40991", "0.37252"}},
                {"5", {"0.34575", "0.30813", "0.27052"}},
                {"6", {"0.21704", "0.16864", "0.12025"}},
                {"7", {"0.13650", "0.10278", "0.06907"}},
                {"8", {"0.03717", "0.00391", "-0.02935"}},
                {"9", {"-0.06764", "-0.10204", "-0.13644"}},
                {"10", {"-0.17223", "-0.20984", "-0.24746"}},
                {"11", {"-0.25961", "-0.28690", "-0.31420"}},
                {"12", {"-0.34782", "-0.34782", "-0.34782"}}}},
      {.name = "policies",
       .title = "Over the orders of seeds 0 to 19",
       .source = "the same trace; the released rules in numpy",
       .known = HowKnown::derived,
       .of = "policy, o",
       .columns = {{.name = "accuracy"}, {.name = "cost", .unit = "lambda"}, {.name = "offloaded"}},
       .rows = {{"splitee, .1", {"0.89088", "2.76630", "0.63836"}},
                {"splitee, .3", {"0.88721", "3.98052", "0.42494"}},
                {"splitee, .5", {"0.88406", "4.75310", "0.33796"}},
                {"splitee_s_released, .1", {"0.89662", "2.49444", "0.79564"}},
                {"splitee_s_released, .3", {"0.88045", "3.96336", "0.33142"}},
                {"splitee_s_released, .5", {"0.88154", "4.88521", "0.28779"}},
                {"splitee_s, .1", {"0.89547", "2.48177", "0.77253"}},
                {"splitee_s, .3", {"0.87942", "3.88779", "0.34243"}},
                {"splitee_s, .5", {"0.88154", "4.68744", "0.31325"}}},
       .note = "The released code plays the first twelve samples once more; they are given twice here and "
               "counted once. splitee_s learns only what it can know; its figures are those of that rule."}};
}

PolicyChoice arm(std::size_t exit) {
  if (exit == exits) return {.name = "device_only"};
  return {.name = "split_exit", .parameters = {{"cut", fmt::format("exit {}", exit)}, {"threshold", alpha}}};
}

/// The mean over the orders of seeds 0 .. 19.
Replayed over_orders(const SampleTrace& trace, const std::string& policy, double offload) {
  constexpr std::uint32_t orders = 20;
  const auto samples = static_cast<std::uint32_t>(trace.rows());
  Replayed sum;
  for (std::uint32_t seed = 0; seed < orders; ++seed) {
    sum += replayed(trace, {.layer = lambda, .offload = offload}, {.name = policy},
                    rehearsed_order(seed, samples, exits), exits);
  }
  return sum / orders;
}

std::vector<OurTable> compute(Workbench& bench) {
  const SampleTrace trace = bert_trace(bench);
  OurTable arms(exits);
  for (const double offload : offloads) {
    for (std::size_t exit = 1; exit <= exits; ++exit) {
      const double reward =
          replayed(trace, {.layer = lambda, .offload = offload}, arm(exit), order_of_file(trace)).reward;
      arms[exit - 1].emplace_back(reward);
    }
  }
  OurTable policies;
  for (const char* policy : {"splitee", "splitee_s_released", "splitee_s"}) {
    bench.check_signals();
    for (const double offload : offloads) {
      const Replayed mean = over_orders(trace, policy, offload);
      policies.push_back({mean.accuracy, mean.cost / lambda, mean.offloaded});
    }
  }
  return {arms, policies};
}

}  // namespace

Experiment splitee_experiment() {
  return {.name = "splitee",
          .title = "SplitEE and SplitEE-S on a public trace of 12 exits",
          .publication =
              "Bajpai, Trivedi, Yadav, Hanawal, SplitEE, AIMLSystems 2023, arXiv 2309.09195; code: "
              "Div290/SplitEE",
          .files = {bert_file()},
          .tables = published(),
          .compute = compute};
}

}  // namespace splitscape
