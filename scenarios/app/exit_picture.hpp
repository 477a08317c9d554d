#pragma once

#include <string>

#include "scenarios/app/picture.hpp"

namespace splitscape {

/// Has Python (own_python()) draw the curves of a trace with analysis/plots/exit_curves.py, which comes with
/// the program.
/// @param csv what `splitscape samples --csv` prints
/// @throws UserError where Python or what the script needs is not there; std::runtime_error where it fails
Picture drawn_exit_curves(const std::string& csv, const std::string& title, const std::string& format);

}  // namespace splitscape
