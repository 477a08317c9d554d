#pragma once

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "scenarios/runs/blocked_signals.hpp"

namespace splitscape {

/// Pieces of work in processes of their own, so many at once. None outlives this process, however it ends.
class ChildProcesses {
 public:
  /// @param progress share of the work that is done, for whoever watches
  using Work = std::function<void(std::atomic<double>& progress)>;

  struct Ended {
    std::size_t number = 0;
    std::string error{};  ///< why it failed; empty: it did not
    bool killed = false;  ///< it failed since somebody ended it: a user, a batch system, who lacks memory
  };

  /// @param signals must outlive it @throws std::runtime_error without shared memory
  ChildProcesses(std::size_t at_once, const BlockedSignals& signals);
  /// Kills those that are still at work.
  ~ChildProcesses();
  ChildProcesses(const ChildProcesses&) = delete;
  ChildProcesses& operator=(const ChildProcesses&) = delete;

  bool full() const { return children_.size() == places_; }
  bool empty() const { return children_.empty(); }
  /// Starts a piece of work, while they are not full. What it throws is its error.
  /// @throws std::runtime_error where no process can be started
  void start(std::size_t number, const Work& work);
  /// Waits for a tenth of a second at most. @return those that have ended @throws Interrupted
  std::vector<Ended> wait();
  /// Work that is done by those that are still at it, as pieces of work.
  double progress() const;

 private:
  struct Child {
    std::size_t number = 0;
    std::size_t place = 0;
    int message = -1;  ///< where its error can be read
  };

  [[noreturn]] void work_in_child(const Work& work, std::size_t place, int message, pid_t parent) const;
  std::size_t free_place() const;
  Ended ended(const Child& child, int status) const;

  std::size_t places_;
  const BlockedSignals& signals_;
  std::atomic<double>* shares_;  ///< in memory that the processes share
  std::map<pid_t, Child> children_{};
};

}  // namespace splitscape
