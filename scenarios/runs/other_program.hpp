#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// What another program left when it ended.
struct Ended {
  bool well = false;       ///< of itself, with code 0
  std::string messages{};  ///< what it printed
  std::string output{};    ///< what it printed to standard output, where that goes apart
};

/// Where a program's standard output goes.
enum class OutputGoes { among_messages, apart };

/// Runs another program and waits for its end. It is started as a process: what goes wrong in it ends it and
/// not us, and who does not need it need not have it. Its standard input is empty.
/// @param arguments the program, looked for in PATH where it is no path, and what is handed to it
/// @param scratch directory in which what it prints is kept meanwhile
/// @param missing what the user is told where there is no such program
/// @throws UserError where there is none; std::runtime_error where it cannot be started
Ended run_other_program(std::vector<std::string> arguments, const std::string& scratch,
                        const std::string& missing, OutputGoes output = OutputGoes::among_messages);

/// Goes on as another program: what it reads and prints, the signals that it gets and the code with which it
/// ends are this process's.
/// @param arguments as for run_other_program(); @param missing likewise
/// @throws UserError where there is no such program; std::runtime_error where it cannot be started
[[noreturn]] void become_other_program(std::vector<std::string> arguments, const std::string& missing);

/// The bytes of a file that another program has written; none where it is not there.
std::string bytes_of(const std::string& path);

}  // namespace splitscape
