#include "scenarios/sweep/sweep_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "scenarios/runs/user_error.hpp"

namespace splitscape {

SweepLock::SweepLock(const std::string& directory, Kind kind) {
  const std::string path = directory + "/lock";
  // For writing, too: over NFS the kernel makes a lock of another kind of it, which wants that.
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file_ < 0) throw UserError(fmt::format("cannot write '{}': {}", path, std::strerror(errno)));
  if (flock(file_, (kind == Kind::alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0) return;
  const int error = errno;
  let_go();
  if (error == EWOULDBLOCK) {
    throw UserError(fmt::format(
        "{}: another sweep is at work in this directory; wait for its end, or choose another", directory));
  }
  throw UserError(fmt::format("cannot lock '{}': {}", path, std::strerror(error)));
}

void SweepLock::share() {
  (void)flock(file_, LOCK_SH | LOCK_NB);  // it can only become weaker
}

void SweepLock::let_go() {
  if (file_ >= 0) close(file_);
  file_ = -1;
}

}  // namespace splitscape
