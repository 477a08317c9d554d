#include "scenarios/runs/blocked_signals.hpp"

#include <ctime>

namespace splitscape {

BlockedSignals::BlockedSignals() {
  sigemptyset(&signals_);
  for (const int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals_, signal);
  sigprocmask(SIG_BLOCK, &signals_, &before_);
}

void BlockedSignals::take(long nanoseconds) const {
  const timespec longest{.tv_sec = 0, .tv_nsec = nanoseconds};
  int signal = sigtimedwait(&signals_, nullptr, &longest);
  while (nanoseconds == 0 && signal == SIGCHLD) signal = sigtimedwait(&signals_, nullptr, &longest);
  if (signal > 0 && signal != SIGCHLD) throw Interrupted(signal);
}

}  // namespace splitscape
