#include "scenarios/app/exit_picture.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "scenarios/loader/own_files.hpp"
#include "scenarios/runs/other_program.hpp"
#include "scenarios/runs/scratch_directory.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

std::string script() {
  const auto places = places_of("plots", "analysis/plots");
  std::error_code failed;
  for (const auto& place : places) {
    const std::string path = place + "/exit_curves.py";
    if (std::filesystem::is_regular_file(path, failed)) return path;
  }
  throw std::runtime_error("the script exit_curves.py, which draws, was not found in " + places.front());
}

/// Debian's Python has Debian's modules; another one that comes first in PATH does not.
std::string python() {
  if (const char* chosen = std::getenv("SPLITSCAPE_PYTHON")) return chosen;
  const std::string of_debian = "/usr/bin/python3";
  std::error_code failed;
  return std::filesystem::exists(of_debian, failed) ? of_debian : "python3";
}

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
  const std::string program = python();
  const std::string missing = what_is_missing(program);
  // -B: it leaves no files beside the script.
  const Ended drawing = run_other_program({program, "-B", script(), table, "-o", picture, "--title", title},
                                          scratch.path(), missing);
  Picture drawn{.content = bytes_of(picture), .messages = drawing.messages};
  if (drawing.well && !drawn.content.empty()) return drawn;
  const Ended modules =
      run_other_program({program, "-c", "import matplotlib, pandas"}, scratch.path(), missing);
  if (!modules.well) throw UserError(missing);
  throw std::runtime_error("the curves cannot be drawn: " + drawn.messages);
}

}  // namespace splitscape
