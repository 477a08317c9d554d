#include "scenarios/app/checkpoint.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "scenarios/app/shallow_cbor.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "tests/scenarios/loader/refusal.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

/// A training in the middle of its third epoch.
Checkpoint some_checkpoint() {
  Checkpoint checkpoint{
      .training = {.spec = R"({"name":"net"})", .seed = 7, .train_sha256 = "ab", .test_sha256 = "cd"}};
  TrainingState& state = checkpoint.state;
  state.parameters = {0.1F, -2.5F, std::numeric_limits<float>::denorm_min()};
  state.adam = {.steps = 11, .mean = {1e-30F, 0.F, -0.F}, .square = {3.F, 4.F, 5.F}};
  state.epoch = 2;
  state.place = 96;
  state.scores = {.loss = 0.1, .right = {3, 4}};
  state.l2_loss = 1e-300;
  state.seconds = .25;
  state.history = {{.epoch = 1, .loss = 2.5, .accuracy = {.5, .75}, .held_out = {.25, .5}, .seconds = 1.5},
                   {.epoch = 2, .loss = 1. / 3, .accuracy = {.6, .8}, .macs = 1e15, .bytes = 123456789012}};
  return checkpoint;
}

std::string refusal_of(const std::string& bytes) {
  return refusal([&] { checkpoint_of(bytes, "old.cbor"); });
}

std::string difference(const TrainingIdentity& before, const TrainingIdentity& now) {
  return refusal([&] { require_same_training(before, now, "old.cbor"); });
}

std::string spec_of(const std::string& yaml) {
  return spec_of_checkpoint(parse_document(yaml, "spec.yaml"));
}

}  // namespace

TEST_CASE("a checkpoint reads back as it was, bit for bit") {
  const Checkpoint before = some_checkpoint();
  const Checkpoint after = checkpoint_of(checkpoint_bytes(before), "old.cbor");
  CHECK(after.training == before.training);
  CHECK(after.state.parameters == before.state.parameters);
  CHECK(after.state.adam == before.state.adam);
  CHECK(std::signbit(after.state.adam.mean[2]));
  CHECK(after.state.epoch == before.state.epoch);
  CHECK(after.state.place == before.state.place);
  CHECK(after.state.scores.loss == before.state.scores.loss);
  CHECK(after.state.scores.right == before.state.scores.right);
  CHECK(after.state.l2_loss == before.state.l2_loss);
  CHECK(after.state.seconds == before.state.seconds);
  CHECK(after.state.history == before.state.history);
}

TEST_CASE("numbers of a checkpoint lie in it as 32-bit floats, little end first") {
  Checkpoint checkpoint = some_checkpoint();
  checkpoint.state.parameters = {1.5F, -2.F};
  // 1.5 = 0x3fc00000 and -2 = 0xc0000000 (IEEE 754), behind their name and a head that says eight bytes.
  const std::string expected = std::string("parameters\x48", 11) + std::string("\0\0\xc0\x3f\0\0\0\xc0", 8);
  CHECK(checkpoint_bytes(checkpoint).find(expected) != std::string::npos);
}

TEST_CASE("a checkpoint that is cut off is refused wherever that is") {
  const std::string bytes = checkpoint_bytes(some_checkpoint());
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CAPTURE(length);
    CHECK(refusal_of(bytes.substr(0, length)) ==
          "old.cbor: this is no checkpoint, or a broken one: its structure is not that of a checkpoint");
  }
}

TEST_CASE("a checkpoint is refused whichever of its bits is flipped") {
  const std::string bytes = checkpoint_bytes(some_checkpoint());
  for (std::size_t i = 0; i < 8 * bytes.size(); ++i) {
    CAPTURE(i);
    std::string flipped = bytes;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ (1 << i % 8));
    CHECK(refusal_of(flipped).starts_with("old.cbor: this is no checkpoint, or a broken one: "));
  }
}

TEST_CASE("a checkpoint whose content was changed is refused, and so is another format") {
  std::string bytes = checkpoint_bytes(some_checkpoint());
  bytes[bytes.size() - 1] = static_cast<char>(bytes.back() ^ 1);
  CHECK(refusal_of(bytes) ==
        "old.cbor: this is no checkpoint, or a broken one: its content is not what was written");
  std::string other = checkpoint_bytes(some_checkpoint());
  other.replace(other.find("checkpoint 1"), 12, "checkpoint 2");
  CHECK(refusal_of(other) ==
        "old.cbor: this is no checkpoint, or a broken one: its format is not 'splitscape checkpoint 1'");
  CHECK(refusal_of("\x61\xff") ==
        "old.cbor: this is no checkpoint, or a broken one: something in it is missing");
}

TEST_CASE("bytes that mean nothing are refused as a checkpoint") {
  std::mt19937 random(1);
  std::size_t read_as_cbor = 0;
  for (int round = 0; round < 20000; ++round) {
    std::string bytes;
    for (std::size_t left = random() % 40; left > 0; --left) bytes += static_cast<char>(random());
    if (is_shallow_cbor(bytes)) ++read_as_cbor;
    CHECK(refusal_of(bytes).starts_with("old.cbor: this is no checkpoint, or a broken one: "));
  }
  CHECK(read_as_cbor > 100);  // some of them came further than the first look
}

TEST_CASE("what a checkpoint keeps of a spec has neither the seed nor the number of epochs") {
  CHECK(spec_of("{name: a, seed: 1, training: {epochs: 5, batch: 8}}") ==
        R"({"name":"a","training":{"batch":8}})");
  CHECK(spec_of("{name: a, training: {epochs: 5}}") == spec_of("{name: a}"));
  CHECK(spec_of("{name: a, training: {batch: 4}}") != spec_of("{name: a}"));
  CHECK(spec_of("{learning_rate: .001}") == spec_of("{learning_rate: 1e-3}"));
}

TEST_CASE("a checkpoint of another training is refused with what differs") {
  const TrainingIdentity asked{.spec = R"({"layers":[{"neurons":8}],"training":{"batch":256}})",
                               .seed = 1,
                               .train_sha256 = "ab",
                               .test_sha256 = "cd"};
  CHECK(difference(asked, asked) == "");
  TrainingIdentity other = asked;
  other.spec = R"({"layers":[{"neurons":9}],"training":{"batch":256}})";
  CHECK(difference(other, asked) ==
        "old.cbor: this is the checkpoint of another training: layers/0/neurons was 9 and is 8");
  other.spec = R"({"layers":[{"neurons":8}]})";
  CHECK(
      difference(other, asked) ==
      R"(old.cbor: this is the checkpoint of another training: training was not there and is {"batch":256})");
  CHECK(difference(asked, other) ==
        R"(old.cbor: this is the checkpoint of another training: training was {"batch":256} and is gone)");
  other.spec = R"({"training":{"batch":256},"layers":[{"neurons":8}]})";
  CHECK(difference(other, asked) ==
        "old.cbor: this is the checkpoint of another training: the keys of its spec stood in another order");
  other = asked;
  other.seed = 2;
  CHECK(difference(other, asked) ==
        "old.cbor: this is the checkpoint of another training: seed was 2 and is 1");
  other = asked;
  other.train_sha256 = "00";
  CHECK(difference(other, asked) ==
        "old.cbor: this is the checkpoint of another training: the training samples were others");
  other = asked;
  other.test_sha256 = "00";
  CHECK(difference(other, asked) ==
        "old.cbor: this is the checkpoint of another training: the test samples were others");
}
