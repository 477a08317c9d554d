#pragma once

#include <string>
#include <vector>

namespace splitscape {

/// The formats in which Graphviz draws here, by the ending of a file: "svg", "png", "pdf".
const std::vector<std::string>& picture_formats();

/// What Graphviz has drawn.
struct Picture {
  std::string content{};   ///< of the picture file
  std::string messages{};  ///< what it says besides, such as that a bitmap had to be made smaller
};

/// Has the program `dot` of Graphviz draw a graph. It is started as a process: a graph that it cannot lay out
/// ends it and not us, and who draws nothing needs no Graphviz.
/// @param graph in the language DOT
/// @throws UserError where the program is not there; std::runtime_error where it fails, with what it says
Picture drawn_by_graphviz(const std::string& graph, const std::string& format);

}  // namespace splitscape
