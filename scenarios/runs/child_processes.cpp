#include "scenarios/runs/child_processes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <set>

namespace splitscape {
namespace {

/// Longer messages would fill the pipe before anybody reads it.
constexpr std::size_t longest_message = 4096;

void say(int message, const std::string& text) {
  const std::size_t length = std::min(text.size(), longest_message);
  (void)!::write(message, text.data(), length);  // nobody to tell
}

std::string heard(int message) {
  std::array<char, longest_message> text{};
  const ssize_t length = ::read(message, text.data(), text.size());
  return {text.data(), length > 0 ? static_cast<std::size_t>(length) : 0};
}

}  // namespace

ChildProcesses::ChildProcesses(std::size_t at_once, const BlockedSignals& signals)
    : places_(at_once), signals_(signals) {
  void* memory = mmap(nullptr, places_ * sizeof(std::atomic<double>), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED)
    throw std::runtime_error(fmt::format("no shared memory: {}", std::strerror(errno)));
  shares_ = new (memory) std::atomic<double>[places_] {};
}

ChildProcesses::~ChildProcesses() {
  for (const auto& child : children_) kill(child.first, SIGKILL);
  for (const auto& child : children_) {
    waitpid(child.first, nullptr, 0);
    close(child.second.message);
  }
  munmap(shares_, places_ * sizeof(std::atomic<double>));
}

void ChildProcesses::start(std::size_t number, const Work& work) {
  std::array<int, 2> message{};
  if (pipe2(message.data(), O_CLOEXEC) != 0)
    throw std::runtime_error(fmt::format("cannot start a process: {}", std::strerror(errno)));
  const std::size_t place = free_place();
  shares_[place] = 0;
  std::fflush(nullptr);
  const pid_t parent = getpid();
  const pid_t process = fork();
  if (process == 0) work_in_child(work, place, message[1], parent);
  const int error = errno;
  close(message[1]);
  if (process < 0) {
    close(message[0]);
    throw std::runtime_error(fmt::format("cannot start a process: {}", std::strerror(error)));
  }
  children_[process] = {.number = number, .place = place, .message = message[0]};
}

void ChildProcesses::work_in_child(const Work& work, std::size_t place, int message, pid_t parent) const {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(1);  // it ended before it could be watched
  // Ctrl-C and a terminal that is closed are meant for the parent, which ends its children itself: one that
  // ended first would look like one that failed.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGHUP, SIG_IGN);
  signals_.restore();
  int status = 0;
  try {
    work(shares_[place]);
  } catch (const std::exception& error) {
    say(message, error.what());
    status = 1;
  }
  std::fflush(nullptr);
  _exit(status);  // SimGrid's own clean-up at exit is slow, and the process is the clean-up
}

std::size_t ChildProcesses::free_place() const {
  std::set<std::size_t> taken;
  for (const auto& child : children_) taken.insert(child.second.place);
  std::size_t place = 0;
  while (taken.contains(place)) ++place;
  return place;
}

std::vector<ChildProcesses::Ended> ChildProcesses::wait() {
  signals_.wait();
  std::vector<Ended> all;
  int status = 0;
  for (pid_t process = waitpid(-1, &status, WNOHANG); process > 0; process = waitpid(-1, &status, WNOHANG)) {
    const auto found = children_.find(process);
    if (found == children_.end()) continue;
    all.push_back(ended(found->second, status));
    close(found->second.message);
    children_.erase(found);
  }
  return all;
}

ChildProcesses::Ended ChildProcesses::ended(const Child& child, int status) const {
  Ended end{.number = child.number};
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return end;
  end.error = heard(child.message);
  if (!end.error.empty()) return end;
  end.killed = WIFSIGNALED(status) && (WTERMSIG(status) == SIGKILL || WTERMSIG(status) == SIGTERM);
  end.error = WIFSIGNALED(status) ? fmt::format("its process was ended by signal {} ({})", WTERMSIG(status),
                                                strsignal(WTERMSIG(status)))
                                  : "its process ended without a word";
  return end;
}

double ChildProcesses::progress() const {
  double sum = 0;
  for (const auto& child : children_) sum += shares_[child.second.place].load(std::memory_order_relaxed);
  return sum;
}

}  // namespace splitscape
