#pragma once

#include <string>

#include "scenarios/app/picture.hpp"

namespace splitscape {

/// Has the program `dot` of Graphviz draw a graph.
/// @param graph in the language DOT
/// @throws UserError where the program is not there; std::runtime_error where it fails, with what it says
Picture drawn_by_graphviz(const std::string& graph, const std::string& format);

}  // namespace splitscape
