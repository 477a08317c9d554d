#include "models/single_tensor_cuts.hpp"

#include <algorithm>

namespace splitscape {
namespace {

/// Grows a head until nothing but one tensor crosses. Whoever reads another tensor of the head belongs to it,
/// and so does all that a layer of the head reads; what is drawn in by this is in every such head.
class Head {
 public:
  Head(const TensorFlow& flow, std::size_t tensor) : flow_(flow), tensor_(tensor), layers_(flow.layers()) {
    if (tensor > 0) {
      take(maker_of(tensor));
      take_readers(0);
    }
    // The end runs last: a head that has it has everything, and sends nothing.
    while (!waiting_.empty() && !layers_.back()) grow();
  }

  /// Whether the tensor is read behind the head. The head is complete then.
  bool sends() const {
    const auto& readers = flow_.readers(tensor_);
    return !layers_.back() && std::any_of(readers.begin(), readers.end(),
                                          [this](std::size_t reader) { return !layers_[reader]; });
  }
  std::vector<bool> layers() && { return std::move(layers_); }

 private:
  void take(std::size_t layer) {
    if (layers_[layer]) return;
    layers_[layer] = true;
    waiting_.push_back(layer);
  }

  void take_readers(std::size_t tensor) {
    for (const std::size_t reader : flow_.readers(tensor)) take(reader);
  }

  void grow() {
    const std::size_t layer = waiting_.back();
    waiting_.pop_back();
    for (const std::size_t tensor : flow_.read_by(layer)) {
      if (tensor > 0) take(maker_of(tensor));
    }
    if (output_of(layer) != tensor_) take_readers(output_of(layer));
  }

  const TensorFlow& flow_;
  std::size_t tensor_;
  std::vector<bool> layers_;
  std::vector<std::size_t> waiting_{};
};

SingleTensorCut describe(const NetworkGraph& network, std::size_t tensor, const std::vector<bool>& head) {
  SingleTensorCut cut{.tensor = tensor,
                      .name = network.cuts()[tensor].name,
                      .size = tensor_size(network, tensor),
                      .crossing = sent_size(network, tensor)};
  bool is_position = true;
  for (std::size_t layer = 0; layer < head.size(); ++layer) {
    (head[layer] ? cut.head : cut.tail) += network.layers()[layer].cost.macs.value_or(Macs{});
    is_position = is_position && (!head[layer] || cut.head_layers == layer);
    if (head[layer]) ++cut.head_layers;
  }
  if (is_position) cut.position = cut.head_layers;
  return cut;
}

}  // namespace

std::optional<std::vector<bool>> head_that_sends(const TensorFlow& flow, std::size_t tensor) {
  Head head(flow, tensor);
  if (!head.sends()) return std::nullopt;
  return std::move(head).layers();
}

std::vector<SingleTensorCut> single_tensor_cuts(const NetworkGraph& network) {
  const TensorFlow flow(network);
  std::vector<SingleTensorCut> cuts;
  for (std::size_t tensor = 0; tensor < flow.tensors(); ++tensor) {
    if (const auto head = head_that_sends(flow, tensor)) cuts.push_back(describe(network, tensor, *head));
  }
  Bytes smallest = network.profile().input;
  for (auto& cut : cuts) {
    cut.natural_bottleneck = cut.size < smallest;
    smallest = std::min(smallest, cut.size);
  }
  return cuts;
}

}  // namespace splitscape
