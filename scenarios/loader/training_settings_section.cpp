#include "scenarios/loader/training_settings_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenarios/loader/training_layers_section.hpp"

namespace splitscape {
namespace {

// ---- patterns

Section<PatternChoice> pattern_section() {
  using Type = std::optional<MemoryMapType>;
  Section<PatternChoice> section("patterns", "How the connections of sparse junctions are drawn.");
  section
      .optional("type", &PatternChoice::clash_free,
                choice_format<Type>({{"random", std::nullopt},
                                     {"type1", MemoryMapType::type1},
                                     {"type2", MemoryMapType::type2},
                                     {"type3", MemoryMapType::type3}}),
                "random", "structured at random, or one of the clash-free types")
      .optional("dither", &PatternChoice::dither, spoken_yes_no_format(),
                PatternChoice{}.dither ? "yes" : "no", "clash-free types: memory banks in a random order")
      .optional(
          "parallel",
          [](PatternChoice& choice, std::uint64_t parallel) {
            choice.parallel = static_cast<std::uint32_t>(parallel);
          },
          count_format(1, std::uint64_t{1} << 20U),
          "the fan-in of the junction, or the largest divisor of its left neurons below it",
          "clash-free types: connections a clock, and memory banks")
      .then([](PatternChoice& choice, const Value& value) {
        for (const char* key : {"dither", "parallel"}) {
          if (choice.clash_free || value.find(key) == nullptr) continue;
          throw InputError(value.find(key)->position(),
                           fmt::format("'{}' says something of the types type1, type2 and type3 only", key),
                           ErrorKind::meaning);
        }
      });
  return section;
}

// ---- numbers

Format<double> any_number_format() {
  return {"number", R"({"type":"number"})", [](const Value& value, Reading&) {
            const auto number = finite_number(value);
            if (!number) refuse(value, "a number");
            return *number;
          }};
}

Format<double> positive_format() {
  return {"number greater than 0", R"({"type":"number","exclusiveMinimum":0})",
          [](const Value& value, Reading&) {
            const auto number = finite_number(value);
            if (!number || !(*number > 0)) refuse(value, "a number greater than 0");
            return *number;
          }};
}

Format<std::vector<double>> exit_weights_format() {
  const auto list = list_format(number_format(0));
  return {"list of numbers, none negative", list.schema, [list](const Value& value, Reading& reading) {
            auto weights = list.read(value, reading);
            if (std::any_of(weights.begin(), weights.end(), [](double weight) { return weight > 0; }))
              return weights;
            throw InputError(value.position(), "one of the weights must be greater than zero",
                             ErrorKind::meaning);
          }};
}

// ---- settings

Section<Distillation> distillation_section() {
  const Distillation defaults;
  Section<Distillation> section("distillation", "Exits that learn from the last one, too.");
  section
      .required("weight", &Distillation::weight, share_format(),
                "share of the loss of an exit that compares it with the last one; the rest is the labels'")
      .optional("temperature", &Distillation::temperature, positive_format(),
                fmt::format("{}", defaults.temperature), "that both are softened by");
  return section;
}

Section<TrainingSettings> settings_section() {
  const TrainingSettings defaults;
  constexpr std::uint64_t most = 1000000;
  const auto adam = [](double AdamSettings::*member) {
    return [member](TrainingSettings& settings, double value) { settings.adam.*member = value; };
  };
  Section<TrainingSettings> section("training", "How the network is trained.");
  section
      .optional(
          "epochs",
          [](TrainingSettings& settings, std::uint64_t epochs) {
            settings.epochs = static_cast<std::uint32_t>(epochs);
          },
          count_format(1, most), fmt::format("{}", defaults.epochs),
          "times that all samples are gone through")
      .optional(
          "batch",
          [](TrainingSettings& settings, std::uint64_t batch) {
            settings.batch = static_cast<std::uint32_t>(batch);
          },
          count_format(1, most), fmt::format("{}", defaults.batch), "samples of a step")
      .optional("learning_rate", adam(&AdamSettings::learning_rate), positive_format(),
                fmt::format("{}", defaults.adam.learning_rate), "of Adam")
      .optional("decay", adam(&AdamSettings::decay), number_format(0), fmt::format("{}", defaults.adam.decay),
                "step n has the learning rate / (1 + decay x n)")
      .optional(
          "l2", [](TrainingSettings& settings, double l2) { settings.objective.l2 = l2; }, number_format(0),
          fmt::format("{}", defaults.objective.l2), "times the sum of the squares of all weights is loss")
      .optional("bias", &TrainingSettings::bias, any_number_format(), fmt::format("{}", defaults.bias),
                "of every neuron, before the first step")
      .optional(
          "exit_weights",
          [](TrainingSettings& settings, std::vector<double> weights) {
            settings.objective.exit_weights = std::move(weights);
          },
          exit_weights_format(), "1 each", "of the loss of each exit, the end of the network last")
      .optional(
          "distillation",
          [](TrainingSettings& settings, Distillation all) { settings.objective.distillation = all; },
          distillation_section().format(), "none", "exits learn from the last one, too");
  return section;
}

}  // namespace

Format<PatternChoice> pattern_choice_format() {
  return pattern_section().format();
}

Format<TrainingSettings> training_settings_format() {
  return settings_section().format();
}

std::vector<SectionDoc> training_settings_docs() {
  return {pattern_section().doc(), settings_section().doc(), distillation_section().doc()};
}

}  // namespace splitscape
