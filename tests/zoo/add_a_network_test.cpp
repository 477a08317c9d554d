#include <doctest/doctest.h>

#include <filesystem>

#include "tests/docs/page.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

// The network that docs/add-a-network.md adds: the page's files, and what ./dev zoo does with them.

using namespace splitscape::test;

namespace {

namespace fs = std::filesystem;

std::string block(const std::string& language) {
  const auto blocks = code_blocks(project_text("docs/add-a-network.md"), "```" + language);
  REQUIRE(blocks.size() == 1);
  return blocks.front();
}

}  // namespace

TEST_CASE("docs: the network that docs/add-a-network.md adds is LeNet-5") {
  const TemporaryDirectory directory;
  fs::copy(project_file("models/zoo/architectures/onnx_graph.py"), directory.path());
  directory.write("lenet.py", block("python"));
  const std::string about = directory.write("lenet-5.yaml", block("yaml"));
  const Ran written = run_program(
      SPLITSCAPE_PYTHON,
      {"-B", "-c",
       "import lenet; open('lenet-5.onnx', 'wb').write(lenet.lenet_5().model().SerializeToString())"},
      {.directory = directory.path(), .environment = {"PYTHONPATH=" + directory.path()}});
  CHECK(written.err == "");
  REQUIRE(written.code == 0);
  const std::string profile = directory.path() + "/made.yaml";
  const Ran ran =
      run_splitscape({"profile", directory.path() + "/lenet-5.onnx", "--about", about, "--out", profile});
  CHECK(ran.err == "");
  REQUIRE(ran.code == 0);
  // 28^2 x 6 x 25, 10^2 x 16 x 6 x 25, 400 x 120, 120 x 84, 84 x 10; a bias a filter or neuron.
  CHECK(ran.out.find("416520") != std::string::npos);
  CHECK(ran.out.find("61706") != std::string::npos);
  const std::string text = content(profile);
  CHECK(text.find("LeNet-5") != std::string::npos);
  CHECK(text.find("{name: pool2, op: MaxPool") != std::string::npos);
}

TEST_CASE("docs: what docs/add-a-network.md tells of ./dev zoo is what it does") {
  // The script itself builds; its loop is read.
  const std::string dev = project_text("dev");
  for (const char* words : {"models/zoo/architectures/write_graphs.py build/zoo \"$@\"",
                            "\"build/zoo/$name.onnx\"", "--about \"models/zoo/architectures/$name.yaml\"",
                            "--out \"models/zoo/networks/$name.yaml\" --force >\"build/zoo/$name.txt\""}) {
    CAPTURE(words);
    CHECK(dev.find(words) != std::string::npos);
  }
}
