#pragma once

#include <optional>
#include <string>
#include <vector>

namespace splitscape {

/// What `splitscape plot` is asked for. What a kind, a format or a column may be is known where it is drawn,
/// in analysis/plots.
struct PlotOptions {
  std::string directory{};  ///< of a run, a sweep or a replay
  std::string kind = "auto";
  std::string format{};              ///< several are separated by commas; empty: as `out` ends, else png
  std::string out{};                 ///< empty: DIR/plots/KIND
  std::vector<std::string> x{};      ///< axes of the sweep, or a key of the scenario
  std::vector<std::string> y{};      ///< columns
  std::vector<std::string> where{};  ///< "column=value"
  std::optional<bool> log{};         ///< absent: as the kind finds best
  std::optional<double> width{};     ///< inches
  bool force = false;
};

/// Goes on as the Python that draws, whose exit code is the program's.
/// @throws UserError where there is no Python
[[noreturn]] void plot_command(const PlotOptions& options);

}  // namespace splitscape
