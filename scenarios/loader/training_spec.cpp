#include "scenarios/loader/training_spec.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "models/name_pattern.hpp"
#include "models/nearest_name.hpp"
#include "scenarios/loader/adaptation_section.hpp"
#include "scenarios/loader/document_path.hpp"
#include "scenarios/loader/training_data_section.hpp"
#include "scenarios/loader/training_layers_section.hpp"
#include "scenarios/loader/training_settings_section.hpp"
#include "scenarios/loader/yaml_document.hpp"
#include "scenarios/loader/zoo.hpp"

namespace splitscape {
namespace {

/// A spec before its parts are held against each other.
struct SpecDraft {
  TrainingSpec spec{};
  std::vector<LayerDraft> layers{};
  std::vector<ExitDraft> exits{};
  std::optional<PlacedSparsity> sparsity{};
};

/// The sparsity of a scenario, in the one format that can be trained.
Format<PlacedSparsity> predefined_format() {
  const auto format = sparsity_format();
  return {format.type, format.schema, [format](const Value& value, Reading& reading) {
            PlacedSparsity sparsity = format.read(value, reading);
            if (sparsity.choice.format == WeightFormat::predefined) return sparsity;
            throw InputError(value.find("format")->position(),
                             fmt::format("'{}' prunes a network that has been trained; what is left out "
                                         "before training is 'predefined'",
                                         name_of(sparsity.choice.format)),
                             ErrorKind::meaning);
          }};
}

Section<SpecDraft> spec_section() {
  const auto of_spec = [](auto member) {
    return [member](SpecDraft& draft, auto value) { draft.spec.*member = std::move(value); };
  };
  Section<SpecDraft> section("training spec", "A network that is to be trained, and with what.");
  section
      .optional(
          "name", [](SpecDraft& draft, std::string name) { draft.spec.architecture.name = std::move(name); },
          text_format(), "the name of its file", "of the network")
      .optional("title", of_spec(&TrainingSpec::title), text_format(), "", "what it is, in words")
      .optional("seed", of_spec(&TrainingSpec::seed), count_format(0), fmt::format("{}", TrainingSpec{}.seed),
                "of patterns, first weights, the order of the samples and which are held out")
      .required("data", of_spec(&TrainingSpec::data), training_data_format(), "samples")
      .required("layers", &SpecDraft::layers, trained_layers_format(),
                "the trunk; its last layer is fully connected and has a neuron a class")
      .optional("exits", &SpecDraft::exits, trained_exits_format(), "none",
                "side branches, in the order in which a sample meets them")
      .optional(
          "sparsity", [](SpecDraft& draft, PlacedSparsity sparsity) { draft.sparsity = std::move(sparsity); },
          predefined_format(), "dense", "connections that are left out before the first step")
      .optional(
          "patterns",
          [](SpecDraft& draft, PatternChoice choice) { draft.spec.architecture.pattern = choice; },
          pattern_choice_format(), "random", "which ones")
      .optional("training", of_spec(&TrainingSpec::settings), training_settings_format(), "all as said there",
                "how it is trained");
  return section;
}

/// Every rule that is no pattern names a layer of the trunk with weights, or an exit.
void refuse_unknown_rules(const Architecture& architecture, const PlacedSparsity& sparsity) {
  std::vector<std::string> names;
  for (const auto& layer : architecture.layers) {
    if (layer.op != TrainedOp::max_pooling) names.push_back(layer.name);
  }
  for (std::size_t k = 1; k <= architecture.exits.size(); ++k) names.push_back(fmt::format("exit {}", k));
  for (std::size_t i = 0; i < sparsity.choice.rules.size(); ++i) {
    const std::string& wanted = sparsity.choice.rules[i].layers;
    if (is_pattern(wanted) || std::find(names.begin(), names.end(), wanted) != names.end()) continue;
    throw InputError(sparsity.rules[i],
                     fmt::format("there is no layer with weights '{}'{}", wanted, suggestion(wanted, names)),
                     ErrorKind::meaning);
  }
}

/// What is said of exits must be of as many as there are.
void refuse_other_exits(const TrainingSpec& spec, const Value& document) {
  const Value* training = document.find("training");
  const std::size_t exits = spec.architecture.exit_count();
  const auto& objective = spec.settings.objective;
  if (!objective.exit_weights.empty() && objective.exit_weights.size() != exits) {
    throw InputError(training->find("exit_weights")->position(),
                     fmt::format("there must be {} weights, one an exit and one for the end of the network; "
                                 "there are {}",
                                 exits, objective.exit_weights.size()),
                     ErrorKind::meaning);
  }
  if (objective.distillation.weight > 0 && exits == 1) {
    throw InputError(training->find("distillation")->position(),
                     "exits learn from the end of the network, but there are no 'exits'", ErrorKind::meaning);
  }
}

TrainingSpec completed(SpecDraft draft, const Value& document) {
  TrainingSpec spec = std::move(draft.spec);
  put_layers(spec.architecture, draft.layers, draft.exits);
  if (draft.sparsity) {
    refuse_unknown_rules(spec.architecture, *draft.sparsity);
    spec.architecture.sparsity = draft.sparsity->choice;
    spec.sparsity = draft.sparsity->position;
  } else if (const Value* patterns = document.find("patterns")) {
    throw InputError(patterns->position(), "'patterns' says something of 'sparsity', which is not there",
                     ErrorKind::meaning);
  }
  refuse_other_exits(spec, document);
  return spec;
}

}  // namespace

TrainingSpec load_training_spec(const std::string& path, const std::vector<std::string>& assignments) {
  const std::string directory = std::filesystem::path(path).parent_path().string();
  return training_spec_of(parse_document(read_text_file(path), path), path, directory, assignments);
}

TrainingSpec training_spec_of(Value document, const std::string& file, const std::string& directory,
                              const std::vector<std::string>& assignments) {
  if (document.kind() != Value::Kind::table) refuse(document, "a table with the keys of a training spec");
  for (const auto& assignment : assignments) override_value(document, assignment);
  const Zoo none{""};  // nothing in the file names an entry of a catalogue
  Reading reading(none, directory);
  TrainingSpec spec = completed(spec_section().read(document, reading), document);
  if (spec.architecture.name.empty()) spec.architecture.name = std::filesystem::path(file).stem().string();
  spec.file = file;
  spec.directory = directory;
  spec.document = std::move(document);
  return spec;
}

std::vector<SectionDoc> training_docs() {
  std::vector<SectionDoc> docs{spec_section().doc()};
  const auto append = [&docs](const std::vector<SectionDoc>& more) {
    docs.insert(docs.end(), more.begin(), more.end());
  };
  append(training_data_docs());
  append(training_layer_docs());
  for (const SectionDoc& doc : adaptation_docs()) {
    if (doc.name.starts_with("sparsity")) docs.push_back(doc);
  }
  append(training_settings_docs());
  return docs;
}

std::string training_schema() {
  std::string schema = spec_section().schema();
  schema.insert(
      1, R"("$schema":"https://json-schema.org/draft/2020-12/schema","title":"Splitscape training spec",)");
  return schema;
}

}  // namespace splitscape
