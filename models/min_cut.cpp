#include "models/min_cut.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <cmath>
#include <cstdint>
#include <vector>

namespace splitscape {
namespace {

using Capacity = std::int64_t;
using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::bidirectionalS>;

struct Vertex {
  boost::default_color_type color{};
  Traits::edge_descriptor predecessor{};
  long distance = 0;
};

struct Edge {
  Capacity capacity = 0;
  Capacity residual = 0;
  Traits::edge_descriptor reverse{};
};

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS, Vertex, Edge>;

/// Costs as whole numbers: sums and comparisons of a flow are then exact, and it comes to an end. The factor
/// is a power of two, so that costs of few digits stay what they are.
class Grid {
 public:
  explicit Grid(const PlacementCosts& costs) {
    double sum = 0;
    const auto add = [&sum](const std::vector<double>& row) {
      for (const double cost : row) sum += std::isfinite(cost) ? cost : 0;
    };
    for (const auto& row : costs.compute) add(row);
    for (const auto& row : costs.transfer) add(row);
    add(costs.passage);
    int exponent = 0;
    std::frexp(sum, &exponent);  // sum <= 2^exponent
    shift_ = finest - exponent;
  }

  Capacity operator()(double cost) const {
    return std::isfinite(cost) ? static_cast<Capacity>(std::llround(std::ldexp(cost, shift_))) : unlimited;
  }

  /// More than all costs together, roundings included, and no more than half of what a capacity can be.
  static constexpr int finest = 60;
  static constexpr Capacity unlimited = Capacity{1} << (finest + 1);

 private:
  int shift_ = 0;
};

/// The network as a graph of flow. Vertex (layer, hop) lies on the side of the source where the layer is
/// computed before the hop. A layer at place p is at the same time behind hop p-1 and before hop p, which
/// cuts the edge from (layer, p) to (layer, p-1) with its cost there.
class FlowGraph {
 public:
  FlowGraph(const TensorFlow& flow, const PlacementCosts& costs, const CutRules& rules)
      : flow_(flow), costs_(costs), rules_(rules), grid_(costs) {
    graph_ = Graph(2 + flow.layers() * costs.hops());
    for (std::size_t layer = 0; layer < flow.layers(); ++layer) add_layer(layer);
    for (std::size_t hop = 0; hop < costs.hops(); ++hop) {
      for (std::size_t tensor = 0; tensor < flow.tensors(); ++tensor) add_tensor(tensor, hop);
      add_passage(hop);
      if (rules.no_return) let_the_end_run_last(hop);
    }
  }

  Partition cut() {
    boost::boykov_kolmogorov_max_flow(graph_, get(&Edge::capacity, graph_), get(&Edge::residual, graph_),
                                      get(&Edge::reverse, graph_), get(&Vertex::predecessor, graph_),
                                      get(&Vertex::color, graph_), get(&Vertex::distance, graph_),
                                      get(boost::vertex_index, graph_), source, sink);
    // The tree of the source holds what can still be reached from it: the smallest of the minimum cuts.
    Partition partition{.place = std::vector<std::size_t>(flow_.layers(), 0)};
    for (std::size_t layer = 0; layer < flow_.layers(); ++layer) {
      auto& place = partition.place[layer];
      while (place < costs_.hops() && graph_[vertex(layer, place)].color != boost::black_color) ++place;
    }
    return partition;
  }

 private:
  static constexpr std::size_t source = 0;
  static constexpr std::size_t sink = 1;

  std::size_t vertex(std::size_t layer, std::size_t hop) const { return 2 + hop * flow_.layers() + layer; }

  /// @param back capacity of the opposite direction
  void link(std::size_t from, std::size_t to, Capacity capacity, Capacity back = 0) {
    if (capacity == 0 && back == 0) return;
    const auto there = add_edge(from, to, graph_).first;
    const auto opposite = add_edge(to, from, graph_).first;
    graph_[there].capacity = capacity;
    graph_[there].reverse = opposite;
    graph_[opposite].capacity = back;
    graph_[opposite].reverse = there;
  }

  void add_layer(std::size_t layer) {
    const std::size_t hops = costs_.hops();
    for (std::size_t place = 0; place <= hops; ++place) {
      const std::size_t before = place == hops ? source : vertex(layer, place);
      const std::size_t behind = place == 0 ? sink : vertex(layer, place - 1);
      const bool between = place > 0 && place < hops;  // before an earlier hop is before a later one
      link(before, behind, grid_(costs_.compute[place][layer]), between ? Grid::unlimited : 0);
    }
  }

  void add_tensor(std::size_t tensor, std::size_t hop) {
    const auto& readers = flow_.readers(tensor);
    if (readers.empty() || (tensor == 0 && !rules_.input_on_device)) return;
    const Capacity cost = grid_(costs_.transfer[hop][tensor]);
    const std::size_t maker = tensor == 0 ? source : vertex(maker_of(tensor), hop);
    // A reader before the hop needs its maker before the hop.
    const Capacity back = tensor > 0 && rules_.no_return ? Grid::unlimited : 0;
    if (readers.size() == 1) {
      link(maker, vertex(readers.front(), hop), cost, back);
      return;
    }
    // An auxiliary vertex that is behind the hop as soon as one reader is, so that the tensor counts once.
    const std::size_t sent = add_vertex(graph_);
    link(maker, sent, cost);
    for (const std::size_t reader : readers) {
      link(sent, vertex(reader, hop), Grid::unlimited);
      link(maker, vertex(reader, hop), 0, back);
    }
  }

  void add_passage(std::size_t hop) {
    const Capacity cost = grid_(costs_.passage[hop]);
    if (cost == 0) return;
    const std::size_t used = add_vertex(graph_);
    link(source, used, cost);
    // Where nothing comes back, whoever has a layer behind the hop has one of the ends there.
    if (rules_.no_return) {
      for (const std::size_t end : flow_.ends()) link(used, vertex(end, hop), Grid::unlimited);
    } else {
      for (std::size_t layer = 0; layer < flow_.layers(); ++layer)
        link(used, vertex(layer, hop), Grid::unlimited);
    }
  }

  void let_the_end_run_last(std::size_t hop) {
    const std::size_t last = flow_.layers() - 1;
    for (const std::size_t end : flow_.ends()) {
      if (end != last) link(vertex(last, hop), vertex(end, hop), Grid::unlimited);
    }
  }

  const TensorFlow& flow_;
  const PlacementCosts& costs_;
  CutRules rules_;
  Grid grid_;
  Graph graph_;
};

}  // namespace

Partition min_cut(const TensorFlow& flow, const PlacementCosts& costs, const CutRules& rules) {
  require_sound(costs, flow);
  return FlowGraph(flow, costs, rules).cut();
}

Partition min_cut(const NetworkGraph& network, const PlacementCosts& costs, const CutRules& rules) {
  return min_cut(TensorFlow(network), costs, rules);
}

}  // namespace splitscape
