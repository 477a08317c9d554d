#include "models/import/onnx_needed.hpp"

#include <onnx/onnx_pb.h>

#include <string_view>
#include <unordered_map>

namespace splitscape {

std::vector<bool> needed_nodes(const onnx::GraphProto& graph) {
  std::unordered_map<std::string_view, int> makers;
  for (int i = 0; i < graph.node_size(); ++i) {
    for (const auto& name : graph.node(i).output()) makers.emplace(name, i);
  }
  std::vector<bool> needed(static_cast<std::size_t>(graph.node_size()), false);
  std::vector<int> open;
  const auto need = [&](std::string_view tensor) {
    const auto found = makers.find(tensor);
    if (tensor.empty() || found == makers.end() || needed[static_cast<std::size_t>(found->second)]) return;
    needed[static_cast<std::size_t>(found->second)] = true;
    open.push_back(found->second);
  };
  for (const auto& output : graph.output()) need(output.name());
  while (!open.empty()) {
    const auto& node = graph.node(open.back());
    open.pop_back();
    for (const auto& name : node.input()) need(name);
  }
  return needed;
}

}  // namespace splitscape
