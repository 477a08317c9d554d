#include "scenarios/runs/batch.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "analysis/csv.hpp"
#include "scenarios/runs/child_processes.hpp"
#include "scenarios/runs/progress_bar.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;

class Batch {
 public:
  Batch(const std::vector<RunSpec>& runs, const BatchOptions& options, const BlockedSignals& signals,
        const std::string& directory)
      : runs_(runs), options_(options), directory_(directory), children_(options.jobs, signals) {
    for (const RunSpec& run : runs) hops_ = std::max(hops_, most_hops(run.scenario));
  }

  void run() {
    ProgressBar bar;
    std::size_t next = 0;
    std::size_t done = 0;
    while (done < runs_.size()) {
      while (next < runs_.size() && !children_.full()) start(next++);
      for (const auto& ended : children_.wait()) {
        if (!ended.error.empty()) fail(ended.number, ended.error);
        ++done;
      }
      const double share =
          (static_cast<double>(done) + children_.progress()) / static_cast<double>(runs_.size());
      if (options_.show_progress) bar.show(share, fmt::format("{} of {} runs", done, runs_.size()));
    }
    bar.clear();
    collect();
  }

 private:
  void start(std::size_t number) {
    children_.start(number, [&](std::atomic<double>& progress) {
      const auto path = [&](const std::string& table) { return part_path(directory_, number, table); };
      WantedTables tables = options_.tables;
      if (tables.trace) tables.trace->process = number + 1;
      run_into_tables(runs_[number], tables, hops_, path, progress);
    });
  }

  [[noreturn]] void fail(std::size_t number, const std::string& reason) const {
    const RunIdentity run = runs_[number].identity();
    throw RunFailed(fmt::format("scenario '{}' with policy '{}': {}", run.scenario, run.policy, reason));
  }

  /// Puts the parts of the runs together, each file under its header.
  void collect() const {
    for (const auto& [table, columns] : run_tables(options_.tables, hops_)) collect_table(table, columns);
  }

  void collect_table(const std::string& table, const std::vector<std::string>& names) const {
    const std::string path = fmt::format("{}/{}.csv", directory_, table);
    CsvWriter(path).line(names);
    std::ofstream whole(path, std::ios::binary | std::ios::app);
    for (std::size_t run = 0; run < runs_.size(); ++run) {
      const std::string part = part_path(directory_, run, table);
      if (fs::file_size(part) > 0) {
        std::ifstream lines(part, std::ios::binary);
        whole << lines.rdbuf();
      }
      fs::remove(part);
    }
    whole.close();
    if (!whole) throw std::runtime_error(fmt::format("cannot write '{}': {}", path, std::strerror(errno)));
  }

  const std::vector<RunSpec>& runs_;
  const BatchOptions& options_;
  const std::string& directory_;
  std::size_t hops_ = 0;
  ChildProcesses children_;
};

}  // namespace

std::string part_path(const std::string& directory, std::size_t run, const std::string& table) {
  return fmt::format("{}/{}.part-{}", directory, table, run);
}

void run_batch(const std::vector<RunSpec>& runs, const BatchOptions& options, const BlockedSignals& signals,
               const std::string& directory) {
  Batch(runs, options, signals, directory).run();
}

}  // namespace splitscape
