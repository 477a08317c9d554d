#include "scenarios/app/network_dot.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The line of a graph that begins with a statement.
std::string line_of(const std::string& graph, const std::string& statement) {
  const auto begin = graph.find("\n  " + statement);
  if (begin == std::string::npos) return "";
  return graph.substr(begin + 3, graph.find('\n', begin + 3) - begin - 3);
}

}  // namespace

TEST_CASE("a drawn network has a box a layer with its costs and an edge a reader with its bytes") {
  NetworkProfile profile = three_layers();
  profile.layers[0].shape = {16, 8, 8};
  const std::string graph = network_dot(NetworkGraph(profile));
  CHECK(graph.starts_with("digraph network {\n"));
  CHECK(graph.ends_with("}\n"));
  CHECK(contains(line_of(graph, "t1 ["), "<b>a</b>"));
  CHECK(contains(line_of(graph, "t1 ["), "16×8×8"));
  CHECK(contains(line_of(graph, "t1 ["), "1 MMAC, 4 parameters"));
  CHECK(contains(line_of(graph, "t0 -> t1"), "label=\" 10 kB\""));
  CHECK(contains(line_of(graph, "t1 -> t2"), " 6 kB"));
  CHECK(contains(line_of(graph, "t2 -> t3"), " 3 kB"));
  CHECK(line_of(graph, "t3 -> ").empty());
}

TEST_CASE("a drawn network marks what crosses alone and natural bottlenecks") {
  NetworkProfile profile = three_layers();
  profile.layers[0].output = {20000};
  profile.layers.push_back({.name = "d", .op = "add", .output = {1}, .inputs = {"b", "c"}});
  const std::string graph = network_dot(NetworkGraph(profile));
  CHECK(contains(line_of(graph, "t1 -> t2"), "penwidth=2.2"));  // alone, and larger than the input
  CHECK_FALSE(contains(line_of(graph, "t1 -> t2"), " *\""));
  CHECK(contains(line_of(graph, "t2 -> t3"), " 3 kB *\""));
  CHECK(contains(line_of(graph, "t2 -> t4"), "#2f9e44"));
  CHECK_FALSE(contains(line_of(graph, "t2 -> t4"), "label"));  // the size stands once
  CHECK_FALSE(contains(line_of(graph, "t3 -> t4"), "penwidth"));
}

TEST_CASE("a drawn network has its exits beside the layers that they read") {
  const std::string graph = network_dot(NetworkGraph(three_layers({"b"})));
  CHECK(contains(line_of(graph, "e1 ["), "exit 1"));
  CHECK(contains(line_of(graph, "e1 ["), "500 kMAC"));
  CHECK(contains(graph, "{rank=same; t2; e1;} t2 -> e1 [style=dashed"));
}

TEST_CASE("a drawn network says what is pruned") {
  NetworkProfile profile = three_layers();
  CHECK_FALSE(contains(network_dot(NetworkGraph(profile)), "density"));
  profile.layers[1].cost.pruning = {.format = WeightFormat::predefined, .density = 0.225, .pruned = {100}};
  CHECK(contains(line_of(network_dot(NetworkGraph(profile)), "t2 ["), "density 22.5 % (predefined)"));
}

TEST_CASE("a drawn cut colours what each place computes and what is sent") {
  const NetworkGraph network(three_layers());
  const std::string whole = network_dot(network);
  const std::string cut = network_dot(network, Partition{.place = {0, 1, 1}});
  CHECK_FALSE(contains(whole, "style=dashed"));
  CHECK(contains(line_of(cut, "t1 -> t2"), "style=dashed"));
  CHECK_FALSE(contains(line_of(cut, "t0 -> t1"), "style=dashed"));
  CHECK_FALSE(contains(line_of(cut, "t2 -> t3"), "style=dashed"));
  CHECK(contains(cut, "red: sent"));
}

TEST_CASE("letters that mean something to Graphviz are escaped in a drawn network") {
  NetworkProfile profile = three_layers();
  profile.title = "a & b";
  profile.layers[0].name = "quote\" <tag> & more";
  profile.layers[1].inputs = {profile.layers[0].name};
  const std::string graph = network_dot(NetworkGraph(profile));
  CHECK(contains(graph, "quote&quot; &lt;tag&gt; &amp; more"));
  CHECK(contains(graph, "<b>a &amp; b</b>"));
}
