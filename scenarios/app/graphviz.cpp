#include "scenarios/app/graphviz.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "scenarios/app/scratch_directory.hpp"
#include "scenarios/app/user_error.hpp"

namespace splitscape {
namespace {

/// What a program reads and writes besides its arguments.
class FileActions {
 public:
  explicit FileActions(const std::string& messages) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, messages.c_str(), O_WRONLY | O_CREAT, 0600);
  }
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// @return the status of waitpid
int run_dot(std::vector<std::string> arguments, const std::string& messages, const std::string& format) {
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  const FileActions actions(messages);
  pid_t process = 0;
  const int error = posix_spawnp(&process, argv.front(), actions.get(), nullptr, argv.data(), environ);
  if (error == ENOENT) {
    throw UserError(fmt::format(
        "drawing .{} needs the program 'dot' of Graphviz (Debian package graphviz); --out NAME.dot "
        "writes the graph without it",
        format));
  }
  if (error != 0) throw std::runtime_error(fmt::format("cannot start 'dot': {}", std::strerror(error)));
  int status = 0;
  while (waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) throw std::runtime_error(fmt::format("waitpid: {}", std::strerror(errno)));
  }
  return status;
}

std::string content_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

const std::vector<std::string>& picture_formats() {
  static const std::vector<std::string> formats{"svg", "png", "pdf"};
  return formats;
}

Picture drawn_by_graphviz(const std::string& graph, const std::string& format) {
  const ScratchDirectory scratch;
  const std::string source = scratch.path() + "/graph.dot";
  const std::string picture = scratch.path() + "/picture";
  const std::string messages = scratch.path() + "/messages";
  std::ofstream(source, std::ios::binary) << graph;
  const int status = run_dot({"dot", "-T" + format, "-o", picture, source}, messages, format);
  Picture drawn{.content = content_of(picture), .messages = content_of(messages)};
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || drawn.content.empty()) {
    throw std::runtime_error(fmt::format("'dot' of Graphviz cannot draw the graph: {}", drawn.messages));
  }
  return drawn;
}

}  // namespace splitscape
