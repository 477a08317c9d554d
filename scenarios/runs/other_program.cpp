#include "scenarios/runs/other_program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

/// What a program reads and writes besides its arguments.
class FileActions {
 public:
  FileActions(const std::string& messages, const std::string& output) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    constexpr int anew = O_WRONLY | O_CREAT | O_TRUNC;
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, messages.c_str(), anew, 0600);
    if (output == messages) {
      posix_spawn_file_actions_adddup2(&actions_, STDERR_FILENO, STDOUT_FILENO);
    } else {
      posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, output.c_str(), anew, 0600);
    }
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// Arguments as the system takes them.
std::vector<char*> pointers_to(std::vector<std::string>& arguments) {
  std::vector<char*> pointers;
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Ended run_other_program(std::vector<std::string> arguments, const std::string& scratch,
                        const std::string& missing, OutputGoes output_goes) {
  const std::string messages = scratch + "/messages";
  const std::string output = output_goes == OutputGoes::apart ? scratch + "/output" : messages;
  const std::vector<char*> argv = pointers_to(arguments);
  const FileActions actions(messages, output);
  pid_t process = 0;
  const int error = posix_spawnp(&process, argv.front(), actions.get(), nullptr, argv.data(), environ);
  if (error == ENOENT) throw UserError(missing);
  if (error != 0)
    throw std::runtime_error(fmt::format("cannot start '{}': {}", arguments.front(), std::strerror(error)));
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) throw std::runtime_error(fmt::format("waitpid: {}", std::strerror(errno)));
  }
  return {.well = WIFEXITED(status) && WEXITSTATUS(status) == 0,
          .messages = bytes_of(messages),
          .output = output == messages ? "" : bytes_of(output)};
}

void become_other_program(std::vector<std::string> arguments, const std::string& missing) {
  const std::vector<char*> argv = pointers_to(arguments);
  std::fflush(nullptr);
  execvp(argv.front(), argv.data());
  if (errno == ENOENT) throw UserError(missing);
  throw std::runtime_error(fmt::format("cannot start '{}': {}", arguments.front(), std::strerror(errno)));
}

std::string bytes_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace splitscape
