#include "scenarios/loader/zoo.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "models/network.hpp"
#include "scenarios/loader/hardware_sections.hpp"
#include "scenarios/loader/network_sections.hpp"
#include "tests/scenarios/loader/read_as.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// Sets SPLITSCAPE_ZOO, or takes it away, as long as it lives.
class ZooVariable {
 public:
  explicit ZooVariable(const std::optional<std::string>& value) {
    if (const char* before = std::getenv("SPLITSCAPE_ZOO")) before_ = before;
    set(value);
  }
  ~ZooVariable() { set(before_); }
  ZooVariable(const ZooVariable&) = delete;
  ZooVariable& operator=(const ZooVariable&) = delete;

 private:
  static void set(const std::optional<std::string>& value) {
    if (value) {
      setenv("SPLITSCAPE_ZOO", value->c_str(), 1);
    } else {
      unsetenv("SPLITSCAPE_ZOO");
    }
  }
  std::optional<std::string> before_{};
};

NetworkUse network(const std::string& name) {
  Reading reading(project_zoo(), "");
  return zoo_network(name, reading);
}

/// The time of all layers but the last `left_out` on a hardware.
double total_time(const NetworkProfile& profile, const std::string& hardware, std::size_t left_out = 0) {
  double seconds = 0;
  for (std::size_t i = 0; i + left_out < profile.layers.size(); ++i)
    seconds += profile.layers[i].cost.measured.at(hardware).time.value;
  return seconds;
}

/// How many samples would leave at an exit, by the first confidence of 1.
std::size_t leaving_at(const SampleTrace& trace, std::size_t exit) {
  std::size_t count = 0;
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    const bool before = exit > 1 && trace.at(row, exit - 1).confidence == 1;
    if (!before && trace.at(row, exit).confidence == 1) ++count;
  }
  return count;
}

template <class Quantity>
void check_supported(const Figure<Quantity>& figure) {
  CHECK(figure.status != Status::user);
  CHECK(!figure.source.empty());
}

template <class Quantity>
void check_supported(const std::optional<Figure<Quantity>>& figure) {
  if (figure) check_supported(*figure);
}

/// A figure that a file gives is supported; one that it leaves out is zero.
template <class Quantity>
void check_given(const Value& file, const std::string& key, const Figure<Quantity>& figure) {
  CAPTURE(key);
  if (file.find(key) != nullptr) {
    check_supported(figure);
  } else {
    CHECK(figure == Figure<Quantity>{});
  }
}

}  // namespace

// ---- finding it

TEST_CASE("a catalogue has the names of its YAML files in order") {
  const TemporaryDirectory directory;
  for (const char* file : {"radios/b.yaml", "radios/a-1.yaml", "radios/notes.txt", "hardware/c.yaml"})
    directory.write(file, "");
  const Zoo zoo(directory.path());
  CHECK(zoo.names("radios") == std::vector<std::string>{"a-1", "b"});
  CHECK(zoo.names("networks").empty());
  CHECK(zoo.path("radios/b.yaml") == directory.path() + "/radios/b.yaml");
}

TEST_CASE("the zoo of a program that is not installed is that of its source tree") {
  const ZooVariable variable(std::nullopt);
  CHECK(std::filesystem::equivalent(Zoo::of_this_program().directory(), project_file("models/zoo")));
}

TEST_CASE("the environment may name another zoo") {
  const TemporaryDirectory directory;
  directory.write("networks/own.yaml", "");
  const ZooVariable variable(directory.path());
  CHECK(Zoo::of_this_program().directory() == directory.path());
  CHECK(Zoo::of_this_program().names("networks") == std::vector<std::string>{"own"});
}

TEST_CASE("a zoo that the environment names and that is not there is refused") {
  const ZooVariable variable("no/zoo");
  CHECK_THROWS_WITH_AS(Zoo::of_this_program(),
                       "the zoo of networks and hardware was not found in no/zoo; set SPLITSCAPE_ZOO to the "
                       "directory that holds networks/, hardware/ and radios/",
                       std::runtime_error);
}

// ---- its entries

TEST_CASE("every network of the zoo is sound and names its sources") {
  const auto names = project_zoo().names("networks");
  REQUIRE(!names.empty());
  for (const auto& name : names) {
    CAPTURE(name);
    const NetworkUse use = network(name);
    CHECK(defects(use.profile).empty());
    CHECK(!use.profile.title.empty());
    CHECK(!use.profile.sources.empty());
    for (const Provenance& source : use.profile.sources) {
      CHECK(!source.figures.empty());
      CHECK(source.status != Status::user);
    }
    if (use.samples) CHECK(use.samples->exits() == use.profile.exits.size() + 1);
  }
}

TEST_CASE("every figure of the hardware of the zoo has its status and source") {
  const auto names = project_zoo().names("hardware");
  REQUIRE(!names.empty());
  for (const auto& name : names) {
    CAPTURE(name);
    Reading reading(project_zoo(), "");
    const Hardware hardware = zoo_hardware(name, reading);
    CHECK(!hardware.title.empty());
    CHECK(!hardware.validity.empty());
    CHECK(hardware.rate);
    check_supported(hardware.rate);
    check_supported(hardware.overhead);
    check_supported(hardware.power.idle);
    check_supported(hardware.power.compute);
    check_supported(hardware.power.transmit);
    check_supported(hardware.power.receive);
    check_supported(hardware.memory);
    check_supported(hardware.flash);
  }
}

TEST_CASE("every figure of the radios of the zoo has its status and source") {
  const auto names = project_zoo().names("radios");
  REQUIRE(!names.empty());
  for (const auto& name : names) {
    CAPTURE(name);
    Reading reading(project_zoo(), "");
    const RadioModel radio = zoo_radio(name, reading);
    const std::string path = project_zoo().path("radios/" + name + ".yaml");
    const Value file = parse_document(read_text_file(path), path);
    CHECK(!radio.title.empty());
    check_given(file, "idle", radio.idle);
    check_given(file, "transmit", radio.transmit);
    check_given(file, "receive", radio.receive);
    check_given(file, "transmit_slope", radio.transmit_slope);
    check_given(file, "receive_slope", radio.receive_slope);
    if (name != "none") {
      CHECK(radio.transmit.value.value > 0);
      CHECK(radio.receive.value.value > 0);
    }
  }
}

TEST_CASE("the radio none draws nothing") {
  Reading reading(project_zoo(), "");
  RadioModel radio = zoo_radio("none", reading);
  radio.title = "";
  CHECK(radio == RadioModel{.name = "none"});
}

TEST_CASE("an entry that the zoo does not have cannot be read") {
  Reading reading(project_zoo(), "");
  CHECK_THROWS_AS(zoo_network("no-such", reading), InputError);
  CHECK_THROWS_AS(zoo_hardware("no-such", reading), InputError);
  CHECK_THROWS_AS(zoo_radio("no-such", reading), InputError);
}

// ---- its networks against what is published

TEST_CASE(
    "AlexNet of the zoo has the 724 million multiply-accumulates and 61 million parameters of Sze et al") {
  // Proc. IEEE 2017, table II. By layer: 55^2 96 11^2 3, 27^2 256 5^2 48, 13^2 384 3^2 256, 13^2 384 3^2 192,
  // 13^2 256 3^2 192, 9216 4096, 4096^2, 4096 1000; parameters: the weights, and a bias an output channel.
  const NetworkGraph graph(network("alexnet").profile);
  CHECK(graph.total_macs().value == 724406816);
  CHECK(graph.total_parameters() == 60965224);
  CHECK(graph.total_weights().value == 4 * 60965224);
}

TEST_CASE("tiny YOLOv2 of the zoo has the tensors of DADS") {
  // INFOCOM 2019, figure 1; the output layer sends nothing.
  const NetworkProfile profile = network("tiny-yolov2").profile;
  std::vector<double> sizes{profile.input.value};
  for (const auto& layer : profile.layers) sizes.push_back(layer.output.value);
  CHECK(sizes == std::vector<double>{995328, 5308416, 1327104, 2654208, 663552, 1327104, 331776, 663552,
                                     165888, 331776, 82944, 165888, 165888, 331776, 331776, 40500, 0});
}

TEST_CASE("tiny YOLOv2 of the zoo takes the times of DADS") {
  // INFOCOM 2019, figure 7, bars decoded: with the output layer, and without.
  const NetworkProfile profile = network("tiny-yolov2").profile;
  CHECK(total_time(profile, "raspberry-pi-3") == doctest::Approx(1.8201).epsilon(1e-9));
  CHECK(total_time(profile, "raspberry-pi-3", 1) == doctest::Approx(1.8200).epsilon(1e-9));
  CHECK(total_time(profile, "cloud-8core") == doctest::Approx(0.16629).epsilon(1e-9));
  CHECK(total_time(profile, "cloud-8core", 1) == doctest::Approx(0.16613).epsilon(1e-9));
}

TEST_CASE("BERT of the zoo has 12 exits and sends one hidden state behind every block") {
  const NetworkGraph graph(network("bert-base").profile);
  CHECK(graph.exit_count() == 12);
  for (int block = 1; block <= 12; ++block) {
    const Cut& cut = graph.cut_after("block" + std::to_string(block));
    CHECK(cut.crossing.value == 128 * 768 * 4);
    CHECK(cut.tensors == 1);
  }
}

TEST_CASE("BERT of the zoo has the parameters of the published model with two classes") {
  // bert-base-uncased: 109,482,240; a classifier of 768 x 2 weights and 2 biases on its pooler.
  CHECK(NetworkGraph(network("bert-base").profile).total_parameters() == 109482240 + 768 * 2 + 2);
}

TEST_CASE("samples of the branchy networks of the zoo leave in the shares of BranchyNet") {
  // ICPR 2016, table I, of 10,000 samples. B-LeNet prints 94.3 % and 5.63 %, which are 94.366 % of their sum
  // and the rest.
  const auto alexnet = network("b-alexnet").samples;
  REQUIRE(alexnet);
  CHECK(alexnet->rows() == 10000);
  CHECK(leaving_at(*alexnet, 1) == 6560);
  CHECK(leaving_at(*alexnet, 2) == 2520);
  CHECK(leaving_at(*alexnet, 3) == 920);
  const auto lenet = network("b-lenet").samples;
  REQUIRE(lenet);
  CHECK(leaving_at(*lenet, 1) == 9437);
  CHECK(leaving_at(*lenet, 2) == 563);
}
