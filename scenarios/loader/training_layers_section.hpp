#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/training/architecture.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

/// "true | false", or "yes | no".
Format<bool> spoken_yes_no_format();

/// A layer as a training spec tells it.
struct LayerDraft {
  TrainedLayer layer{};
  std::optional<bool> relu{};  ///< absent: as its place in the network has it
  Position position{};
};

/// A side branch as a training spec tells it.
struct ExitDraft {
  std::string after{};
  Position after_position{};
  std::optional<std::vector<LayerDraft>> layers{};  ///< absent: one fully connected layer
};

Format<std::vector<LayerDraft>> trained_layers_format();
Format<std::vector<ExitDraft>> trained_exits_format();

/// Puts layers and exits into an architecture: what was left out is as its place has it.
/// @throws InputError where a name stands twice, an exit is behind no layer, or a last layer is no classifier
void put_layers(Architecture& architecture, const std::vector<LayerDraft>& layers,
                const std::vector<ExitDraft>& exits);

/// The sections of layers and exits, for the documentation.
std::vector<SectionDoc> training_layer_docs();

}  // namespace splitscape
