#include <doctest/doctest.h>

#include "tests/support/onnx_model.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A network of two fully connected layers with an exit behind the first, in a directory of its own.
class SmallNetwork {
 public:
  SmallNetwork() {
    OnnxModel model;
    model.input("image", {"batch", 16})
        .weight("w1", {16, 8})
        .weight("b1", {8})
        .weight("w2", {8, 4})
        .weight("w3", {8, 4});
    model.node("Gemm", {"image", "w1", "b1"}, {"fc1"}).node("Identity", {"fc1"}, {"same"});
    model.node("Relu", {"same"}, {"relu"})
        .node("MatMul", {"relu", "w2"}, {"early"})
        .node("MatMul", {"relu", "w3"}, {"fc2"});
    file_ = directory_.write("small.onnx", model.output("early").output("fc2").bytes());
  }

  Ran profile(std::vector<std::string> options) const {
    options.insert(options.begin(), {"profile", file_});
    return run_splitscape(options);
  }
  std::string path(const std::string& name) const { return directory_.path() + "/" + name; }
  const std::string& file() const { return file_; }
  const TemporaryDirectory& directory() const { return directory_; }

 private:
  TemporaryDirectory directory_{};
  std::string file_{};
};

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("profile prints a line a layer and exit the totals and what was left out") {
  const SmallNetwork network;
  const Ran ran = network.profile({"--markdown"});
  CHECK(ran.code == 0);
  CHECK(ran.out == network.file() +
                       ": 3 layers, input 64 B\n"
                       "\n"
                       "| layer | op | shape | MACs | parameters | weights B | output B | MACs % |\n"
                       "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
                       "| fc1 | Gemm | 8 | 128 | 136 | 544 | 32 | 80.00 |\n"
                       "| relu | Relu | 8 | 0 | 0 | 0 | 32 | 0.00 |\n"
                       "| fc2 | MatMul | 4 | 32 | 32 | 128 | 16 | 20.00 |\n"
                       "| exit 1 after relu |  |  | 32 | 32 | 128 |  | 20.00 |\n"
                       "| total without exits |  |  | 160 | 168 | 672 |  | 100.00 |\n"
                       "\n"
                       "- does nothing when the network runs: 1 Identity\n");
}

TEST_CASE("profile sorts the layers by a column the largest first") {
  const SmallNetwork network;
  const Ran ran = network.profile({"--csv", "--sort", "macs"});
  CHECK(ran.out ==
        "layer,op,shape,macs,parameters,weight_bytes,output_bytes,macs_share\n"
        "fc1,Gemm,8,128,136,544,32,0.8\n"
        "fc2,MatMul,4,32,32,128,16,0.2\n"
        "relu,Relu,8,0,0,0,32,0\n"
        "exit 1 after relu,,,32,32,128,,0.2\n");
  CHECK(ran.err == "does nothing when the network runs: 1 Identity\n");
  for (const char* key : {"parameters", "weights", "output"})
    CHECK(network.profile({"--sort", key}).code == 0);
  const Ran wrong = network.profile({"--sort", "mac"});
  CHECK(wrong.code == 2);
  CHECK(wrong.err == "--sort mac: there is no such key; did you mean 'macs'?\n");
}

TEST_CASE("profile writes a file that a scenario can name") {
  const SmallNetwork network;
  REQUIRE(network.profile({"--out", network.path("small.yaml")}).code == 0);
  const std::string scenario = network.directory().write(
      "s.yaml",
      "requests: 10\n"
      "networks: {n: {profile: small.yaml, samples: {shares: [50 %, 50 %]}}}\n"
      "devices: {d: {hardware: raspberry-pi-4, network: n, arrivals: {periodic: 1 s}}}\n"
      "policy: device_only\n");
  const Ran check = run_splitscape({"check", scenario});
  CHECK(check.out == scenario + ": can be run\n");
  CHECK(check.err == "");
  CHECK(contains(content(network.path("small.yaml")), "counted by splitscape"));
}

TEST_CASE("profile replaces a file by force only and leaves nothing else") {
  const SmallNetwork network;
  const std::string out = network.directory().write("small.yaml", "precious");
  const Ran refused = network.profile({"--out", out});
  CHECK(refused.code == 2);
  CHECK(refused.err == "--out " + out + ": the file is there; choose another, or replace it with --force\n");
  CHECK(content(out) == "precious");
  CHECK(network.profile({"--out", out, "--force"}).code == 0);
  CHECK(content(out) != "precious");
  CHECK(names_in(network.directory().path()) == std::vector<std::string>{"small.onnx", "small.yaml"});
}

TEST_CASE("profile says where it cannot write") {
  const SmallNetwork network;
  const Ran directory = network.profile({"--out", network.directory().path()});
  CHECK(directory.code == 2);
  CHECK(contains(directory.err, "this is a directory, not a file"));
  const Ran missing = network.profile({"--out", network.path("no/where.yaml")});
  CHECK(missing.code == 2);
  CHECK(contains(missing.err, "cannot write in"));
}

TEST_CASE("profile takes the shape of an input from the command line") {
  const SmallNetwork network;
  const Ran ran = network.profile({"--csv", "--input", "image=3x16"});
  CHECK(contains(ran.out, "fc1,Gemm,3x8,384,136,544,96,0.8\n"));
  for (const std::string wrong : {"image", "image=", "image=3xy", "image=0x16", "=3x16", "image=3x16x"}) {
    CAPTURE(wrong);
    const Ran refused = network.profile({"--input", wrong});
    CHECK(refused.code == 2);
    CHECK(refused.err == "--input " + wrong + ": expected a name and a shape, as image=1x3x224x224\n");
  }
}

TEST_CASE("profile counts an operator as free by the user's word") {
  const SmallNetwork network;
  const Ran ran = network.profile({"--zero-cost", "Gemm", "--zero-cost", "MatMul"});
  CHECK(contains(ran.out, "free by the user's word: 1 Gemm, 2 MatMul\n"));
}

TEST_CASE("profile takes title sources and measured times from a file") {
  const SmallNetwork network;
  const std::string about =
      network.directory().write("about.yaml", "title: A title\nmeasured: {fc2: {board: 3 ms}}\n");
  REQUIRE(network.profile({"--about", about, "--out", network.path("out.yaml")}).code == 0);
  const std::string profile = content(network.path("out.yaml"));
  CHECK(contains(profile, "A title"));
  CHECK(contains(profile, "measured: {board: 3 ms}"));
}

TEST_CASE("profile refuses what is no network with code 2 and one line") {
  const TemporaryDirectory directory;
  const Ran missing = run_splitscape({"profile", directory.path() + "/none.onnx"});
  CHECK(missing.code == 2);
  CHECK(contains(missing.err, "cannot read the file"));
  const std::string text = directory.write("text.onnx", "no model");
  const Ran broken = run_splitscape({"profile", text});
  CHECK(broken.code == 2);
  CHECK(broken.err == text + ": this is no ONNX model\n");
  OnnxModel model;
  model.input("x", {1, 8}).node("Relu", {"x"}, {"a"}).node("Relu", {"a"}, {"b"});
  const std::string side = directory.write("side.onnx", model.output("b").output("a").bytes());
  const Ran exits = run_splitscape({"profile", side});
  CHECK(exits.code == 2);
  CHECK(exits.err == side + ": the output 'b' branches from the last layer 'a', the end of the network\n");
}

TEST_CASE("profile shows a network of the zoo, and of a scenario as it is there") {
  const Ran zoo = run_splitscape({"profile", "mlp-800-100-10", "--csv"});
  CHECK(zoo.code == 0);
  CHECK(zoo.out.find("\nfc1,Gemm,100,80000,80100,320400,400,") != std::string::npos);

  const Ran sparse = run_splitscape({"profile", "density-21", "--scenario",
                                     project_file("scenarios/predefined-sparsity.yaml"), "--set",
                                     "networks.density-21.precision.weights=8"});
  CHECK(sparse.code == 0);
  // Fan-out 20: 16,000 weights of 8 bit, and 100 biases.
  CHECK(sparse.out.find("fc1    Gemm    100  16000       16100      16100       400") != std::string::npos);
  CHECK(sparse.out.find("\nsparse: ") != std::string::npos);
  CHECK(sparse.out.find("weights 8 bit") != std::string::npos);
}

TEST_CASE("profile says which network there is not, and which options a profile has no use for") {
  const Ran misspelt = run_splitscape({"profile", "vgg-15"});
  CHECK(misspelt.code == 2);
  CHECK(misspelt.err.find("did you mean 'vgg-1") != std::string::npos);
  const std::string scenario = project_file("scenarios/predefined-sparsity.yaml");
  const Ran none = run_splitscape({"profile", "density-22", "--scenario", scenario});
  CHECK(none.code == 2);
  CHECK(none.err == scenario + " has no network 'density-22'; did you mean 'density-21'?\n");
  const Ran written = run_splitscape({"profile", "vgg-16", "--out", "copy.yaml"});
  CHECK(written.code == 2);
  CHECK(written.err ==
        "vgg-16 is a profile already: --input, --zero-cost, --about and --out are for files of networks\n");
}
