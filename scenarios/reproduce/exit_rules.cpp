#include <algorithm>
#include <numeric>

#include "scenarios/reproduce/experiment.hpp"
#include "scenarios/reproduce/public_traces.hpp"
#include "scenarios/reproduce/replayed_trace.hpp"
#include "sim/exit_rules/recalibration.hpp"
#include "sim/replay/replay.hpp"

namespace splitscape {
namespace {

constexpr std::size_t exits = 12;

PublishedTable cascade(const std::string& name, const std::string& title, const std::string& of,
                       std::vector<PublishedRow> rows) {
  return {.name = name,
          .title = title,
          .source = "the rule on the public trace of 872 samples and 12 exits",
          .known = HowKnown::derived,
          .of = of,
          .columns = {{.name = "accuracy"}, {.name = "mean exit"}},
          .rows = std::move(rows)};
}

std::vector<PublishedTable> published() {
  return {
      cascade("confidence", "confidence_exit", "threshold",
              {{"0.6", {"0.84289", "2.38417"}},
               {"0.7", {"0.86697", "3.30619"}},
               {"0.75", {"0.87729", "3.91628"}},
               {"0.8", {"0.87959", "4.70298"}},
               {"0.85", {"0.88532", "5.65940"}},
               {"0.9", {"0.89450", "7.01261"}},
               {"0.95", {"0.89908", "9.00000"}}}),
      cascade("patience", "patience_exit (PABEE)", "patience",
              {{"1", {"0.79702", "2.47133"}},
               {"2", {"0.83372", "3.69151"}},
               {"3", {"0.87271", "4.93005"}},
               {"4", {"0.88991", "6.06766"}},
               {"5", {"0.89220", "7.15596"}},
               {"6", {"0.89450", "8.16284"}},
               {"7", {"0.89220", "9.08372"}}}),
      {.name = "temperatures",
       .title = "Temperatures of calibrated_exit",
       .source = "a script that searches the least likelihood by golden section",
       .known = HowKnown::derived,
       .of = "exit",
       .columns = {{.name = "temperature"}},
       .rows = {{"1", {"0.15493"}},
                {"2", {"0.64206"}},
                {"3", {"0.79708"}},
                {"4", {"0.98352"}},
                {"5", {"0.82147"}},
                {"6", {"0.65834"}},
                {"7", {"0.74490"}},
                {"8", {"0.70959"}},
                {"9", {"0.66600"}},
                {"10", {"0.65124"}},
                {"11", {"0.67703"}},
                {"12", {"0.66002"}},
                {"all", {"0.72767"}}},
       .note = "For this table and the next, confidences below 1/2 are raised to it, so that the trace is "
               "one of two classes."},
      {.name = "calibrated",
       .title = "calibrated_exit",
       .source = "the same script",
       .known = HowKnown::derived,
       .of = "scaling, target",
       .columns = {{.name = "accuracy"},
                   {.name = "on the device"},
                   {.name = "accuracy there"},
                   {.name = "answers of an earlier exit", .tolerance = the_same}},
       .rows = {{"none, 0.8", {"0.87385", "0.86812", "0.91149", "94"}},
                {"none, 0.85", {"0.87959", "0.78784", "0.93304", "142"}},
                {"none, 0.9", {"0.88303", "0.64220", "0.95179", "225"}},
                {"global, 0.8", {"0.87041", "0.94037", "0.88659", "43"}},
                {"global, 0.85", {"0.87385", "0.88991", "0.90593", "79"}},
                {"global, 0.9", {"0.87729", "0.81995", "0.92028", "123"}},
                {"per_branch, 0.8", {"0.87156", "0.93807", "0.89242", "43"}},
                {"per_branch, 0.85", {"0.87041", "0.88188", "0.91027", "81"}},
                {"per_branch, 0.9", {"0.87615", "0.81766", "0.92847", "126"}}}}};
}

/// The same as if its network told two classes apart: confidences below 1/2 raised to it.
SampleTrace of_two_classes(const SampleTrace& trace) {
  SampleTrace raised(trace.exits(), true, true);
  raised.set_classes(2);
  std::vector<ExitOutcome> outcomes(trace.exits());
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    for (std::size_t exit = 1; exit <= trace.exits(); ++exit) {
      outcomes[exit - 1] = trace.at(row, exit);
      outcomes[exit - 1].confidence = std::max(0.5, outcomes[exit - 1].confidence);
    }
    raised.add(outcomes);
  }
  return with_binary_entropies(raised);
}

OurTable swept(const SampleTrace& trace, const std::string& policy, const std::string& parameter,
               const PublishedTable& table) {
  OurTable ours;
  for (const PublishedRow& row : table.rows) {
    const PolicyChoice choice{.name = policy, .parameters = {{parameter, std::stod(row.label)}}};
    const Replayed found = replayed(trace, {}, choice, order_of_file(trace));
    ours.push_back({found.accuracy, found.exit});
  }
  return ours;
}

OurTable temperatures(const SampleTrace& trace) {
  OurTable ours;
  std::vector<std::size_t> all(exits);
  std::iota(all.begin(), all.end(), std::size_t{1});
  for (const std::size_t exit : all) ours.push_back({binary_temperature(trace, {exit})});
  ours.push_back({binary_temperature(trace, all)});
  return ours;
}

/// @param row "SCALING, TARGET"
std::vector<OurFigure> calibrated(const SampleTrace& trace, const std::string& row) {
  const std::size_t comma = row.find(", ");
  const PolicyChoice choice{
      .name = "calibrated_exit",
      .parameters = {{"target", std::stod(row.substr(comma + 2))}, {"scaling", row.substr(0, comma)}}};
  double right = 0;
  double on_device = 0;
  double right_on_device = 0;
  double earlier = 0;
  replay(
      trace, {}, choice, order_of_file(trace), 1,
      [&](const ReplayStep& step) {
        const bool is_right = trace.at(step.sample, step.exit).correct == Correctness::right;
        right += is_right ? 1 : 0;
        on_device += step.offloaded ? 0 : 1;
        right_on_device += !step.offloaded && is_right ? 1 : 0;
        earlier += step.offloaded && step.exit < exits ? 1 : 0;
      },
      &trace);
  const auto rows = static_cast<double>(trace.rows());
  return {right / rows, on_device / rows, right_on_device / on_device, earlier};
}

std::vector<OurTable> compute(Workbench& bench) {
  const auto tables = published();
  const SampleTrace trace = bert_trace(bench);
  const SampleTrace binary = of_two_classes(trace);
  OurTable rules;
  for (const PublishedRow& row : tables[3].rows) rules.push_back(calibrated(binary, row.label));
  return {swept(trace, "confidence_exit", "threshold", tables[0]),
          swept(trace, "patience_exit", "patience", tables[1]), temperatures(binary), rules};
}

}  // namespace

Experiment exit_rules_experiment() {
  return {.name = "exit_rules",
          .title = "Exit rules on a public trace of 12 exits",
          .publication =
              "W. Zhou et al., BERT Loses Patience (PABEE), NeurIPS 2020; R. Pacheco, R. Couto, O. Simeone, "
              "Calibration-Aided Edge Inference Offloading, arXiv 2010.16335; data of "
              "Div290/Buffer_based_threshold",
          .files = {bert_file()},
          .tables = published(),
          .compute = compute};
}

}  // namespace splitscape
