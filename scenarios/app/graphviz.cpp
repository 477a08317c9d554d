#include "scenarios/app/graphviz.hpp"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "scenarios/runs/other_program.hpp"
#include "scenarios/runs/scratch_directory.hpp"

namespace splitscape {

Picture drawn_by_graphviz(const std::string& graph, const std::string& format) {
  const ScratchDirectory scratch;
  const std::string source = scratch.path() + "/graph.dot";
  const std::string picture = scratch.path() + "/picture";
  std::ofstream(source, std::ios::binary) << graph;
  const Ended dot = run_other_program(
      {"dot", "-T" + format, "-o", picture, source}, scratch.path(),
      fmt::format("drawing .{} needs the program 'dot' of Graphviz (Debian package graphviz); --out NAME.dot "
                  "writes the graph without it",
                  format));
  Picture drawn{.content = bytes_of(picture), .messages = dot.messages};
  if (!dot.well || drawn.content.empty())
    throw std::runtime_error(fmt::format("'dot' of Graphviz cannot draw the graph: {}", drawn.messages));
  return drawn;
}

}  // namespace splitscape
