#pragma once

#include <functional>
#include <string>
#include <vector>

namespace splitscape::test {

/// What running a program left.
struct Ran {
  int code = 0;  ///< 128 + number where a signal ended it
  std::string out{};
  std::string err{};
};

struct RunHow {
  std::string directory{};                       ///< that it runs in; empty: the present one
  std::vector<std::string> environment{};        ///< "NAME=value", on top of the present one
  std::function<void()> in_child{};              ///< done in the new process before the program starts
  std::function<void(int process)> meanwhile{};  ///< done in the test while it runs
};

/// Runs a program with arguments; its standard input is empty and its output no terminal.
Ran run_program(const std::string& program, const std::vector<std::string>& arguments,
                const RunHow& how = {});

/// The program splitscape that these tests belong to.
std::string program_path();

/// Runs splitscape itself, from the root of the project, so that paths like scenarios/quickstart.yaml work.
Ran run_splitscape(const std::vector<std::string>& arguments, const RunHow& how = {});

/// The content of a file; fails the test where it cannot be read.
std::string content(const std::string& path);

/// Names in a directory, sorted; none where it is not there.
std::vector<std::string> names_in(const std::string& directory);

}  // namespace splitscape::test
