#include "scenarios/loader/training_layers_section.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "models/nearest_name.hpp"

namespace splitscape {
namespace {

/// More neurons, filters or pixels than any layer that is trained here has room for.
constexpr std::uint64_t most = std::uint64_t{1} << 20U;

// ---- one layer

void add_name(Section<LayerDraft>& section) {
  section.required(
      "name", [](LayerDraft& draft, std::string name) { draft.layer.name = std::move(name); }, text_format(),
      "of the layer, once in the trunk or in its branch");
}

/// Stores a count in a member of the layer.
auto into(std::uint32_t TrainedLayer::*member) {
  return [member](LayerDraft& draft, std::uint64_t count) {
    draft.layer.*member = static_cast<std::uint32_t>(count);
  };
}

void add_activation(Section<LayerDraft>& section) {
  section.optional(
      "activation", [](LayerDraft& draft, bool relu) { draft.relu = relu; },
      choice_format<bool>({{"relu", true}, {"none", false}}),
      "relu; none for the last of the trunk or branch", "what follows the layer");
}

auto finish(TrainedOp op) {
  return [op](LayerDraft& draft, const Value& value) {
    draft.layer.op = op;
    draft.position = value.position();
  };
}

Section<LayerDraft> fully_connected_section() {
  Section<LayerDraft> section("fully connected layer", "Every neuron reads all values of the tensor before.");
  add_name(section);
  section.required("neurons", into(&TrainedLayer::outputs), count_format(1, most), "values that it makes");
  add_activation(section);
  return section.then(finish(TrainedOp::fully_connected));
}

Section<LayerDraft> convolution_section() {
  Section<LayerDraft> section("convolution", "Square windows over an image, step by step.");
  add_name(section);
  section.required("filters", into(&TrainedLayer::outputs), count_format(1, most), "channels that it makes")
      .required("kernel", into(&TrainedLayer::kernel), count_format(1, most), "pixels a side of the window")
      .optional("padding", into(&TrainedLayer::padding), count_format(0, most),
                fmt::format("{}", TrainedLayer{}.padding), "zeros on each side of the image");
  add_activation(section);
  return section.then([](LayerDraft& draft, const Value& value) {
    finish(TrainedOp::convolution)(draft, value);
    if (draft.layer.padding < draft.layer.kernel) return;
    throw InputError(value.find("padding")->position(),
                     fmt::format("a padding of {} is as wide as the window of {}: some windows would see "
                                 "nothing but zeros",
                                 draft.layer.padding, draft.layer.kernel),
                     ErrorKind::meaning);
  });
}

Section<LayerDraft> pooling_section() {
  Section<LayerDraft> section("max pooling", "The largest value of each square window, channel by channel.");
  add_name(section);
  section.required("pool", into(&TrainedLayer::kernel), count_format(1, most), "pixels a side of the window")
      .optional("stride", into(&TrainedLayer::stride), count_format(1, most), "that of 'pool'",
                "pixels from window to window")
      .optional(
          "whole_windows", [](LayerDraft& draft, bool whole) { draft.layer.whole_windows = whole; },
          spoken_yes_no_format(), TrainedLayer{}.whole_windows ? "yes" : "no",
          "no: windows that stand over the edge count, too");
  return section.then([](LayerDraft& draft, const Value& value) {
    finish(TrainedOp::max_pooling)(draft, value);
    if (value.find("stride") == nullptr) draft.layer.stride = draft.layer.kernel;
    draft.relu = false;
    if (draft.layer.whole_windows || draft.layer.stride <= draft.layer.kernel) return;
    throw InputError(value.find("stride")->position(),
                     "windows over the edge need a stride of at most their side", ErrorKind::meaning);
  });
}

const std::vector<std::string> kinds{"neurons", "filters", "pool"};

Format<LayerDraft> layer_format() {
  const auto as_it_is = [](LayerDraft draft) { return draft; };
  OneOf<LayerDraft> choice("layer");
  choice.alternative("neurons", fully_connected_section(), as_it_is)
      .alternative("filters", convolution_section(), as_it_is)
      .alternative("pool", pooling_section(), as_it_is);
  const auto format = choice.format();
  return {"table: fully connected layer | convolution | max pooling", format.schema,
          [format](const Value& value, Reading& reading) {
            std::vector<std::string> found;
            for (const auto& kind : kinds) {
              if (value.find(kind) != nullptr) found.push_back(kind);
            }
            if (found.size() > 1) {
              throw InputError(value.find(found[1])->position(),
                               fmt::format("a layer has one of the keys neurons, filters and pool; this one "
                                           "has '{}' and '{}'",
                                           found[0], found[1]));
            }
            return format.read(value, reading);
          }};
}

Format<std::vector<LayerDraft>> layers_format() {
  auto list = list_format(layer_format());
  list.type = "list of layers";
  list.schema.insert(1, R"("minItems":1,)");
  return {list.type, list.schema, [list](const Value& value, Reading& reading) {
            auto layers = list.read(value, reading);
            if (layers.empty()) throw InputError(value.position(), "at least one layer is needed here");
            return layers;
          }};
}

// ---- side branches

Section<ExitDraft> exit_section() {
  Section<ExitDraft> section("side branch", "A classifier behind a layer of the trunk.");
  section.required("after", &ExitDraft::after, text_format("layer"), "the layer of the trunk that it reads")
      .optional(
          "layers",
          [](ExitDraft& draft, std::vector<LayerDraft> layers) { draft.layers = std::move(layers); },
          layers_format(), "one fully connected layer 'fc' with a neuron a class",
          "of the branch; the last one is fully connected and has a neuron a class")
      .then([](ExitDraft& draft, const Value& value) {
        if (const Value* after = value.find("after")) draft.after_position = after->position();
      });
  return section;
}

// ---- all of them

/// Names with these are taken: patterns, profiles and the rules of sparsity call side branches so.
bool is_name_of_branch(const std::string& name) {
  return name.find('/') != std::string::npos || name.starts_with("exit ");
}

/// Layers one behind another, the last one a classifier.
std::vector<TrainedLayer> chain(const std::vector<LayerDraft>& drafts) {
  std::vector<TrainedLayer> layers;
  for (const LayerDraft& draft : drafts) {
    const std::string& name = draft.layer.name;
    if (is_name_of_branch(name)) {
      throw InputError(draft.position,
                       fmt::format("a layer cannot be called '{}': names that begin with 'exit ' or have a / "
                                   "stand for side branches",
                                   name),
                       ErrorKind::meaning);
    }
    if (std::any_of(layers.begin(), layers.end(), [&](const auto& other) { return other.name == name; })) {
      throw InputError(draft.position, fmt::format("there is a layer '{}' already", name),
                       ErrorKind::meaning);
    }
    const bool last = &draft == &drafts.back();
    layers.push_back(draft.layer);
    layers.back().relu = draft.relu.value_or(!last);
    if (last && draft.layer.op != TrainedOp::fully_connected) {
      throw InputError(draft.position,
                       fmt::format("the last layer, '{}', must be fully connected: a neuron a class", name),
                       ErrorKind::meaning);
    }
  }
  return layers;
}

std::vector<TrainedLayer> branch(const ExitDraft& draft, std::uint32_t classes) {
  if (!draft.layers) return {{.name = "fc", .outputs = classes, .relu = false}};
  auto layers = chain(*draft.layers);
  if (layers.back().outputs != classes) {
    throw InputError(draft.layers->back().position,
                     fmt::format("'{}' has {} neurons, the last layer of the trunk {}: both have one a class",
                                 layers.back().name, layers.back().outputs, classes),
                     ErrorKind::meaning);
  }
  return layers;
}

std::size_t place_of(const ExitDraft& exit, const std::vector<TrainedLayer>& trunk) {
  std::vector<std::string> names;
  for (const auto& layer : trunk) names.push_back(layer.name);
  const auto found = std::find(names.begin(), names.end(), exit.after);
  if (found == names.end()) {
    throw InputError(exit.after_position,
                     fmt::format("the trunk has no layer '{}'{}", exit.after, suggestion(exit.after, names)),
                     ErrorKind::meaning);
  }
  if (found + 1 == names.end()) {
    throw InputError(exit.after_position,
                     fmt::format("'{}' is the last layer: the network answers there anyway", exit.after),
                     ErrorKind::meaning);
  }
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

Format<bool> spoken_yes_no_format() {
  const auto strict = yes_no_format();
  return {"yes | no", R"({"anyOf":[{"type":"boolean"},{"enum":["yes","no"]}]})",
          [strict](const Value& value, Reading& reading) {
            const bool spoken = value.kind() == Value::Kind::text;
            if (spoken && value.text() == "yes") return true;
            if (spoken && value.text() == "no") return false;
            if (spoken && !value.quoted() && is_plain_bool(value.text())) return strict.read(value, reading);
            refuse(value, "yes or no");
          }};
}

Format<std::vector<LayerDraft>> trained_layers_format() {
  return layers_format();
}

Format<std::vector<ExitDraft>> trained_exits_format() {
  auto format = list_format(exit_section().format());
  format.type = "list of exits";
  return format;
}

void put_layers(Architecture& architecture, const std::vector<LayerDraft>& layers,
                const std::vector<ExitDraft>& exits) {
  architecture.layers = chain(layers);
  if (architecture.classes() < 2)
    throw InputError(layers.back().position, "a classifier has two classes or more", ErrorKind::meaning);
  std::optional<std::size_t> before;
  for (const ExitDraft& exit : exits) {
    const std::size_t place = place_of(exit, architecture.layers);
    if (before && place <= *before) {
      throw InputError(
          exit.after_position,
          fmt::format("the exit behind '{}' must be further behind than the one before it, which "
                      "is behind '{}'",
                      exit.after, architecture.exits.back().after),
          ErrorKind::meaning);
    }
    before = place;
    architecture.exits.push_back({exit.after, branch(exit, architecture.layers.back().outputs)});
  }
}

std::vector<SectionDoc> training_layer_docs() {
  return {fully_connected_section().doc(), convolution_section().doc(), pooling_section().doc(),
          exit_section().doc()};
}

}  // namespace splitscape
