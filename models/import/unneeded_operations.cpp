#include "models/import/unneeded_operations.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>

namespace splitscape {

Unneeded remove_unneeded(OperationGraph& graph) {
  std::unordered_set<std::string> read(graph.outputs.begin(), graph.outputs.end());
  const auto is_unread = [&read](const ActivationTensor& tensor) { return !read.contains(tensor.name); };
  std::vector<Operation> kept;
  Unneeded removed;
  while (!graph.operations.empty()) {  // from the end: who reads stands behind
    Operation operation = std::move(graph.operations.back());
    graph.operations.pop_back();
    if (std::all_of(operation.outputs.begin(), operation.outputs.end(), is_unread)) {
      removed.operations.push_back(std::move(operation));
      continue;
    }
    read.insert(operation.inputs.begin(), operation.inputs.end());
    std::erase_if(operation.outputs, is_unread);
    kept.push_back(std::move(operation));
  }
  std::reverse(kept.begin(), kept.end());
  std::reverse(removed.operations.begin(), removed.operations.end());
  graph.operations = std::move(kept);
  std::copy_if(graph.inputs.begin(), graph.inputs.end(), std::back_inserter(removed.inputs), is_unread);
  std::erase_if(graph.inputs, is_unread);
  return removed;
}

}  // namespace splitscape
