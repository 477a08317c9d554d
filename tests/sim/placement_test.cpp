#include "sim/placement.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/sim/encoded_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// The small world with so many bytes of memory on the device and on each server. A layer has 16 bytes of
/// weights; with its input and output a needs 16016, b 9016, c 3416 bytes.
Outlook with_memory(double device, const std::vector<double>& servers) {
  std::vector<Hardware> hardware{slow_device()};
  hardware.front().memory = Figure<Bytes>{{device}};
  for (const double memory : servers) {
    hardware.push_back(fast_server());
    hardware.back().memory = Figure<Bytes>{{memory}};
  }
  std::vector<const Hardware*> places;
  for (const Hardware& place : hardware) places.push_back(&place);
  return Outlook(CostTable(NetworkGraph(three_layers()), places));
}

constexpr double plenty = 1e9;

}  // namespace

TEST_CASE("cuts after layers are the positions behind them") {
  const Outlook one(1);
  CHECK(positions(cuts_after({"input"}, one.setting())) == std::vector<int>{0});
  CHECK(positions(cuts_after({"a"}, one.setting())) == std::vector<int>{1});
  CHECK(positions(cuts_after({"c"}, one.setting())) == std::vector<int>{3});
  const Outlook two(2);
  CHECK(positions(cuts_after({"a", "b"}, two.setting())) == std::vector<int>{1, 2});
  CHECK(positions(cuts_after({"b", "b"}, two.setting())) == std::vector<int>{2, 2});
  const Outlook none(0);
  CHECK(cuts_after({}, none.setting()).empty());
}

TEST_CASE(
    "a cut may be named by the exit behind its layer, so that networks with other layers can be compared") {
  const Outlook outlook(1, {"a", "b"});
  CHECK(positions(cuts_after({"exit 1"}, outlook.setting())) == std::vector<int>{1});
  CHECK(positions(cuts_after({"exit 2"}, outlook.setting())) == std::vector<int>{2});
  CHECK_THROWS_WITH_AS(cuts_after({"exit 3"}, outlook.setting()),
                       doctest::Contains("has no layer 'exit 3' to cut after; did you mean 'exit 1'?"),
                       std::invalid_argument);
}

TEST_CASE("all cuts may lie at one position") {
  const Outlook outlook(3);
  CHECK(positions(same_cut(2, outlook.setting())) == std::vector<int>{2, 2, 2});
  CHECK(same_cut(2, Outlook(0).setting()).empty());
}

TEST_CASE("more or fewer cuts than hops are refused") {
  CHECK_THROWS_WITH_AS(cuts_after({"a", "b"}, Outlook(1).setting()),
                       "2 cuts for a path with 1 hop: give one a hop", std::invalid_argument);
  CHECK_THROWS_WITH_AS(cuts_after({"a"}, Outlook(2).setting()),
                       "1 cut for a path with 2 hops: give one a hop", std::invalid_argument);
  CHECK_THROWS_WITH_AS(cuts_after({}, Outlook(1).setting()), "0 cuts for a path with 1 hop: give one a hop",
                       std::invalid_argument);
}

TEST_CASE("a cut after a layer that is not there is refused with a proposal") {
  CHECK_THROWS_WITH_AS(cuts_after({"inptu"}, Outlook(1).setting()),
                       "network 'abc' has no layer 'inptu' to cut after; did you mean 'input'?",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(cuts_after({"nothing alike"}, Outlook(1).setting()),
                       "network 'abc' has no layer 'nothing alike' to cut after; one of: input, a, b, c",
                       std::invalid_argument);
}

TEST_CASE("a cut before the one of the hop before is refused") {
  CHECK_THROWS_WITH_AS(cuts_after({"b", "a"}, Outlook(2).setting()),
                       "the cut after 'a' comes before the one of the hop before", std::invalid_argument);
}

TEST_CASE("layers that fit every place are accepted") {
  CHECK_NOTHROW(require_fit({1}, with_memory(16016, {9032}).setting()));
  CHECK_NOTHROW(require_fit({1}, Outlook(1).setting()));  // no limits stated
}

TEST_CASE("layers that do not fit the device are refused with what is missing") {
  // a alone: 16 bytes of weights, 10000 in and 6000 out.
  CHECK_THROWS_WITH_AS(require_fit({1}, with_memory(16000, {plenty}).setting()),
                       "1 of the layers of network 'abc' do not fit the memory of device 'slow', by 16 bytes",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(require_fit({}, with_memory(16000, {}).setting()),
                       "the layers of network 'abc' do not fit the memory of device 'slow', by 48 bytes",
                       std::invalid_argument);
}

TEST_CASE("layers that do not fit a server are refused with what is missing") {
  // b and c: 32 bytes of weights, 6000 in and 3000 out of b.
  CHECK_THROWS_WITH_AS(require_fit({1}, with_memory(plenty, {9000}).setting()),
                       "2 of the layers of network 'abc' do not fit the memory of server 'fast', by 32 bytes",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(require_fit({0, 0}, with_memory(plenty, {1, 16000}).setting()),
                       "the layers of network 'abc' do not fit the memory of server 'fast', by 48 bytes",
                       std::invalid_argument);
}

TEST_CASE("a cut with a bottleneck is written as results write it") {
  const Outlook outlook = encoded_outlook(2);
  const auto decided = [&outlook](const std::vector<std::string>& layers) {
    return encoded_cuts_after(layers, outlook.setting());
  };
  CHECK(decided({"a", "b"}) == Decision{.cuts = {1, 2}});
  CHECK(decided({"a+wide", "b"}) == Decision{.cuts = {1, 2}, .encodings = {3, 0}});
  CHECK(decided({"b+student", "b+student"}) == Decision{.cuts = {2, 2}, .encodings = {1, 1}});
  CHECK_THROWS_WITH_AS(decided({"a+wid", "b"}),
                       "there is no bottleneck 'wid' to choose after 'a'; did you mean 'wide'?",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(decided({"a+wide", "a"}),
                       "what crosses after 'a' is passed on as it is: the bottleneck must be the same",
                       std::invalid_argument);
  CHECK_THROWS_WITH_AS(decided({"a", "b+student"}),
                       "'b+student' replaces the head, and only the device computes what does",
                       std::invalid_argument);
}

TEST_CASE("a layer with a plus in its name is a layer") {
  NetworkProfile network = three_layers();
  network.layers[0].name = "a+b";
  network.bottlenecks = {{.after = "a+b", .name = "c", .ratio = 0.5}};
  const Hardware device = slow_device();
  const Outlook outlook(CostTable(NetworkGraph(network), {&device, &device}));
  CHECK(encoded_cuts_after({"a+b"}, outlook.setting()) == Decision{.cuts = {1}});
  CHECK(encoded_cuts_after({"a+b+c"}, outlook.setting()) == Decision{.cuts = {1}, .encodings = {1}});
}
