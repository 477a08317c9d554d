#pragma once

#include <string>

namespace splitscape {

/// The Python that runs what comes with the program: $SPLITSCAPE_PYTHON, else Debian's /usr/bin/python3 where
/// it is there, else the python3 in PATH. Debian's has Debian's modules; another one that comes first in PATH
/// does not.
std::string own_python();

/// Path of a Python script that comes with the program.
/// @param installed its folder in share/splitscape; @param in_source its folder in the source tree
/// @throws std::runtime_error where it is in neither
std::string own_script(const std::string& installed, const std::string& in_source, const std::string& name);

}  // namespace splitscape
