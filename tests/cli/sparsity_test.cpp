#include <doctest/doctest.h>

#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape::test;

namespace {

Ran sparsity(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "sparsity");
  return run_splitscape(arguments);
}

std::string refusal(const std::vector<std::string>& arguments) {
  const Ran ran = sparsity(arguments);
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  return ran.err.substr(0, ran.err.find('\n'));
}

}  // namespace

TEST_CASE("sparsity prints storage, work, time and energy by density, and where pruning breaks even") {
  const Ran ran =
      sparsity({"mlp-800-100-10", "--hardware", "stm32h7a3", "--prune", "fc1", "--densities", "50,20"});
  CHECK(ran.code == 0);
  CHECK(ran.err == "");
  CHECK(ran.out.starts_with("format      density %  parameters  storage kB   MMAC"));
  CHECK(ran.out.find("dense             100       81110       324.4  0.081") != std::string::npos);
  CHECK(ran.out.find("predefined         50       41110       164.4  0.041") != std::string::npos);
  CHECK(ran.out.find("predefined         20       17110       68.44  0.017") != std::string::npos);
  CHECK(ran.out.find(
            "predefined: less storage than dense from 99 % down; less time at no density (no published "
            "speed-up, so none is assumed); with an ideal runtime from 99 % down") != std::string::npos);
}

TEST_CASE("sparsity prints CSV with what was asked and what there is") {
  const Ran ran = sparsity({"mlp-800-100-10", "--hardware", "phone", "--prune", "fc*", "--densities", "12.5",
                            "--format", "csr", "--csv"});
  CHECK(ran.code == 0);
  CHECK(
      ran.out.starts_with("network,hardware,head,format,asked_density,density,parameters,storage_bytes,macs,"
                          "time_s,ideal_time_s,energy_j,ideal_energy_j\n"
                          "mlp-800-100-10,phone,,dense,1,1,81110,324440,81000,"));
  CHECK(ran.out.find("\nmlp-800-100-10,phone,,csr,0.125,0.125,") != std::string::npos);
}

TEST_CASE("sparsity looks at a head only, and at weights of fewer bits") {
  const Ran ran = sparsity({"mlp-800-100-10", "--hardware", "stm32h7a3", "--prune", "fc1", "--head", "relu1",
                            "--weight-bits", "8", "--densities", "20", "--csv"});
  CHECK(ran.code == 0);
  CHECK(ran.out.find("relu1,dense,1,1,80100,80100,80000,") != std::string::npos);
  CHECK(ran.out.find("relu1,predefined,0.2,0.2,16100,16100,16000,") != std::string::npos);
}

TEST_CASE("sparsity names what is wrong, and what is near") {
  CHECK(refusal({"mlp-800-100-1", "--hardware", "phone"}).find("did you mean 'mlp-800-100-10'?") !=
        std::string::npos);
  CHECK(refusal({"vgg-16", "--hardware", "phones"}) ==
        "the zoo has no hardware 'phones'; did you mean 'phone'?");
  CHECK(refusal({"mlp-800-100-10", "--hardware", "phone", "--head", "relu2"}) ==
        "network 'mlp-800-100-10' has no layer 'relu2' to cut after; did you mean 'relu1'?");
  CHECK(refusal({"vgg-16", "--hardware", "phone", "--format", "crs"}) ==
        "there is no format 'crs' of pruned weights; did you mean 'csr'?");
  CHECK(refusal({"mlp-800-100-10", "--hardware", "phone"}).find("sparsity: nothing is pruned") !=
        std::string::npos);
  CHECK(refusal({"vgg-16", "--hardware", "phone", "--densities", "0"}).find("--densities") !=
        std::string::npos);
  CHECK(refusal({"vgg-16", "--hardware", "phone", "--weight-bits", "7"}) ==
        "a weight has 32, 16, 8 or 4 bits, not 7");
  CHECK(refusal({"vgg-16", "--hardware", "phone", "--prune", "fc9"}).find("did you mean 'fc") !=
        std::string::npos);
}

TEST_CASE("sparsity prunes no network that its profile says to be sparse, and profile shows what is left") {
  const TemporaryDirectory directory;
  const std::string net = directory.write(
      "net.yaml",
      "input: 32 B\n"
      "layers: [{name: fc, macs: 64 MAC, parameters: 64, output: 32 B, junctions: {inputs: 8, outputs: 8}}]\n"
      "sparsity: {fc: 25%}\n");
  CHECK(refusal({net, "--hardware", "phone", "--prune", "fc"}) ==
        net +
            ": the network is sparse already, as its profile says ('sparsity'); the command prunes dense "
            "ones. 'splitscape profile " +
            net + "' prints what is left of it");
  const Ran shown = run_splitscape({"profile", net});
  CHECK(shown.code == 0);
  CHECK(shown.out.find("sparse: fc 25 % predefined (25 % of the multiply-accumulates left)") !=
        std::string::npos);
}
