#include "scenarios/app/checkpoint.hpp"

#include <fmt/format.h>

#include <bit>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "scenarios/app/shallow_cbor.hpp"
#include "scenarios/loader/document_json.hpp"
#include "scenarios/loader/reading.hpp"
#include "scenarios/runs/version.hpp"

namespace splitscape {
namespace {

using Json = nlohmann::ordered_json;
constexpr const char* format_name = "splitscape checkpoint 1";

// ---- numbers

Json blob(const std::vector<float>& values) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(4 * values.size());
  for (const float value : values) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    for (unsigned shift = 0; shift < 32; shift += 8)
      bytes.push_back(static_cast<std::uint8_t>(bits >> shift & 0xFFU));
  }
  return Json::binary(std::move(bytes));
}

std::vector<float> floats_of(const Json& blob) {
  const auto& bytes = blob.get_binary();
  if (bytes.size() % 4 != 0) throw std::invalid_argument("a list of numbers is cut off");
  std::vector<float> values;
  values.reserve(bytes.size() / 4);
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    std::uint32_t bits = 0;
    for (unsigned k = 0; k < 4; ++k) bits |= std::uint32_t{bytes[i + k]} << (8 * k);
    values.push_back(std::bit_cast<float>(bits));
  }
  return values;
}

template <class Count>
Count count_of(const Json& number) {
  if (!number.is_number_unsigned() || number.get<std::uint64_t>() > std::numeric_limits<Count>::max())
    throw std::invalid_argument("a count is none");
  return number.get<Count>();
}

// ---- the state

Json json_of(const EpochRecord& record) {
  return {{"epoch", record.epoch},       {"loss", record.loss},       {"accuracy", record.accuracy},
          {"held_out", record.held_out}, {"seconds", record.seconds}, {"macs", record.macs},
          {"bytes", record.bytes}};
}

EpochRecord record_of(const Json& json) {
  return {.epoch = count_of<std::uint32_t>(json.at("epoch")),
          .loss = json.at("loss").get<double>(),
          .accuracy = json.at("accuracy").get<std::vector<double>>(),
          .held_out = json.at("held_out").get<std::vector<double>>(),
          .seconds = json.at("seconds").get<double>(),
          .macs = json.at("macs").get<double>(),
          .bytes = count_of<std::size_t>(json.at("bytes"))};
}

Json json_of(const TrainingState& state) {
  Json json;
  json["epoch"] = state.epoch;
  json["place"] = state.place;
  json["loss"] = state.scores.loss;
  json["right"] = state.scores.right;
  json["l2_loss"] = state.l2_loss;
  json["seconds"] = state.seconds;
  json["history"] = Json::array();
  for (const EpochRecord& record : state.history) json["history"].push_back(json_of(record));
  json["steps"] = state.adam.steps;
  json["parameters"] = blob(state.parameters);
  json["mean"] = blob(state.adam.mean);
  json["square"] = blob(state.adam.square);
  return json;
}

TrainingState state_of(const Json& json) {
  TrainingState state;
  state.epoch = count_of<std::uint32_t>(json.at("epoch"));
  state.place = count_of<std::size_t>(json.at("place"));
  state.scores.loss = json.at("loss").get<double>();
  for (const Json& right : json.at("right")) state.scores.right.push_back(count_of<std::uint64_t>(right));
  state.l2_loss = json.at("l2_loss").get<double>();
  state.seconds = json.at("seconds").get<double>();
  for (const Json& record : json.at("history")) state.history.push_back(record_of(record));
  state.adam.steps = count_of<std::uint64_t>(json.at("steps"));
  state.parameters = floats_of(json.at("parameters"));
  state.adam.mean = floats_of(json.at("mean"));
  state.adam.square = floats_of(json.at("square"));
  return state;
}

// ---- the file

std::string cbor_of(const Json& json) {
  std::string bytes;
  Json::to_cbor(json, bytes);
  return bytes;
}

Json json_of_cbor(const std::string& bytes) {
  if (!is_shallow_cbor(bytes)) throw std::invalid_argument("its structure is not that of a checkpoint");
  return Json::from_cbor(bytes);
}

Checkpoint parsed(const std::string& bytes) {
  const Json outer = json_of_cbor(bytes);
  if (outer.at("format").get<std::string>() != format_name)
    throw std::invalid_argument(fmt::format("its format is not '{}'", format_name));
  const auto& binary = outer.at("content").get_binary();
  const std::string content(binary.begin(), binary.end());
  if (sha256(content) != outer.at("sha256").get<std::string>())
    throw std::invalid_argument("its content is not what was written");
  const Json json = json_of_cbor(content);
  return {{.spec = json.at("spec").get<std::string>(),
           .seed = count_of<std::uint64_t>(json.at("seed")),
           .train_sha256 = json.at("train_sha256").get<std::string>(),
           .test_sha256 = json.at("test_sha256").get<std::string>()},
          state_of(json.at("state"))};
}

// ---- differences

/// The first place where two specs differ, with what each says there.
std::string difference_of(const std::string& before, const std::string& now) {
  constexpr std::size_t longest_shown = 60;
  const Json then = Json::parse(before);
  const Json difference = Json::diff(then, Json::parse(now));
  if (difference.empty()) return "the keys of its spec stood in another order";
  const auto shown = [](const Json& value) {
    const std::string text = value.dump();
    return text.size() <= longest_shown ? text : text.substr(0, longest_shown) + "...";
  };
  const Json& first = difference.front();
  const Json::json_pointer place(first.at("path").get<std::string>());
  const std::string path = first.at("path").get<std::string>().substr(1);
  const std::string kind = first.at("op").get<std::string>();
  if (kind == "add") return fmt::format("{} was not there and is {}", path, shown(first.at("value")));
  if (kind == "remove") return fmt::format("{} was {} and is gone", path, shown(then.at(place)));
  return fmt::format("{} was {} and is {}", path, shown(then.at(place)), shown(first.at("value")));
}

}  // namespace

std::string spec_of_checkpoint(const Value& document) {
  Json spec = Json::parse(to_json(document));
  if (!spec.is_object()) return spec.dump();
  spec.erase("seed");
  const auto training = spec.find("training");
  if (training != spec.end() && training->is_object()) {
    training->erase("epochs");
    if (training->empty()) spec.erase("training");
  }
  return spec.dump();
}

std::string checkpoint_bytes(const Checkpoint& checkpoint) {
  Json json;
  json["version"] = program_version();
  json["spec"] = checkpoint.training.spec;
  json["seed"] = checkpoint.training.seed;
  json["train_sha256"] = checkpoint.training.train_sha256;
  json["test_sha256"] = checkpoint.training.test_sha256;
  json["state"] = json_of(checkpoint.state);
  const std::string content = cbor_of(json);
  Json outer;
  outer["format"] = format_name;
  outer["sha256"] = sha256(content);
  outer["content"] = Json::binary({content.begin(), content.end()});
  return cbor_of(outer);
}

Checkpoint checkpoint_of(const std::string& bytes, const std::string& file) {
  try {
    return parsed(bytes);
  } catch (const Json::exception&) {
    throw InputError({file, 0, 0}, "this is no checkpoint, or a broken one: something in it is missing");
  } catch (const std::invalid_argument& error) {
    throw InputError({file, 0, 0}, fmt::format("this is no checkpoint, or a broken one: {}", error.what()));
  }
}

void require_same_training(const TrainingIdentity& in_checkpoint, const TrainingIdentity& asked,
                           const std::string& file) {
  std::string difference;
  if (in_checkpoint.spec != asked.spec) {
    difference = difference_of(in_checkpoint.spec, asked.spec);
  } else if (in_checkpoint.seed != asked.seed) {
    difference = fmt::format("seed was {} and is {}", in_checkpoint.seed, asked.seed);
  } else if (in_checkpoint.train_sha256 != asked.train_sha256) {
    difference = "the training samples were others";
  } else if (in_checkpoint.test_sha256 != asked.test_sha256) {
    difference = "the test samples were others";
  } else {
    return;
  }
  throw InputError({file, 0, 0}, "this is the checkpoint of another training: " + difference,
                   ErrorKind::meaning);
}

}  // namespace splitscape
