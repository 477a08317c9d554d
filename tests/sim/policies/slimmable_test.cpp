#include <doctest/doctest.h>

#include <stdexcept>

#include "models/random_stream.hpp"
#include "sim/search/encoded_ways.hpp"
#include "tests/sim/encoded_world.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

std::unique_ptr<OffloadPolicy> slimmable(const Outlook& outlook, double bound) {
  return make_policy({.name = "slimmable", .parameters = {{"bound", bound}}}, outlook.setting());
}

Decision decided(const Outlook& outlook, double bound) {
  return slimmable(outlook, bound)->decide(outlook.observation());
}

const Decision narrow{.cuts = {1}, .encodings = {1}};
const Decision wide{.cuts = {1}, .encodings = {3}};

/// One cut with widths whose ratio and accuracy rise, and random work.
NetworkProfile random_widths(RandomStream& random) {
  NetworkProfile network = three_layers();
  double ratio = 0;
  double change = -0.5;
  for (const double width : {0.25, 0.5, 0.75, 1.0}) {
    ratio += 0.2 * random.uniform();
    change += 0.1 * random.uniform();
    network.bottlenecks.push_back({.after = "a",
                                   .name = std::to_string(width),
                                   .ratio = ratio,
                                   .encoder = {.macs = Macs{1e6 * random.uniform()}},
                                   .accuracy_change = change,
                                   .width = width});
  }
  return network;
}

}  // namespace

TEST_CASE("slimmable takes the most accurate width that meets the deadline, else the fastest") {
  // After a: narrow .1 + .01 + .0048 + .005 + .052 + .0054 = .1772; wide .1 + .03 + .0192 + .005 + .054 +
  // .0054.
  const Outlook outlook = encoded_outlook(1);
  CHECK(decided(outlook, 0.25) == wide);
  CHECK(decided(outlook, 0.2137) == wide);
  CHECK(decided(outlook, 0.2135) == narrow);
  CHECK(decided(outlook, 0.17) == narrow);
}

TEST_CASE("slimmable takes a wider encoder as the rate rises") {
  RandomStream random(7);
  int changes = 0;
  for (int chain = 0; chain < 100; ++chain) {
    const Hardware device = slow_device();
    const Hardware server = fast_server();
    Outlook outlook(CostTable(NetworkGraph(random_widths(random)), {&device, &server}));
    const auto policy = slimmable(outlook, 0.15 + 0.3 * random.uniform());
    int before = 1;
    for (double rate = 1e3; rate < 1e8; rate *= 1.5) {
      outlook.links.front().up = {rate};
      const int width = numbers(policy->decide(outlook.observation()).encodings).at(0);
      CHECK(width >= before);
      if (width > before) ++changes;
      before = width;
    }
  }
  CHECK(changes > 100);
}

TEST_CASE("slimmable takes the deadline of the devices unless a bound is given") {
  const Outlook outlook = encoded_outlook(1);
  PolicySetting setting = outlook.setting();
  setting.deadline = Seconds{0.2};
  CHECK(make_policy({.name = "slimmable"}, setting)->decide(outlook.observation()) == narrow);
  setting.deadline = Seconds{0.25};
  CHECK(make_policy({.name = "slimmable"}, setting)->decide(outlook.observation()) == wide);
  CHECK_THROWS_WITH_AS(make_policy({.name = "slimmable"}, outlook.setting()),
                       "a width is chosen by a deadline: give the devices one, or a 'bound'",
                       std::invalid_argument);
}

TEST_CASE("slimmable uses widths alone") {
  const Outlook outlook = encoded_outlook(2);
  // After a on the first hop, and on the second after b without the student.
  const PolicyChoice choice{.name = "slimmable",
                            .parameters = {{"bound", 1.0}, {"cut", std::vector<std::string>{"a", "b"}}}};
  CHECK(make_policy(choice, outlook.setting())->decide(outlook.observation()) ==
        Decision{.cuts = {1, 2}, .encodings = {3, 0}});
}

TEST_CASE("slimmable needs an encoder with a width") {
  const Outlook outlook = encoded_outlook(1);
  CHECK_THROWS_WITH_AS(
      make_policy({.name = "slimmable", .parameters = {{"bound", 1.0}, {"cut", std::string("b")}}},
                  outlook.setting()),
      "there is no slimmable encoder that fits here: a bottleneck with a 'name' and a 'width'",
      std::invalid_argument);
}
