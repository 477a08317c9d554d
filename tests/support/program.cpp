#include "tests/support/program.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

namespace splitscape::test {
namespace {

[[noreturn]] void become(const std::string& program, const std::vector<std::string>& arguments,
                         const RunHow& how, const std::string& out, const std::string& err) {
  const auto redirect = [](const std::string& path, int flags, int to) {
    dup2(open(path.c_str(), flags, 0600), to);
  };
  redirect("/dev/null", O_RDONLY, STDIN_FILENO);
  redirect(out, O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
  redirect(err, O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
  if (!how.directory.empty() && chdir(how.directory.c_str()) != 0) _exit(127);
  for (const auto& variable : how.environment) putenv(const_cast<char*>(variable.c_str()));
  if (how.in_child) how.in_child();
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  _exit(127);
}

}  // namespace

Ran run_program(const std::string& program, const std::vector<std::string>& arguments, const RunHow& how) {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/out";
  const std::string err = directory.path() + "/err";
  const pid_t process = fork();
  if (process == 0) become(program, arguments, how, out, err);
  if (how.meanwhile) how.meanwhile(process);
  int status = 0;
  waitpid(process, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), content(out), content(err)};
}

std::string program_path() {
  return SPLITSCAPE_PROGRAM;
}

Ran run_splitscape(const std::vector<std::string>& arguments, const RunHow& how) {
  RunHow from_root = how;
  if (from_root.directory.empty()) from_root.directory = project_file("");
  return run_program(program_path(), arguments, from_root);
}

std::string content(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> names_in(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(directory, missing)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace splitscape::test
