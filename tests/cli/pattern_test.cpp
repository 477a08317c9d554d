#include <doctest/doctest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>

#include "tests/support/program.hpp"

using namespace splitscape::test;

namespace {

Ran pattern(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "pattern");
  return run_splitscape(arguments);
}

/// What the program says of a wrong request, without the end of the line.
std::string refusal(const std::vector<std::string>& arguments) {
  const Ran ran = pattern(arguments);
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  return ran.err.substr(0, ran.err.find('\n'));
}

struct Connections {
  std::map<int, int> fan_in{};
  std::map<int, int> fan_out{};
  std::set<std::pair<int, int>> all{};
};

Connections read_connections(const std::string& csv) {
  std::istringstream lines(csv);
  std::string line;
  std::getline(lines, line);
  CHECK(line == "right,left");
  Connections found;
  while (std::getline(lines, line)) {
    const int right = std::stoi(line);
    const int left = std::stoi(line.substr(line.find(',') + 1));
    ++found.fan_in[right];
    ++found.fan_out[left];
    found.all.insert({right, left});
  }
  return found;
}

}  // namespace

TEST_CASE("pattern lists the densities that exist with their fan-ins and fan-outs") {
  const Ran ran = pattern({"--inputs", "9", "--outputs", "6", "--csv"});
  CHECK(ran.code == 0);
  CHECK(ran.out ==
        "density,fan_in,fan_out,weights\n"
        "0.3333333333333333,3,2,18\n"
        "0.6666666666666666,6,4,36\n"
        "1,9,6,54\n");
}

TEST_CASE("pattern prints connections that a training script can take as a mask") {
  for (const std::vector<std::string>& type :
       std::vector<std::vector<std::string>>{{"--type", "random"},
                                             {"--type", "1", "--parallel", "16"},
                                             {"--type", "2", "--parallel", "200", "--dither"},
                                             {"--type", "3", "--parallel", "8"}}) {
    std::vector<std::string> arguments{"--inputs", "800", "--outputs", "100", "--fan-out", "20", "--csv"};
    arguments.insert(arguments.end(), type.begin(), type.end());
    const Ran ran = pattern(arguments);
    REQUIRE(ran.code == 0);
    const Connections found = read_connections(ran.out);
    CHECK(found.all.size() == 16000);
    CHECK(found.fan_in.size() == 100);
    CHECK(found.fan_out.size() == 800);
    for (const auto& [right, degree] : found.fan_in) CHECK(degree == 160);
    for (const auto& [left, degree] : found.fan_out) CHECK(degree == 20);
  }
}

TEST_CASE("pattern draws the same connections for a seed and others for another") {
  const auto drawn = [](const std::string& seed) {
    return pattern({"--inputs", "12", "--outputs", "8", "--density", "50%", "--csv", "--seed", seed}).out;
  };
  CHECK(drawn("1") == drawn("1"));
  CHECK(drawn("1") != drawn("2"));
  CHECK(drawn("1") == pattern({"--inputs", "12", "--outputs", "8", "--fan-in", "6", "--csv"}).out);
}

TEST_CASE("pattern says what it has drawn") {
  const Ran ran =
      pattern({"--inputs", "9", "--outputs", "6", "--fan-out", "2", "--type", "1", "--parallel", "3"});
  CHECK(ran.out ==
        "fact                                  value\n"
        "junction                              9 x 6\n"
        "density                               33.3333 %\n"
        "weights                               18\n"
        "fan-in                                3\n"
        "fan-out                               2\n"
        "connections a clock                   3\n"
        "clocks a sample                       6\n"
        "clash-free                            yes\n"
        "memory maps                           46656\n"
        "of these, without a connection twice  46656\n");
}

TEST_CASE("pattern draws unstructured and N:M and block patterns to compare with") {
  const auto drawn = [](const std::string& type, const std::string& density) {
    std::vector<std::string> arguments{"--inputs", "16", "--outputs", "8", "--type", type, "--csv"};
    if (!density.empty()) arguments.insert(arguments.end(), {"--density", density});
    const Ran ran = pattern(arguments);
    CHECK(ran.code == 0);
    return read_connections(ran.out).all.size();
  };
  CHECK(drawn("unstructured", ".3") == 38);
  CHECK(drawn("2:4", "") == 64);
  CHECK(drawn("4x4", "25%") == 32);
  CHECK(pattern({"--inputs", "16", "--outputs", "8", "--type", "unstructured", "--density", ".3"})
            .out.find(" to ") != std::string::npos);
}

TEST_CASE("pattern refuses what it cannot draw in one line") {
  const auto sized = [](std::vector<std::string> more) {
    more.insert(more.begin(), {"--inputs", "800", "--outputs", "100"});
    return refusal(more);
  };
  CHECK(sized({"--fan-out", "20", "--type", "1", "--parallel", "7"}) ==
        "800 left neurons do not share out over 7 memory banks");
  CHECK(sized({"--fan-out", "20", "--parallel", "7"}) ==
        "800 left neurons do not share out over 7 memory banks");
  CHECK(sized({"--fan-out", "20", "--type", "2"}) ==
        "a clash-free pattern needs --parallel, a divisor of the 800 inputs");
  CHECK(sized({"--fan-out", "20", "--dither"}) == "only the clash-free types 1, 2 and 3 have a dither");
  CHECK(sized({"--fan-out", "20", "--type", "4"}) ==
        "there is no type '4'; one of: random, 1, 2, 3, unstructured, N:M such as 2:4, blocks such as 4x4");
  CHECK(
      sized({"--density", "12.5%"}) ==
      "a junction of 800 x 100 has no density 12.5 %; the nearest are 12 % (fan-in 96, fan-out 12) and 13 % "
      "(fan-in 104, fan-out 13)");
  CHECK(sized({"--density", "much"}) == "'much' is no density; write it like 20% or .2");
  CHECK(sized({"--density", "20 %"}) == "'20 %' is no density; write it like 20% or .2");
  CHECK(sized({"--type", "unstructured"}) == "type unstructured needs a --density and nothing else");
  CHECK(sized({"--type", "2:4", "--fan-in", "8"}) == "N:M says the density itself");
  CHECK(sized({"--type", "5:4"}) == "of every 4 weights 1 to 4 can stay, not 5");
  CHECK(sized({"--type", "0x4", "--density", ".5"}) == "a block of 0 x 4 has no weights");
  CHECK(refusal({"--inputs", "1000000", "--outputs", "1000000", "--fan-out", "1000"}) ==
        "a pattern of 1e+09 connections is not drawn; 100000000 are the most");
  CHECK(
      refusal({"--inputs", "100000", "--outputs", "100000", "--type", "unstructured", "--density", ".001"}) ==
      "a pattern of type unstructured is not drawn for a junction of 100000 x 100000; 1000000000 places are "
      "the "
      "most");
  CHECK(refusal({"--inputs", "20000", "--outputs", "20000", "--type", "4x4", "--density", "100%"}) ==
        "a pattern of 4e+08 connections is not drawn; 100000000 are the most");
}

TEST_CASE("pattern refuses a wrong command line") {
  CHECK(pattern({"--inputs", "8"}).code == 2);
  CHECK(pattern({"--inputs", "0", "--outputs", "8"}).code == 2);
  CHECK(pattern({"--inputs", "-8", "--outputs", "8"}).code == 2);
  CHECK(pattern({"--inputs", "8", "--outputs", "8", "--fan-in", "2", "--fan-out", "2"}).code == 2);
  CHECK(pattern({"--inputs", "8", "--outputs", "8", "--fan-in", "2", "--density", ".25"}).code == 2);
}
