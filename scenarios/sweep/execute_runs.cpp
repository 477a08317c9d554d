#include "scenarios/sweep/execute_runs.hpp"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>

#include "scenarios/runs/child_processes.hpp"
#include "scenarios/runs/manifest.hpp"
#include "scenarios/sweep/run_id.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;

class Execution {
 public:
  Execution(const SweepDirectory& directory, const StudyScenarios& scenarios,
            const std::vector<SweepRun>& runs, const ExecuteOptions& options, SweepLock& lock,
            const BlockedSignals& signals)
      : directory_(directory),
        scenarios_(scenarios),
        runs_(runs),
        options_(options),
        lock_(lock),
        signals_(signals),
        tables_(tables_of(scenarios.study())),
        children_(options.jobs, signals) {
    (void)digest_of_program();  // once, and not in every child
  }

  std::size_t run() {
    std::size_t next = 0;
    std::size_t done = 0;
    while (done < runs_.size()) {
      while (next < runs_.size() && !children_.full()) start(next++);
      for (const auto& ended : children_.wait()) {
        end(runs_[ended.number], ended);
        ++done;
      }
      if (options_.progress) options_.progress(static_cast<double>(done) + children_.progress());
    }
    return failures_;
  }

 private:
  void start(std::size_t number) {
    const auto& scratch = scratch_[number] = directory_.scratch();
    children_.start(number, [&](std::atomic<double>& progress) {
      lock_.let_go();
      make(runs_[number], scratch->path(), progress);
    });
  }

  /// In the child.
  void make(const SweepRun& run, const std::string& scratch, std::atomic<double>& progress) const {
    const LoadedScenario loaded = scenarios_.load(run.scenario());
    if (run_id(loaded, tables_) != run.id) {
      throw std::runtime_error(
          "the scenario, a file that it refers to, or the program has changed since study.json was written: "
          "call "
          "splitscape sweep again");
    }
    const RunSpec spec{loaded.scenario, loaded.scenario.policies.front()};
    const auto path = [&scratch](const std::string& table) { return scratch + "/" + table + ".csv"; };
    run_into_tables(spec, tables_, most_hops(loaded.scenario), path, progress);
    write_manifest({loaded}, scratch);
    directory_.take(scratch, run.id);
  }

  void end(const SweepRun& run, const ChildProcesses::Ended& ended) {
    scratch_.erase(ended.number);
    std::error_code failed;
    if (ended.error.empty()) {
      fs::remove(directory_.failure(run.id), failed);
    } else {
      signals_.check();  // whoever ends us may have ended the run, which then has not failed
      ++failures_;
      if (!ended.killed || options_.killed_has_failed) write_failure(run, ended.error);
    }
    if (options_.ended) options_.ended(run, ended.error);
  }

  void write_failure(const SweepRun& run, const std::string& error) const {
    std::error_code failed;
    fs::create_directories(fs::path(directory_.failure(run.id)).parent_path(), failed);
    directory_.write("failed/" + run.id, error + "\n");
  }

  const SweepDirectory& directory_;
  const StudyScenarios& scenarios_;
  const std::vector<SweepRun>& runs_;
  const ExecuteOptions& options_;
  SweepLock& lock_;
  const BlockedSignals& signals_;
  WantedTables tables_;
  std::map<std::size_t, std::unique_ptr<ScratchDirectory>> scratch_{};  ///< of the runs that go on
  ChildProcesses children_;  ///< after what they write to: they are ended first
  std::size_t failures_ = 0;
};

}  // namespace

std::size_t execute_runs(const SweepDirectory& directory, const StudyScenarios& scenarios,
                         const std::vector<SweepRun>& runs, const ExecuteOptions& options, SweepLock& lock,
                         const BlockedSignals& signals) {
  return Execution(directory, scenarios, runs, options, lock, signals).run();
}

}  // namespace splitscape
