#pragma once

#include <csignal>
#include <stdexcept>

namespace splitscape {

/// The user pressed Ctrl-C, or somebody asked the program to end.
class Interrupted : public std::runtime_error {
 public:
  explicit Interrupted(int signal) : std::runtime_error("interrupted"), signal_(signal) {}
  int signal() const { return signal_; }

 private:
  int signal_;
};

/// While it lives, the signals that ask the program to end wait until they are asked for, so that no file is
/// left half moved. One that has not been asked for by then has its usual effect afterwards.
class BlockedSignals {
 public:
  BlockedSignals();
  ~BlockedSignals() { restore(); }
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;

  /// Lets signals through again: for a child process.
  void restore() const { sigprocmask(SIG_SETMASK, &before_, nullptr); }
  /// Waits until a child has ended, for a tenth of a second at most. @throws Interrupted
  void wait() const { take(100'000'000); }
  /// @throws Interrupted where somebody asked
  void check() const { take(0); }

 private:
  void take(long nanoseconds) const;

  sigset_t signals_{};
  sigset_t before_{};
};

}  // namespace splitscape
