#include <fmt/format.h>

#include <algorithm>

#include "models/nearest_name.hpp"
#include "models/single_tensor_cuts.hpp"
#include "scenarios/app/commands.hpp"
#include "scenarios/app/graphviz.hpp"
#include "scenarios/app/named_network.hpp"
#include "scenarios/app/network_dot.hpp"
#include "scenarios/runs/result_file.hpp"
#include "scenarios/runs/user_error.hpp"

namespace splitscape {
namespace {

/// The formats of pictures, and that of the graph itself.
std::vector<std::string> known_formats() {
  std::vector<std::string> known = picture_formats();
  known.emplace_back("dot");
  return known;
}

/// Head and tail of the cut that is named after a layer: of the head that sends this tensor alone where there
/// is one, otherwise of the order of the network.
Partition cut_after(const NetworkGraph& network, const std::string& layer) {
  std::vector<std::string> names{std::string(input_name)};
  for (const auto& known : network.layers()) names.push_back(known.name);
  if (std::find(names.begin(), names.end(), layer) == names.end()) {
    throw UserError(fmt::format("--cut {}: network '{}' has no such layer{}", layer, network.profile().name,
                                suggestion(layer, names)));
  }
  const std::size_t position = network.cut_after(layer).position;
  Partition partition = partition_at({position}, network.layers().size());
  if (const auto head = head_that_sends(TensorFlow(network), position)) {
    for (std::size_t i = 0; i < head->size(); ++i) partition.place[i] = (*head)[i] ? 0 : 1;
  }
  return partition;
}

}  // namespace

int draw_command(const DrawOptions& options) {
  const std::string format = picture_format(options.out, known_formats());
  check_result_file(options.out, options.force);
  const Zoo zoo = Zoo::of_this_program();
  const NetworkGraph network(
      options.scenario.empty()
          ? named_network(options.network, zoo).profile
          : network_in_scenario(options.network, options.scenario, options.assignments, zoo).profile);
  std::optional<Partition> cut;
  if (!options.cut.empty()) cut = cut_after(network, options.cut);
  const std::string graph = network_dot(network, cut);
  const Picture picture = format == "dot" ? Picture{.content = graph} : drawn_by_graphviz(graph, format);
  write_result_file(options.out, picture.content, options.force);
  if (!picture.messages.empty()) fmt::print(stderr, "{}", picture.messages);
  fmt::print("drawn: {}\n", options.out);
  return 0;
}

}  // namespace splitscape
