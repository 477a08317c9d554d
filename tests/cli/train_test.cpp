// splitscape train, from made-up images to files that a scenario runs with.
#include <doctest/doctest.h>

#include <regex>

#include "tests/support/program.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/training_place.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

ResultTable table(const std::string& path) {
  return ResultTable(CsvTable(content(path), path, true));
}

}  // namespace

// ---- results

TEST_CASE("train writes a profile, its samples, its exits, a history, a manifest and a checkpoint") {
  const TrainingPlace place;
  const Ran ran = place.train("deep/out");
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK(ran.out.find("results: deep/out/network.yaml") != std::string::npos);
  CHECK(names_in(place.in("deep/out")) == files_of_a_training());
  CHECK(names_in(place.in("deep")) == std::vector<std::string>{"out"});
  const ResultTable history = table(place.in("deep/out/training.csv"));
  REQUIRE(history.rows() == 3);
  CHECK(history.number(2, "epoch") == 3);
  CHECK(history.number(2, "loss") < history.number(0, "loss"));
  CHECK(history.number(0, "seconds") > 0);
  // 450 samples are left to train with: 320 weights of fc1 forward and for their gradient, 2 x 200 of the
  // others back to their inputs, too.
  CHECK(history.number(0, "macs") == 450 * (2 * 320 + 3 * 400));
  const ResultTable samples = table(place.in("deep/out/samples.csv"));
  CHECK(samples.rows() == 2 * 100);
  CHECK(samples.text(3, "sample") == "1");
  CHECK(samples.text(3, "exit") == "2");
}

TEST_CASE("the accuracy, confidence and calibration of exits.csv are those of samples.csv") {
  const TrainingPlace place;
  REQUIRE(place.train("out").code == 0);
  const ResultTable samples = table(place.in("out/samples.csv"));
  const ResultTable exits = table(place.in("out/exits.csv"));
  REQUIRE(exits.rows() == 2);
  CHECK(exits.text(0, "after") == "fc1");
  CHECK(exits.text(1, "after") == "fc2");
  for (std::size_t exit = 0; exit < 2; ++exit) {
    double right = 0;
    double confidence = 0;
    for (std::size_t row = exit; row < samples.rows(); row += 2) {
      right += samples.text(row, "prediction") == samples.text(row, "label") ? 1 : 0;
      confidence += samples.number(row, "confidence");
    }
    CHECK(exits.number(exit, "accuracy") == right / 100);
    CHECK(exits.number(exit, "mean_confidence") == doctest::Approx(confidence / 100).epsilon(1e-5));
    CHECK(exits.number(exit, "temperature") > 0);
  }
}

TEST_CASE("a trained network knows signs that it has not seen") {
  const TrainingPlace place;
  REQUIRE(place.train("out", {"--set", "training.epochs=30"}).code == 0);
  const ResultTable exits = table(place.in("out/exits.csv"));
  CHECK(exits.number(0, "accuracy") > .9);  // by chance .1
  CHECK(exits.number(1, "accuracy") > .9);
}

TEST_CASE("train tells each epoch, and at the end each exit with what a sample needs there") {
  const TrainingPlace place;
  const std::string told = place.train("out").out;
  CHECK(told.find("     epoch      loss  exit 1 %     end %  exit 1 %     end %   seconds\n") !=
        std::string::npos);
  CHECK(told.find("\n         3 ") != std::string::npos);
  // Exit 1: 320 of 1280 weights and the head's 200; the end 200 more.
  CHECK(std::regex_search(told, std::regex(R"(\n1 +fc1 .* 520 +35\.14 +520\n)")));
  CHECK(std::regex_search(told, std::regex(R"(\nend +fc2 .* 720 +42\.86 +720\n)")));
}

TEST_CASE("the same seed trains to the same bytes with one thread and with two, another seed does not") {
  const TrainingPlace place;
  REQUIRE(place.train("one", {"--threads", "1"}).code == 0);
  REQUIRE(place.train("two", {"--threads", "2"}).code == 0);
  check_same_training(place, "one", "two");
  REQUIRE(place.train("other", {"--seed", "2"}).code == 0);
  CHECK(content(place.in("one/samples.csv")) != content(place.in("other/samples.csv")));
}

TEST_CASE("a trained profile runs in a scenario as it is, with the accuracy that its exits have") {
  const TrainingPlace place;
  REQUIRE(place.train("out").code == 0);
  place.write("scenario.yaml", R"(seed: 1
requests: 100
networks: {net: {profile: out/network.yaml}}
devices:
  sensor: {hardware: cpu-3ghz, network: net, arrivals: {periodic: 1 s, phase: 0 s}, order: file}
policy:
  - {name: confidence_exit, threshold: 0}
  - device_only
)");
  const Ran ran = run_splitscape({"run", "scenario.yaml", "--out", "runs"}, {.directory = place.path()});
  CHECK(ran.err == "");
  REQUIRE(ran.code == 0);
  const ResultTable summary = table(place.in("runs/summary.csv"));
  const ResultTable exits = table(place.in("out/exits.csv"));
  CHECK(summary.number(0, "accuracy") == exits.number(0, "accuracy"));  // all leave at the first exit
  CHECK(summary.number(1, "accuracy") == exits.number(1, "accuracy"));  // all go to the end
}

TEST_CASE("a manifest of a training trains to the same bytes again") {
  const TrainingPlace place;
  REQUIRE(place.train("one", {"--seed", "5", "--set", "training.epochs=2"}).code == 0);
  REQUIRE(place.train_from("one/manifest.json", "again").code == 0);
  check_same_training(place, "one", "again");
}

TEST_CASE("a manifest of a training is refused with other data, unless other data are asked for") {
  const TrainingPlace place;
  REQUIRE(place.train("one").code == 0);
  const Ran fewer = place.train_from("one/manifest.json", "fewer", {"--set", "data.test.first=50"});
  CHECK(fewer.code == 0);
  place.write_images(1, 3);
  CHECK(refusal_of(place.train_from("one/manifest.json", "test"))
            .find("the test samples are others now: their SHA-256 is ") != std::string::npos);
  place.write_images(3, 2);
  const std::string train = refusal_of(place.train_from("one/manifest.json", "train"));
  CHECK(train.starts_with("one/manifest.json:"));
  CHECK(train.find("the training samples are others now: their SHA-256 is ") != std::string::npos);
}

TEST_CASE("a manifest of a training that lacks something is refused") {
  const TrainingPlace place;
  place.write("manifest.json", R"({"format": "splitscape training 1"})");
  CHECK(refusal_of(place.train_from("manifest.json", "out")) ==
        "manifest.json:1:1: the manifest has no 'seed' here\n");
}

// ---- what is refused

TEST_CASE("data that do not fit the network are refused before anything is written") {
  const TrainingPlace place;
  CHECK(refusal_of(place.train("out", {"--set", "layers.1.neurons=9"})) ==
        "small.yaml:4:52: there is a label 9, but the network has 9 classes, 0 to 8\n");
  CHECK(refusal_of(place.train("out", {"--set", "sparsity={layers: {fc1: {fan_in: 15}}}"})).find("15") !=
        std::string::npos);
  CHECK(refusal_of(place.train("out", {"--set", "data.train.first=1", "--set", "data.held_out=90%"})) ==
        "small.yaml: held_out leaves no sample to train with\n");
  CHECK(names_in(place.in("out")).empty());
}

TEST_CASE("a pooling that does not fit its image is refused with the name of the spec") {
  const TrainingPlace place;
  const std::string message =
      refusal_of(place.train("out", {"--set", "layers=[{name: pool, pool: 9}, {name: fc2, neurons: 10}]",
                                     "--set", "exits=[]", "--set", "sparsity={density: 50%}"}));
  CHECK(message == "small.yaml: layer 'pool': a window of 9x9 does not fit into 8x8\n");
}

TEST_CASE("a training whose loss is no number any more ends with what to do about it") {
  const TrainingPlace place;
  const Ran ran = place.train("out", {"--set", "training.learning_rate=1e38"});
  CHECK(ran.code == 2);
  CHECK(ran.err ==
        "small.yaml: the loss is no number any more after epoch 1: try a smaller "
        "training.learning_rate\n");
  CHECK(names_in(place.in("out")).empty());
}
