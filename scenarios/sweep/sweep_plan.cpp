#include "scenarios/sweep/sweep_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "scenarios/loader/axis_range.hpp"
#include "scenarios/runs/load_all.hpp"
#include "scenarios/runs/user_error.hpp"
#include "scenarios/sweep/run_id.hpp"

namespace splitscape {
namespace {

class Planner {
 public:
  explicit Planner(const StudyScenarios& scenarios)
      : scenarios_(scenarios), tables_(tables_of(scenarios.study())) {
    const std::string& path = scenarios.study().scenario;
    add_input({std::filesystem::path(path).filename().string(), sha256_of_file(path)});
  }

  void add_row(std::size_t row) {
    std::vector<std::string> texts;
    for (const AxisPoint& point : scenarios_.rows().row(row)) texts.push_back(point.text);
    const Value document = scenarios_.document(row);
    const auto policies = policies_in(document);
    if (policies.empty()) {
      throw UserError(InputError(document.position(),
                                 "a scenario needs the key 'policy', or its study an axis with 'policies'")
                          .what());
    }
    require_different_names(policies, texts);
    for (const Value& policy : policies) add_policy(checked(document, policy, row, texts), row, texts);
  }

  SweepPlan plan() && { return std::move(plan_); }

 private:
  LoadedScenario checked(const Value& document, const Value& policy, std::size_t row,
                         const std::vector<std::string>& texts) const {
    std::vector<std::string> messages;
    try {
      LoadedScenario loaded = scenarios_.load(document, policy, {.row = row});
      messages = contradictions_of(loaded);
      if (messages.empty()) return loaded;
    } catch (const InputError& error) {
      messages = {error.what()};
    }
    refuse(fmt::format("{}", fmt::join(messages, "\n")), policy, texts);
  }

  void require_different_names(const std::vector<Value>& policies,
                               const std::vector<std::string>& texts) const {
    for (auto policy = policies.begin(); policy != policies.end(); ++policy) {
      const std::string name = policy_name(*policy);
      const bool twice = std::any_of(policies.begin(), policy,
                                     [&name](const Value& other) { return policy_name(other) == name; });
      if (!twice) continue;
      refuse(InputError(policy->position(),
                        fmt::format("two policies are called '{}': give one of them a 'label'", name))
                 .what(),
             *policy, texts);
    }
  }

  [[noreturn]] void refuse(const std::string& message, const Value& policy,
                           const std::vector<std::string>& texts) const {
    std::string where = told_axes(scenarios_.study(), texts);
    if (scenarios_.study().policies() == nullptr && !policy_name(policy).empty())
      where += fmt::format("{}policy = {}", where.empty() ? "" : ", ", policy_name(policy));
    throw UserError(where.empty() ? message : fmt::format("{}\n  in the run with {}", message, where));
  }

  void add_policy(LoadedScenario loaded, std::size_t row, const std::vector<std::string>& texts) {
    const Study& study = scenarios_.study();
    for (const InputFile& input : loaded.inputs) add_input(input);
    const auto seeds = study.seeds.empty() ? std::vector<std::uint64_t>{loaded.scenario.seed} : study.seeds;
    for (const std::uint64_t seed : seeds) {
      for (std::uint64_t run = 0; run < study.replications; ++run) {
        loaded.scenario.seed = seed;
        loaded.scenario.run = run;
        put_replication(loaded.document, seed, run);
        add_run({.id = run_id(loaded, tables_),
                 .row = row,
                 .axes = texts,
                 .policy = loaded.scenario.policies.front().shown(),
                 .seed = seed,
                 .run = run});
      }
    }
  }

  void add_run(SweepRun run) {
    run.number = plan_.runs.size() + 1;
    if (run.number > most_runs) throw UserError(fmt::format("the study has more than {} runs", most_runs));
    plan_.runs.push_back(std::move(run));
  }

  void add_input(const InputFile& input) {
    if (std::find(plan_.inputs.begin(), plan_.inputs.end(), input) == plan_.inputs.end())
      plan_.inputs.push_back(input);
  }

  const StudyScenarios& scenarios_;
  WantedTables tables_;
  SweepPlan plan_{};
};

}  // namespace

WantedTables tables_of(const Study& study) {
  return {.requests = study.requests, .learned = study.learned, .headers = true};
}

SweepPlan plan_sweep(const StudyScenarios& scenarios, const std::function<void(double)>& progress) {
  Planner planner(scenarios);
  const std::size_t rows = scenarios.rows().count();
  for (std::size_t row = 0; row < rows; ++row) {
    planner.add_row(row);
    if (progress) progress(static_cast<double>(row + 1) / static_cast<double>(rows));
  }
  return std::move(planner).plan();
}

std::string told_axes(const Study& study, const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < values.size(); ++i)
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", study.axes[i].name, values[i]);
  return text;
}

}  // namespace splitscape
