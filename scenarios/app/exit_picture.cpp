#include "scenarios/app/exit_picture.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "scenarios/runs/other_program.hpp"
#include "scenarios/runs/own_python.hpp"
#include "scenarios/runs/scratch_directory.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

std::string what_is_missing(const std::string& program) {
  return fmt::format(
      "drawing needs Python 3 with matplotlib and pandas (Debian packages python3, python3-matplotlib, "
      "python3-pandas; '{}' has none); --csv prints the numbers without it",
      program);
}

}  // namespace

Picture drawn_exit_curves(const std::string& csv, const std::string& title, const std::string& format) {
  const ScratchDirectory scratch;
  const std::string table = scratch.path() + "/curves.csv";
  const std::string picture = scratch.path() + "/picture." + format;
  std::ofstream(table, std::ios::binary) << csv;
  const std::string program = own_python();
  const std::string missing = what_is_missing(program);
  // -B: it leaves no files beside the script.
  const Ended drawing =
      run_other_program({program, "-B", own_script("plots", "analysis/plots", "exit_curves.py"), table, "-o",
                         picture, "--title", title},
                        scratch.path(), missing);
  Picture drawn{.content = bytes_of(picture), .messages = drawing.messages};
  if (drawing.well && !drawn.content.empty()) return drawn;
  const Ended modules =
      run_other_program({program, "-c", "import matplotlib, pandas"}, scratch.path(), missing);
  if (!modules.well) throw UserError(missing);
  throw std::runtime_error("the curves cannot be drawn: " + drawn.messages);
}

}  // namespace splitscape
