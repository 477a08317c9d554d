// splitscape train, from made-up images to files that a scenario runs with.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <regex>

#include "scenarios/app/checkpoint.hpp"
#include "scenarios/loader/data_files.hpp"
#include "tests/support/idx_files.hpp"
#include "tests/support/program.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<std::string> all_files{"checkpoint.cbor", "exits.csv",   "manifest.json",
                                         "network.yaml",    "samples.csv", "training.csv"};
const std::vector<std::string> only_checkpoint{"checkpoint.cbor"};

constexpr const char* small_spec = R"(title: A small net
data:
  name: made-up digits
  train: {images: train-images-idx3-ubyte, labels: train-labels-idx1-ubyte}
  test: {images: t10k-images-idx3-ubyte, labels: t10k-labels-idx1-ubyte}
layers:
  - {name: fc1, neurons: 20}
  - {name: fc2, neurons: 10}
exits: [{after: fc1}]
sparsity: {layers: {fc1: {fan_in: 16}}}
training: {epochs: 3, batch: 100, learning_rate: .01, l2: 1e-5}
)";

/// A directory with a spec, `small.yaml`, and 500 and 100 images for it.
class Place {
 public:
  explicit Place(const std::string& spec = small_spec) {
    write_idx_set(path(), made_up_digits(500, 8, 1), made_up_digits(100, 8, 2));
    directory_.write("small.yaml", spec);
  }

  const std::string& path() const { return directory_.path(); }
  std::string in(const std::string& name) const { return path() + "/" + name; }
  void write(const std::string& name, const std::string& text) const { directory_.write(name, text); }

  Ran train(const std::string& out, const std::vector<std::string>& more = {}, const RunHow& how = {}) const {
    return train_from("small.yaml", out, more, how);
  }
  Ran train_from(const std::string& spec, const std::string& out, const std::vector<std::string>& more = {},
                 RunHow how = {}) const {
    std::vector<std::string> arguments{"train", spec, "--out", out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    how.directory = path();
    return run_splitscape(arguments, how);
  }

  Checkpoint checkpoint(const std::string& out) const {
    return checkpoint_of(content(in(out + "/checkpoint.cbor")), "checkpoint.cbor");
  }

 private:
  TemporaryDirectory directory_;
};

ResultTable table(const std::string& path) {
  return ResultTable(CsvTable(content(path), path, true));
}

/// A history without the times, which no two trainings share.
std::vector<std::vector<std::string>> without_seconds(const std::string& path) {
  const ResultTable history = table(path);
  std::vector<std::vector<std::string>> lines;
  for (std::size_t row = 0; row < history.rows(); ++row) {
    auto& line = lines.emplace_back();
    for (const char* column : {"epoch", "loss", "accuracy_1", "accuracy_2", "held_out_accuracy_1",
                               "held_out_accuracy_2", "macs", "bytes"})
      line.push_back(history.text(row, column));
  }
  return lines;
}

void check_same_results(const Place& place, const std::string& one, const std::string& other) {
  REQUIRE(names_in(place.in(one)) == all_files);
  REQUIRE(names_in(place.in(other)) == all_files);
  for (const char* name : {"network.yaml", "samples.csv", "exits.csv", "manifest.json"}) {
    CAPTURE(name);
    CHECK(content(place.in(one) + "/" + name) == content(place.in(other) + "/" + name));
  }
  CHECK(without_seconds(place.in(one) + "/training.csv") ==
        without_seconds(place.in(other) + "/training.csv"));
  CHECK(place.checkpoint(one).training == place.checkpoint(other).training);
  CHECK(place.checkpoint(one).state.parameters == place.checkpoint(other).state.parameters);
  CHECK(place.checkpoint(one).state.adam == place.checkpoint(other).state.adam);
}

/// Leaves in a directory what an interruption after so many steps leaves there.
void interrupt_after(const Place& place, int steps, const TrainingIdentity& training,
                     const std::string& out) {
  TrainingSpec spec = load_training_spec(place.in("small.yaml"), {});
  const TrainingData data = read_training_data(spec.data, place.path());
  const SplitData parts = split(data.train, spec.data.held_out, spec.seed);
  spec.architecture.input = data.train.shape;
  const TrainableNetwork<float> network(spec.architecture, spec.seed);
  Trainer trainer(network, parts.kept, parts.held_out, spec.settings, spec.seed, 1);
  for (int step = 0; step < steps; ++step) trainer.step();
  std::filesystem::create_directories(place.in(out));
  std::ofstream(place.in(out) + "/checkpoint.cbor", std::ios::binary)
      << checkpoint_bytes({training, trainer.state()});
}

/// Waits until a file is there, or is there no more.
void wait_for_file(const std::string& path, bool there = true) {
  const timespec hundredth{.tv_sec = 0, .tv_nsec = 10'000'000};
  for (int tries = 0; tries < 3000; ++tries) {
    if (std::filesystem::exists(path) == there) return;
    nanosleep(&hundredth, nullptr);
  }
  FAIL("the training never wrote a checkpoint");
}

RunHow interrupted_by(int signal, const std::string& checkpoint) {
  return {.meanwhile = [=](int process) {
    wait_for_file(checkpoint);
    kill(process, signal);
  }};
}

/// The message of a training that is refused with code 2.
std::string refused(const Ran& ran) {
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  return ran.err;
}

}  // namespace

// ---- results

TEST_CASE("train writes a profile, its samples, its exits, a history, a manifest and a checkpoint") {
  const Place place;
  const Ran ran = place.train("deep/out");
  CHECK(ran.code == 0);
  CHECK(ran.err.empty());
  CHECK(ran.out.find("results: deep/out/network.yaml") != std::string::npos);
  CHECK(names_in(place.in("deep/out")) == all_files);
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
  const Place place;
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
  const Place place;
  REQUIRE(place.train("out", {"--set", "training.epochs=30"}).code == 0);
  const ResultTable exits = table(place.in("out/exits.csv"));
  CHECK(exits.number(0, "accuracy") > .9);  // by chance .1
  CHECK(exits.number(1, "accuracy") > .9);
}

TEST_CASE("train tells each epoch, and at the end each exit with what a sample needs there") {
  const Place place;
  const std::string told = place.train("out").out;
  CHECK(told.find("     epoch      loss  exit 1 %     end %  exit 1 %     end %   seconds\n") !=
        std::string::npos);
  CHECK(told.find("\n         3 ") != std::string::npos);
  // Exit 1: 320 of 1280 weights and the head's 200; the end 200 more.
  CHECK(std::regex_search(told, std::regex(R"(\n1 +fc1 .* 520 +35\.14 +520\n)")));
  CHECK(std::regex_search(told, std::regex(R"(\nend +fc2 .* 720 +42\.86 +720\n)")));
}

TEST_CASE("the same seed trains to the same bytes with one thread and with two, another seed does not") {
  const Place place;
  REQUIRE(place.train("one", {"--threads", "1"}).code == 0);
  REQUIRE(place.train("two", {"--threads", "2"}).code == 0);
  check_same_results(place, "one", "two");
  REQUIRE(place.train("other", {"--seed", "2"}).code == 0);
  CHECK(content(place.in("one/samples.csv")) != content(place.in("other/samples.csv")));
}

TEST_CASE("a trained profile runs in a scenario as it is, with the accuracy that its exits have") {
  const Place place;
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
  const Place place;
  REQUIRE(place.train("one", {"--seed", "5", "--set", "training.epochs=2"}).code == 0);
  REQUIRE(place.train_from("one/manifest.json", "again").code == 0);
  check_same_results(place, "one", "again");
}

TEST_CASE("a manifest of a training is refused with other data, unless other data are asked for") {
  const Place place;
  REQUIRE(place.train("one").code == 0);
  const Ran fewer = place.train_from("one/manifest.json", "fewer", {"--set", "data.test.first=50"});
  CHECK(fewer.code == 0);
  write_idx_set(place.path(), made_up_digits(500, 8, 1), made_up_digits(100, 8, 3));
  CHECK(refused(place.train_from("one/manifest.json", "test"))
            .find("the test samples are others now: their SHA-256 is ") != std::string::npos);
  write_idx_set(place.path(), made_up_digits(500, 8, 3), made_up_digits(100, 8, 2));
  const std::string train = refused(place.train_from("one/manifest.json", "train"));
  CHECK(train.starts_with("one/manifest.json:"));
  CHECK(train.find("the training samples are others now: their SHA-256 is ") != std::string::npos);
}

TEST_CASE("a manifest of a training that lacks something is refused") {
  const Place place;
  place.write("manifest.json", R"({"format": "splitscape training 1"})");
  CHECK(refused(place.train_from("manifest.json", "out")) ==
        "manifest.json:1:1: the manifest has no 'seed' here\n");
}

// ---- interruption

TEST_CASE("an interrupted training leaves its checkpoint and nothing else, and says how to go on") {
  const Place place;
  for (const int signal : {SIGINT, SIGTERM}) {
    const std::string out = signal == SIGINT ? "int" : "term";
    const Ran ran = place.train(out, {"--set", "training.epochs=1000000"},
                                interrupted_by(signal, place.in(out + "/checkpoint.cbor")));
    CHECK(ran.code == 128 + signal);
    CHECK(ran.err.starts_with("splitscape: interrupted after "));
    CHECK(ran.err.ends_with(" of 1000000 epochs; the same command with --resume goes on from " + out +
                            "/checkpoint.cbor\n"));
    CHECK(names_in(place.in(out)) == only_checkpoint);
    const TrainingState state = place.checkpoint(out).state;
    CHECK(state.adam.steps > 0);
    CHECK(state.history.size() == state.epoch);
    // Nothing hidden is left beside it.
    CHECK(std::none_of(names_in(place.path()).begin(), names_in(place.path()).end(),
                       [](const std::string& name) { return name.starts_with("."); }));
    const std::string epochs = std::to_string(state.epoch + 2);
    CHECK(place.train(out, {"--resume", "--set", "training.epochs=" + epochs}).code == 0);
    CHECK(names_in(place.in(out)) == all_files);
  }
}

TEST_CASE("a training goes on from the middle of an epoch and ends with the same bytes") {
  const Place place;
  REQUIRE(place.train("whole").code == 0);
  const TrainingIdentity training = place.checkpoint("whole").training;
  // 450 samples are five steps an epoch: in the first, between two, in the last.
  for (const int steps : {2, 5, 14}) {
    CAPTURE(steps);
    const std::string out = "after " + std::to_string(steps);
    interrupt_after(place, steps, training, out);
    REQUIRE(place.train(out, {"--resume"}).code == 0);
    check_same_results(place, "whole", out);
  }
}

TEST_CASE("a finished training goes on with more epochs to the same bytes as if they had been asked for") {
  const Place place;
  REQUIRE(place.train("grown", {"--set", "training.epochs=1"}).code == 0);
  REQUIRE(place.train("grown", {"--set", "training.epochs=3", "--resume"}).code == 0);
  REQUIRE(place.train("whole").code == 0);
  check_same_results(place, "whole", "grown");
}

TEST_CASE("a finished training that is resumed without more epochs writes the same results again") {
  const Place place;
  REQUIRE(place.train("out").code == 0);
  std::filesystem::copy(place.in("out"), place.in("before"));
  REQUIRE(place.train("out", {"--resume"}).code == 0);
  check_same_results(place, "before", "out");
}

TEST_CASE("results go away with the first checkpoint of the training that takes their place") {
  const Place place;
  REQUIRE(place.train("out", {"--set", "training.epochs=1"}).code == 0);
  const Ran ran =
      place.train("out", {"--resume", "--set", "training.epochs=1000000"}, {.meanwhile = [&](int process) {
                    while (std::filesystem::exists(place.in("out/network.yaml"))) {
                    }
                    wait_for_file(place.in("out/checkpoint.cbor"));
                    kill(process, SIGINT);
                  }});
  CHECK(ran.code == 128 + SIGINT);
  CHECK(names_in(place.in("out")) == only_checkpoint);
}

TEST_CASE("a training for which there is no room on the disk says so and leaves nothing") {
  const Place place;
  const Ran ran = place.train("out", {}, {.in_child = [] {
                                const rlimit limit{.rlim_cur = 2000, .rlim_max = 2000};
                                setrlimit(RLIMIT_FSIZE, &limit);
                                signal(SIGXFSZ, SIG_IGN);
                              }});
  CHECK(ran.code == 1);
  CHECK(ran.err.find("cannot write") != std::string::npos);
  CHECK(names_in(place.in("out")).empty());
}

// ---- what is refused

TEST_CASE("a directory with a checkpoint or with results is left alone unless its fate is said") {
  const Place place;
  REQUIRE(place.train("out").code == 0);
  CHECK(refused(place.train("out")) ==
        "--out out: the directory holds other results (network.yaml); choose another, or replace them with "
        "--force\n");
  for (const std::string& name : all_files) {
    if (name != "checkpoint.cbor") std::filesystem::remove(place.in("out/" + name));
  }
  CHECK(refused(place.train("out")) ==
        "--out out: a training was interrupted here; go on with it with --resume, or begin anew with "
        "--force\n");
  CHECK(refused(place.train("out", {"--resume", "--force"})) ==
        "--resume goes on with what is there and --force replaces it: give one of them\n");
  CHECK(refused(place.train("new", {"--resume"})) ==
        "--resume: there is no new/checkpoint.cbor to go on from; without --resume the training begins "
        "anew\n");
  CHECK(place.train("out", {"--force"}).code == 0);
  CHECK(names_in(place.in("out")) == all_files);
}

TEST_CASE("a checkpoint of another training is not gone on with") {
  const Place place;
  REQUIRE(place.train("out").code == 0);
  const std::string start = "out/checkpoint.cbor: this is the checkpoint of another training: ";
  CHECK(refused(place.train("out", {"--resume", "--set", "training.batch=50"})) ==
        start + "training/batch was 100 and is 50\n");
  CHECK(refused(place.train("out", {"--resume", "--seed", "2"})) == start + "seed was 1 and is 2\n");
  CHECK(refused(place.train("out", {"--resume", "--set", "training.epochs=2"})) ==
        "out/checkpoint.cbor: this training is beyond epoch 2 already\n");
  write_idx_set(place.path(), made_up_digits(500, 8, 3), made_up_digits(100, 8, 2));
  CHECK(refused(place.train("out", {"--resume"})) == start + "the training samples were others\n");
  write_idx_set(place.path(), made_up_digits(500, 8, 1), made_up_digits(100, 8, 3));
  CHECK(refused(place.train("out", {"--resume"})) == start + "the test samples were others\n");
  CHECK(names_in(place.in("out")) == all_files);
}

TEST_CASE("a broken checkpoint is not gone on with and stays as it is") {
  const Place place;
  std::filesystem::create_directory(place.in("out"));
  place.write("out/checkpoint.cbor", "not a checkpoint");
  CHECK(refused(place.train("out", {"--resume"}))
            .starts_with("out/checkpoint.cbor: this is no checkpoint, or a broken one: "));
  CHECK(content(place.in("out/checkpoint.cbor")) == "not a checkpoint");
}

TEST_CASE("a checkpoint whose parameters are those of another network is refused") {
  const Place place;
  REQUIRE(place.train("out").code == 0);
  Checkpoint checkpoint = place.checkpoint("out");
  checkpoint.state.parameters.pop_back();
  std::ofstream(place.in("out/checkpoint.cbor"), std::ios::binary) << checkpoint_bytes(checkpoint);
  CHECK(refused(place.train("out", {"--resume"})) ==
        "out/checkpoint.cbor: this is not the state of such a training\n");
}

TEST_CASE("data that do not fit the network are refused before anything is written") {
  const Place place;
  CHECK(refused(place.train("out", {"--set", "layers.1.neurons=9"})) ==
        "small.yaml:4:52: there is a label 9, but the network has 9 classes, 0 to 8\n");
  CHECK(refused(place.train("out", {"--set", "sparsity={layers: {fc1: {fan_in: 15}}}"})).find("15") !=
        std::string::npos);
  CHECK(refused(place.train("out", {"--set", "data.train.first=1", "--set", "data.held_out=90%"})) ==
        "small.yaml: held_out leaves no sample to train with\n");
  CHECK(names_in(place.in("out")).empty());
}

TEST_CASE("a pooling that does not fit its image is refused with the name of the spec") {
  const Place place;
  const std::string message =
      refused(place.train("out", {"--set", "layers=[{name: pool, pool: 9}, {name: fc2, neurons: 10}]",
                                  "--set", "exits=[]", "--set", "sparsity={density: 50%}"}));
  CHECK(message == "small.yaml: layer 'pool': a window of 9x9 does not fit into 8x8\n");
}

TEST_CASE("a training whose loss is no number any more ends with what to do about it") {
  const Place place;
  const Ran ran = place.train("out", {"--set", "training.learning_rate=1e38"});
  CHECK(ran.code == 2);
  CHECK(ran.err ==
        "small.yaml: the loss is no number any more after epoch 1: try a smaller "
        "training.learning_rate\n");
  CHECK(names_in(place.in("out")).empty());
}
