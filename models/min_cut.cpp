#include "models/min_cut.hpp"

#include <algorithm>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

namespace splitscape {
namespace {

using Capacity = std::int64_t;
// Rows of edges in one block of memory each: half the time of a list of lists.
using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
using Vertex = boost::graph_traits<Graph>::vertex_descriptor;
using Edge = boost::graph_traits<Graph>::edge_descriptor;

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

/// Edges with their opposites, as they are added, and the cut with the least capacity between two vertices.
class FlowNetwork {
 public:
  explicit FlowNetwork(std::size_t vertices) : vertices_(vertices) {}

  Vertex add_vertex() { return vertices_++; }

  /// @param back capacity of the opposite direction
  void link(Vertex from, Vertex to, Capacity capacity, Capacity back = 0) {
    if (capacity == 0 && back == 0) return;
    arcs_.push_back({from, to, capacity});
    arcs_.push_back({to, from, back});
  }

  /// Whether each vertex can still be reached from the source when the cut is full: the smallest of the
  /// minimum cuts.
  std::vector<bool> reached(Vertex source, Vertex sink) const {
    const std::vector<std::size_t> places = places_by_origin();
    std::vector<std::pair<Vertex, Vertex>> ends(arcs_.size());
    std::vector<Capacity> capacities(arcs_.size());
    std::vector<Edge> opposites(arcs_.size());
    for (std::size_t i = 0; i < arcs_.size(); ++i) {
      ends[places[i]] = {arcs_[i].from, arcs_[i].to};
      capacities[places[i]] = arcs_[i].capacity;
      opposites[places[i]] = Edge(arcs_[i].to, places[i ^ 1U]);
    }
    Graph graph(boost::edges_are_sorted, ends.begin(), ends.end(), vertices_);
    std::vector<Capacity> residuals(arcs_.size());
    std::vector<Edge> predecessors(vertices_);
    std::vector<boost::default_color_type> colors(vertices_);
    std::vector<long> distances(vertices_);
    const auto of_edges = [&graph](auto& values) {
      return boost::make_iterator_property_map(values.begin(), get(boost::edge_index, graph));
    };
    const auto of_vertices = [&graph](auto& values) {
      return boost::make_iterator_property_map(values.begin(), get(boost::vertex_index, graph));
    };
    boost::boykov_kolmogorov_max_flow(graph, of_edges(capacities), of_edges(residuals), of_edges(opposites),
                                      of_vertices(predecessors), of_vertices(colors), of_vertices(distances),
                                      get(boost::vertex_index, graph), source, sink);
    std::vector<bool> reached(vertices_);
    for (Vertex v = 0; v < vertices_; ++v) reached[v] = colors[v] == boost::black_color;
    return reached;
  }

 private:
  struct Arc {
    Vertex from = 0;
    Vertex to = 0;
    Capacity capacity = 0;
  };

  /// Where each arc stands when they are sorted by their origin.
  std::vector<std::size_t> places_by_origin() const {
    std::vector<std::size_t> next(vertices_ + 1, 0);
    for (const Arc& arc : arcs_) ++next[arc.from + 1];
    for (Vertex v = 0; v < vertices_; ++v) next[v + 1] += next[v];
    std::vector<std::size_t> places;
    places.reserve(arcs_.size());
    for (const Arc& arc : arcs_) places.push_back(next[arc.from]++);
    return places;
  }

  std::size_t vertices_;
  std::vector<Arc> arcs_{};  ///< an arc at an even number, its opposite behind it
};

/// The network as a graph of flow. Vertex (layer, hop) lies on the side of the source where the layer is
/// computed before the hop. A layer at place p is at the same time behind hop p-1 and before hop p, which
/// cuts the edge from (layer, p) to (layer, p-1) with its cost there.
class FlowGraph {
 public:
  FlowGraph(const TensorFlow& flow, const PlacementCosts& costs, const CutRules& rules)
      : flow_(flow), costs_(costs), rules_(rules), grid_(costs), graph_(2 + flow.layers() * costs.hops()) {
    for (std::size_t layer = 0; layer < flow.layers(); ++layer) add_layer(layer);
    for (std::size_t hop = 0; hop < costs.hops(); ++hop) {
      for (std::size_t tensor = 0; tensor < flow.tensors(); ++tensor) add_tensor(tensor, hop);
      add_passage(hop);
      if (rules.no_return) let_the_end_run_last(hop);
    }
  }

  Partition cut() const {
    const std::vector<bool> before = graph_.reached(source, sink);
    Partition partition{.place = std::vector<std::size_t>(flow_.layers(), 0)};
    for (std::size_t layer = 0; layer < flow_.layers(); ++layer) {
      auto& place = partition.place[layer];
      while (place < costs_.hops() && !before[vertex(layer, place)]) ++place;
    }
    return partition;
  }

 private:
  static constexpr Vertex source = 0;
  static constexpr Vertex sink = 1;

  Vertex vertex(std::size_t layer, std::size_t hop) const { return 2 + hop * flow_.layers() + layer; }

  void add_layer(std::size_t layer) {
    const std::size_t hops = costs_.hops();
    for (std::size_t place = 0; place <= hops; ++place) {
      const std::size_t before = place == hops ? source : vertex(layer, place);
      const std::size_t behind = place == 0 ? sink : vertex(layer, place - 1);
      const bool between = place > 0 && place < hops;  // before an earlier hop is before a later one
      graph_.link(before, behind, grid_(costs_.compute[place][layer]), between ? Grid::unlimited : 0);
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
      graph_.link(maker, vertex(readers.front(), hop), cost, back);
      return;
    }
    // An auxiliary vertex that is behind the hop as soon as one reader is, so that the tensor counts once.
    const std::size_t sent = graph_.add_vertex();
    graph_.link(maker, sent, cost);
    for (const std::size_t reader : readers) {
      graph_.link(sent, vertex(reader, hop), Grid::unlimited);
      graph_.link(maker, vertex(reader, hop), 0, back);
    }
  }

  void add_passage(std::size_t hop) {
    const Capacity cost = grid_(costs_.passage[hop]);
    if (cost == 0) return;
    const std::size_t used = graph_.add_vertex();
    graph_.link(source, used, cost);
    // Where nothing comes back, whoever has a layer behind the hop has one of the ends there.
    if (rules_.no_return) {
      for (const std::size_t end : flow_.ends()) graph_.link(used, vertex(end, hop), Grid::unlimited);
    } else {
      for (std::size_t layer = 0; layer < flow_.layers(); ++layer)
        graph_.link(used, vertex(layer, hop), Grid::unlimited);
    }
  }

  void let_the_end_run_last(std::size_t hop) {
    const std::size_t last = flow_.layers() - 1;
    for (const std::size_t end : flow_.ends()) {
      if (end != last) graph_.link(vertex(last, hop), vertex(end, hop), Grid::unlimited);
    }
  }

  const TensorFlow& flow_;
  const PlacementCosts& costs_;
  CutRules rules_;
  Grid grid_;
  FlowNetwork graph_;
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
