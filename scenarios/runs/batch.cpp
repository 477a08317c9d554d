#include "scenarios/runs/batch.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <new>
#include <sstream>

#include "analysis/csv.hpp"
#include "scenarios/runs/progress_bar.hpp"

namespace splitscape {
namespace {

namespace fs = std::filesystem;

std::string error_path(const std::string& directory, std::size_t run) {
  return part_path(directory, run, "error");
}

// ---- in the parent

/// Progress of every run, in memory that the processes share.
class SharedProgress {
 public:
  explicit SharedProgress(std::size_t runs) : runs_(runs) {
    void* memory = mmap(nullptr, size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
      throw std::runtime_error(fmt::format("no shared memory: {}", std::strerror(errno)));
    shares_ = new (memory) std::atomic<double>[runs] {};
  }
  ~SharedProgress() { munmap(shares_, size()); }
  SharedProgress(const SharedProgress&) = delete;
  SharedProgress& operator=(const SharedProgress&) = delete;

  std::atomic<double>& of(std::size_t run) { return shares_[run]; }
  double mean() const {
    double sum = 0;
    for (std::size_t i = 0; i < runs_; ++i) sum += shares_[i].load(std::memory_order_relaxed);
    return sum / static_cast<double>(runs_);
  }

 private:
  std::size_t size() const { return runs_ * sizeof(std::atomic<double>); }

  std::size_t runs_;
  std::atomic<double>* shares_;
};

class Batch {
 public:
  Batch(const std::vector<RunSpec>& runs, const BatchOptions& options, const BlockedSignals& signals,
        const std::string& directory)
      : runs_(runs), options_(options), signals_(signals), directory_(directory), progress_(runs.size()) {
    for (const RunSpec& run : runs) hops_ = std::max(hops_, most_hops(run.scenario));
  }

  ~Batch() { kill_all(); }
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;

  void run() {
    ProgressBar bar;
    std::size_t next = 0;
    std::size_t done = 0;
    while (done < runs_.size()) {
      while (next < runs_.size() && processes_.size() < options_.jobs) start(next++);
      signals_.wait();
      done += reap();
      if (options_.show_progress)
        bar.show(progress_.mean(), fmt::format("{} of {} runs", done, runs_.size()));
    }
    bar.clear();
    collect();
  }

 private:
  void start(std::size_t number) {
    std::fflush(nullptr);
    const pid_t process = fork();
    if (process < 0)
      throw std::runtime_error(fmt::format("cannot start a process: {}", std::strerror(errno)));
    if (process == 0) run_in_child(number);
    processes_[process] = number;
  }

  [[noreturn]] void run_in_child(std::size_t number) {
    signals_.restore();
    int status = 0;
    try {
      const auto path = [&](const std::string& table) { return part_path(directory_, number, table); };
      WantedTables tables = options_.tables;
      if (tables.trace) tables.trace->process = number + 1;
      run_into_tables(runs_[number], tables, hops_, path, progress_.of(number));
    } catch (const std::exception& error) {
      std::ofstream(error_path(directory_, number)) << error.what();
      status = 1;
    }
    std::fflush(nullptr);
    _exit(status);  // SimGrid's own clean-up at exit is slow, and the process is the clean-up
  }

  /// @return how many runs have ended
  std::size_t reap() {
    std::size_t ended = 0;
    int status = 0;
    for (pid_t process = waitpid(-1, &status, WNOHANG); process > 0;
         process = waitpid(-1, &status, WNOHANG)) {
      const auto found = processes_.find(process);
      if (found == processes_.end()) continue;
      const std::size_t number = found->second;
      processes_.erase(found);
      ++ended;
      if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail(number, status);
    }
    return ended;
  }

  [[noreturn]] void fail(std::size_t number, int status) const {
    std::ifstream file(error_path(directory_, number));
    std::ostringstream reason;
    if (file) reason << file.rdbuf();
    if (reason.str().empty()) {
      reason << (WIFSIGNALED(status) ? fmt::format("its process was ended by signal {} ({})",
                                                   WTERMSIG(status), strsignal(WTERMSIG(status)))
                                     : "its process ended without a word");
    }
    const RunIdentity run = runs_[number].identity();
    throw RunFailed(
        fmt::format("scenario '{}' with policy '{}': {}", run.scenario, run.policy, reason.str()));
  }

  void kill_all() {
    for (const auto& entry : processes_) kill(entry.first, SIGKILL);
    for (const auto& entry : processes_) waitpid(entry.first, nullptr, 0);
    processes_.clear();
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
  const BlockedSignals& signals_;
  const std::string& directory_;
  std::size_t hops_ = 0;
  SharedProgress progress_;
  std::map<pid_t, std::size_t> processes_{};
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
