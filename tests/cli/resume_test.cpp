// Whatever stops a training, it goes on from its checkpoint as if nothing had happened.
#include <doctest/doctest.h>
#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <ctime>
#include <filesystem>

#include "models/training/trainer.hpp"
#include "scenarios/loader/data_files.hpp"
#include "tests/support/program.hpp"
#include "tests/support/training_place.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<std::string> only_checkpoint{"checkpoint.cbor"};

/// Leaves in a directory what an interruption after so many steps leaves there.
void interrupt_after(const TrainingPlace& place, int steps, const TrainingIdentity& training,
                     const std::string& out) {
  TrainingSpec spec = load_training_spec(place.in("small.yaml"), {});
  const TrainingData data = read_training_data(spec.data, place.path());
  const SplitData parts = split(data.train, spec.data.held_out, spec.seed);
  spec.architecture.input = data.train.shape;
  const TrainableNetwork<float> network(spec.architecture, spec.seed);
  Trainer trainer(network, parts.kept, parts.held_out, spec.settings, spec.seed, 1);
  for (int step = 0; step < steps; ++step) trainer.step();
  std::filesystem::create_directories(place.in(out));
  place.write_checkpoint(out, {training, trainer.state()});
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

}  // namespace

TEST_CASE("an interrupted training leaves its checkpoint and nothing else, and says how to go on") {
  const TrainingPlace place;
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
    CHECK(names_in(place.in(out)) == files_of_a_training());
  }
}

TEST_CASE("a training goes on from the middle of an epoch and ends with the same bytes") {
  const TrainingPlace place;
  REQUIRE(place.train("whole").code == 0);
  const TrainingIdentity training = place.checkpoint("whole").training;
  // 450 samples are five steps an epoch: in the first, between two, in the last.
  for (const int steps : {2, 5, 14}) {
    CAPTURE(steps);
    const std::string out = "after " + std::to_string(steps);
    interrupt_after(place, steps, training, out);
    REQUIRE(place.train(out, {"--resume"}).code == 0);
    check_same_training(place, "whole", out);
  }
}

TEST_CASE("a finished training goes on with more epochs to the same bytes as if they had been asked for") {
  const TrainingPlace place;
  REQUIRE(place.train("grown", {"--set", "training.epochs=1"}).code == 0);
  REQUIRE(place.train("grown", {"--set", "training.epochs=3", "--resume"}).code == 0);
  REQUIRE(place.train("whole").code == 0);
  check_same_training(place, "whole", "grown");
}

TEST_CASE("a finished training that is resumed without more epochs writes the same results again") {
  const TrainingPlace place;
  REQUIRE(place.train("out").code == 0);
  std::filesystem::copy(place.in("out"), place.in("before"));
  REQUIRE(place.train("out", {"--resume"}).code == 0);
  check_same_training(place, "before", "out");
}

TEST_CASE("results go away with the first checkpoint of the training that takes their place") {
  const TrainingPlace place;
  REQUIRE(place.train("out", {"--set", "training.epochs=1"}).code == 0);
  const Ran ran =
      place.train("out", {"--resume", "--set", "training.epochs=1000000"}, {.meanwhile = [&](int process) {
                    wait_for_file(place.in("out/network.yaml"), false);
                    wait_for_file(place.in("out/checkpoint.cbor"));
                    kill(process, SIGINT);
                  }});
  CHECK(ran.code == 128 + SIGINT);
  CHECK(names_in(place.in("out")) == only_checkpoint);
}

TEST_CASE("a training for which there is no room on the disk says so and leaves nothing") {
  const TrainingPlace place;
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
  const TrainingPlace place;
  REQUIRE(place.train("out").code == 0);
  CHECK(refusal_of(place.train("out")) ==
        "--out out: the directory holds other results (network.yaml); choose another, or replace them with "
        "--force\n");
  for (const std::string& name : files_of_a_training()) {
    if (name != "checkpoint.cbor") std::filesystem::remove(place.in("out/" + name));
  }
  CHECK(refusal_of(place.train("out")) ==
        "--out out: a training was interrupted here; go on with it with --resume, or begin anew with "
        "--force\n");
  CHECK(refusal_of(place.train("out", {"--resume", "--force"})) ==
        "--resume goes on with what is there and --force replaces it: give one of them\n");
  CHECK(refusal_of(place.train("new", {"--resume"})) ==
        "--resume: there is no new/checkpoint.cbor to go on from; without --resume the training begins "
        "anew\n");
  CHECK(place.train("out", {"--force"}).code == 0);
  CHECK(names_in(place.in("out")) == files_of_a_training());
}

TEST_CASE("a checkpoint of another training is not gone on with") {
  const TrainingPlace place;
  REQUIRE(place.train("out").code == 0);
  const std::string start = "out/checkpoint.cbor: this is the checkpoint of another training: ";
  CHECK(refusal_of(place.train("out", {"--resume", "--set", "training.batch=50"})) ==
        start + "training/batch was 100 and is 50\n");
  CHECK(refusal_of(place.train("out", {"--resume", "--seed", "2"})) == start + "seed was 1 and is 2\n");
  CHECK(refusal_of(place.train("out", {"--resume", "--set", "training.epochs=2"})) ==
        "out/checkpoint.cbor: this training is beyond epoch 2 already\n");
  place.write_images(3, 2);
  CHECK(refusal_of(place.train("out", {"--resume"})) == start + "the training samples were others\n");
  place.write_images(1, 3);
  CHECK(refusal_of(place.train("out", {"--resume"})) == start + "the test samples were others\n");
  CHECK(names_in(place.in("out")) == files_of_a_training());
}

TEST_CASE("a broken checkpoint is not gone on with and stays as it is") {
  const TrainingPlace place;
  std::filesystem::create_directory(place.in("out"));
  place.write("out/checkpoint.cbor", "not a checkpoint");
  CHECK(refusal_of(place.train("out", {"--resume"}))
            .starts_with("out/checkpoint.cbor: this is no checkpoint, or a broken one: "));
  CHECK(content(place.in("out/checkpoint.cbor")) == "not a checkpoint");
}

TEST_CASE("a checkpoint whose numbers are those of another network is refused") {
  const TrainingPlace place;
  REQUIRE(place.train("out").code == 0);
  const Checkpoint checkpoint = place.checkpoint("out");
  const auto check_refused = [&place](const Checkpoint& changed) {
    place.write_checkpoint("out", changed);
    CHECK(refusal_of(place.train("out", {"--resume"})) ==
          "out/checkpoint.cbor: this is not the state of such a training\n");
  };
  Checkpoint fewer_parameters = checkpoint;
  fewer_parameters.state.parameters.pop_back();
  check_refused(fewer_parameters);
  Checkpoint fewer_exits = checkpoint;
  fewer_exits.state.history[1].held_out.pop_back();
  check_refused(fewer_exits);
  Checkpoint more_exits = checkpoint;
  more_exits.state.scores.right = {1, 2, 3};
  check_refused(more_exits);
}
