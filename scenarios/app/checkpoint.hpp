#pragma once

#include <cstdint>
#include <string>

#include "models/training/trainer.hpp"
#include "scenarios/loader/document.hpp"

namespace splitscape {

/// What a training depends on, and what may not change while it rests.
struct TrainingIdentity {
  std::string spec{};  ///< as spec_of_checkpoint() says it
  std::uint64_t seed = 1;
  std::string train_sha256{};  ///< of the samples
  std::string test_sha256{};

  friend bool operator==(const TrainingIdentity&, const TrainingIdentity&) = default;
};

/// A training that rests.
struct Checkpoint {
  TrainingIdentity training{};
  TrainingState state{};
};

/// The document of a spec as JSON, without its seed, which stands beside it, and without the number of
/// epochs, which may grow.
std::string spec_of_checkpoint(const Value& document);

/// A checkpoint as the bytes of its file: CBOR (RFC 8949), a table with the name of the format and the
/// SHA-256 of the content, which is CBOR in turn; numbers of the network are 32-bit floats, little end first
/// (docs/formats/training-results.md).
std::string checkpoint_bytes(const Checkpoint& checkpoint);

/// Reads it back. @param file for the error
/// @throws InputError where the bytes are no checkpoint, or a broken one
Checkpoint checkpoint_of(const std::string& bytes, const std::string& file);

/// @throws InputError at the file of the checkpoint where it is that of another training, saying what differs
void require_same_training(const TrainingIdentity& in_checkpoint, const TrainingIdentity& asked,
                           const std::string& file);

}  // namespace splitscape
