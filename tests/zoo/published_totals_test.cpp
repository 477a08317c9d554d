// Which networks of the zoo have published totals: those that scenarios/reproduce/network_totals.cpp
// compares.
#include <doctest/doctest.h>

#include <set>

#include "models/network.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "scenarios/reproduce/experiment_catalogue.hpp"
#include "tests/scenarios/loader/read_as.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Networks of papers that print no totals, and networks that were trained here.
const std::set<std::string> without_published_totals{
    "b-alexnet",     "b-lenet",   "mobilenet-v2-i-splitee", "tiny-yolov2",
    "mnist-b-lenet", "mnist-mlp", "mnist-mlp-sparse",       "mnist-mlp-sparser"};

NetworkGraph network(const std::string& name) {
  Reading reading(project_zoo(), "");
  return NetworkGraph(zoo_network(name, reading).profile);
}

}  // namespace

TEST_CASE("every network of the zoo is held to published totals or none are published") {
  std::set<std::string> held = without_published_totals;
  for (const PublishedTable& table : experiment_named("network_totals").tables) {
    for (const PublishedRow& row : table.rows) held.insert(row.label);
  }
  const auto names = project_zoo().names("networks");
  CHECK(held == std::set<std::string>(names.begin(), names.end()));
  CHECK(names.size() >= 20);
}

TEST_CASE("the exits of MobileNetV2 of the zoo are those of I-SplitEE's code") {
  // Behind layers of 24, 32, 64, 96, 160 and 320 channels: a scale and a shift a channel, 10 classes with a
  // bias.
  const NetworkGraph graph = network("mobilenet-v2-i-splitee");
  const double channels[] = {24, 32, 64, 96, 160, 320};
  REQUIRE(graph.exit_count() == 7);
  for (std::size_t exit = 1; exit <= 6; ++exit) {
    CAPTURE(exit);
    const double width = channels[exit - 1];
    CHECK(graph.exit_head(exit).after == "layer" + std::to_string(3 * exit));
    CHECK(graph.exit_head(exit).cost.macs->value == 10 * width);
    CHECK(graph.exit_head(exit).cost.parameters == 2 * width + 10 * width + 10);
  }
}
