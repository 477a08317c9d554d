#include "sim/replay/abstract_costs.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <stdexcept>

#include "sim/exit_prices.hpp"

using namespace splitscape;

namespace {

ExitPrices prices(const AbstractCosts& costs, std::size_t exits) {
  const CostTable table = abstract_network(costs, exits);
  const std::vector<LinkEstimate> links{abstract_link(costs)};
  const std::vector<double> loads{1.0};
  const RadioCost radio;
  return exit_prices({.costs = table, .links = links, .server_loads = loads, .radio = radio}, {});
}

void check_close(const std::vector<double>& found, const std::vector<double>& expected) {
  REQUIRE(found.size() == expected.size());
  for (std::size_t i = 0; i < found.size(); ++i)
    CHECK(found[i] == doctest::Approx(expected[i]).epsilon(1e-12));
}

}  // namespace

TEST_CASE("in the made-up network an exit costs lambda a layer, and offloading o more") {
  const auto found = prices({.layer = 0.1, .offload = 0.5}, 4);
  check_close(found.stop, {0.1, 0.2, 0.3, 0.4});
  check_close(found.offload, {0.6, 0.7, 0.8, 0.4});
}

TEST_CASE("layers without an exit cost lambda, too") {
  const auto found = prices({.layer = 0.1, .offload = 0.3, .depths = {3, 6, 19}}, 3);
  check_close(found.stop, {0.3, 0.6, 1.9});
  check_close(found.offload, {0.6, 0.9, 1.9});
}

TEST_CASE("exit costs take the place of lambda") {
  const auto found = prices({.offload = 0.2, .exit_costs = {0.5, 0.5, 1}}, 3);
  check_close(found.stop, {0.5, 0.5, 1});
  check_close(found.offload, {0.7, 0.7, 1});
}

TEST_CASE("the head of an exit takes its share of lambda") {
  const CostTable table = abstract_network({.layer = 0.1, .head_share = 0.2}, 3);
  CHECK(table.exit_time(0, 1).value == doctest::Approx(0.02));
  CHECK(table.time(0, 0, 1).value == doctest::Approx(0.08));
  CHECK(table.time(0, 0, 3).value == doctest::Approx(0.26));  // the end's head is in the last layer
  CHECK(table.exit_time(1, 1).value == 0);
  CHECK(table.time(1, 0, 3).value == 0);
}

TEST_CASE("costs that do not fit a trace are refused in words") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto first = [](const AbstractCosts& costs, std::size_t exits) {
    const auto found = defects(costs, exits);
    return found.empty() ? std::string() : found.front();
  };
  CHECK(first({}, 12).empty());
  CHECK(first({.layer = -1}, 2) == "a layer costs -1, which is no number >= 0");
  CHECK(first({.offload = nan}, 2) == "offloading costs nan, which is no number >= 0");
  CHECK(first({.head_share = 1.5}, 2) == "the head's part of a layer's cost is 1.5, which is no share");
  CHECK(first({}, 66) == "the samples have 66 exits, of which 64 can be looked at");
  CHECK(first({.depths = {1, 2}, .exit_costs = {1, 2}}, 2) ==
        "the costs of the exits say all, so their depths say nothing");
  CHECK(first({.depths = {1, 2}}, 3) == "2 depths for the 3 exits of the samples");
  CHECK(first({.depths = {0, 2}}, 2) == "the first exit lies behind layer 1 or later");
  CHECK(first({.depths = {2, 2}}, 2) == "the depths of the exits rise, but 2 follows 2");
  CHECK(first({.depths = {2, 70000}}, 2) == "an exit behind layer 70000 is too deep");
  CHECK(first({.exit_costs = {1}}, 2) == "1 exit costs for the 2 exits of the samples");
  CHECK(first({.exit_costs = {-1, 2}}, 2) == "an exit costs -1, which is no number >= 0");
  CHECK(first({.exit_costs = {2, 1}}, 2) == "the costs of the exits do not fall, but 1 follows 2");
  CHECK_THROWS_WITH_AS(abstract_network({.layer = -1}, 2), "a layer costs -1, which is no number >= 0",
                       std::invalid_argument);
}
