#pragma once

#include <string>

namespace splitscape {

/// Keeps others out of a sweep's directory while it lives, by flock(2) on the file `lock` in it. A process
/// that dies lets go of it.
class SweepLock {
 public:
  enum class Kind {
    alone,   ///< of a sweep: it decides what stands in the directory
    shared,  ///< of tasks of a sweep: each adds runs of its own
  };

  /// @param directory that is there
  /// @throws UserError where somebody else is at work there, or the file cannot be made
  SweepLock(const std::string& directory, Kind kind);
  ~SweepLock() { let_go(); }
  SweepLock(const SweepLock&) = delete;
  SweepLock& operator=(const SweepLock&) = delete;

  /// From now on tasks may work there, too, but no other sweep.
  void share();
  /// In a child process: the lock is its parent's, and must end with it.
  void let_go();

 private:
  int file_ = -1;
};

}  // namespace splitscape
