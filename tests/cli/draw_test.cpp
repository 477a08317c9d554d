#include <doctest/doctest.h>

#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape::test;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A profile of two branches.
std::string forked(const TemporaryDirectory& directory) {
  return directory.write("forked.yaml",
                         "input: 8 kB\n"
                         "layers:\n"
                         "  - {name: fork, macs: 1 MMAC, output: 4 kB}\n"
                         "  - {name: left, macs: 1 MMAC, output: 2 kB, inputs: [fork]}\n"
                         "  - {name: right, macs: 1 MMAC, output: 1 kB, inputs: [fork]}\n"
                         "  - {name: join, macs: 1 MMAC, output: 40 B, inputs: [left, right]}\n");
}

}  // namespace

TEST_CASE("draw makes a picture of a network of the zoo in each format") {
  const TemporaryDirectory directory;
  const auto drawn = [&directory](const std::string& ending) {
    const std::string out = directory.path() + "/net." + ending;
    const Ran ran = run_splitscape({"draw", "b-alexnet", "--out", out});
    CHECK(ran.out == "drawn: " + out + "\n");
    CHECK(ran.err.empty());
    CHECK(ran.code == 0);
    return content(out);
  };
  const std::string svg = drawn("svg");
  for (const std::string part : {"<svg", "conv1", "exit 2", "13.1 MMAC"}) CHECK(contains(svg, part));
  CHECK(drawn("png").starts_with("\x89PNG"));
  CHECK(drawn("pdf").starts_with("%PDF"));
  CHECK(drawn("dot").starts_with("digraph network {"));
  CHECK(names_in(directory.path()) == std::vector<std::string>{"net.dot", "net.pdf", "net.png", "net.svg"});
}

TEST_CASE("draw takes a profile file and colours a cut") {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/net.dot";
  CHECK(run_splitscape({"draw", forked(directory), "--cut", "left", "--out", out}).code == 0);
  // fork is sent for right, left for join.
  CHECK(contains(content(out), "red: sent"));
  const Ran wrong = run_splitscape({"draw", forked(directory), "--cut", "lefd", "--out", out, "--force"});
  CHECK(wrong.code == 2);
  CHECK(contains(wrong.err, "--cut lefd: network 'forked' has no such layer; did you mean 'left'?"));
}

TEST_CASE("draw takes a network of a scenario as it is there") {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/net.dot";
  CHECK(run_splitscape({"draw", "detector", "--scenario", "scenarios/quickstart.yaml", "--out", out}).code ==
        0);
  CHECK(contains(content(out), "max5"));
  const Ran wrong = run_splitscape(
      {"draw", "detectro", "--scenario", "scenarios/quickstart.yaml", "--out", out, "--force"});
  CHECK(wrong.code == 2);
  CHECK(contains(wrong.err, "scenarios/quickstart.yaml has no network 'detectro'; did you mean 'detector'?"));
  CHECK(run_splitscape({"draw", "alexnet", "--set", "seed=2", "--out", out, "--force"}).code == 2);
}

TEST_CASE("draw replaces no file unless it is told to") {
  const TemporaryDirectory directory;
  const std::string out = directory.write("net.dot", "mine");
  const Ran ran = run_splitscape({"draw", "alexnet", "--out", out});
  CHECK(ran.code == 2);
  CHECK(contains(ran.err, "--force"));
  CHECK(content(out) == "mine");
  CHECK(run_splitscape({"draw", "alexnet", "--out", out, "--force"}).code == 0);
  CHECK(content(out) != "mine");
}

TEST_CASE("draw names what it cannot draw") {
  const TemporaryDirectory directory;
  const Ran ending = run_splitscape({"draw", "alexnet", "--out", directory.path() + "/net.gif"});
  CHECK(ending.code == 2);
  CHECK(contains(ending.err, "the ending says in what to draw; one of: svg, png, pdf, dot"));
  CHECK(run_splitscape({"draw", "alexnet", "--out", directory.path() + "/net"}).code == 2);
  const Ran network = run_splitscape({"draw", "alexnte", "--out", directory.path() + "/net.svg"});
  CHECK(network.code == 2);
  CHECK(contains(network.err, "the zoo has no network 'alexnte'"));
  CHECK(contains(network.err, "did you mean 'alexnet'?"));
  CHECK(names_in(directory.path()).empty());
}

TEST_CASE("without Graphviz draw says what is missing and writes the graph all the same") {
  const TemporaryDirectory directory;
  const RunHow nothing_in_path{.environment = {"PATH=" + directory.path()}};
  const Ran ran =
      run_splitscape({"draw", "alexnet", "--out", directory.path() + "/net.svg"}, nothing_in_path);
  CHECK(ran.code == 2);
  CHECK(contains(ran.err, "drawing .svg needs the program 'dot' of Graphviz (Debian package graphviz)"));
  CHECK(run_splitscape({"draw", "alexnet", "--out", directory.path() + "/net.dot"}, nothing_in_path).code ==
        0);
  CHECK(names_in(directory.path()) == std::vector<std::string>{"net.dot"});
}
