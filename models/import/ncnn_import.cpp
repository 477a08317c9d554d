#include "models/import/ncnn_import.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "models/import/ncnn_layers.hpp"
#include "models/nearest_name.hpp"

namespace splitscape {
namespace {

/// A blob once its layer has been counted.
struct Blob {
  std::string source{};  ///< the tensor that it is: its own name, or that of the one it is a copy of
  NcnnTensor tensor{};
  bool constant = false;
  double parameters = 0;  ///< of a constant: values that are not yet counted with a layer that reads it
  Bytes weights{};
};

struct MadeBlob {
  std::size_t line = 0;
  bool read = false;
};

constexpr std::size_t dimensions_of_a_hint = 4;

std::vector<std::int64_t> with_batch(const NcnnExtents& extents) {
  std::vector<std::int64_t> shape{1};
  shape.insert(shape.end(), extents.begin(), extents.end());
  return shape;
}

bool does_nothing(const NcnnLayer& layer) {
  return layer.type.text == "Split" || layer.type.text == "Noop" || layer.type.text == "Dropout";
}

/// Reads layer after layer; each must find what it reads among those before it.
class NcnnImport {
 public:
  NcnnImport(const std::vector<NcnnLayer>& layers, const std::string& file, const ImportOptions& options)
      : layers_(layers), file_(file), options_(options) {}

  OperationGraph graph() {
    graph_.name = std::filesystem::path(file_).stem().string();
    find_makers();
    check_options();
    for (const NcnnLayer& layer : layers_) take(layer);
    write_notes();
    collect_outputs();
    return std::move(graph_);
  }

 private:
  [[noreturn]] void refuse(const NcnnLayer& layer, const NcnnWord& word, const std::string& why) const {
    throw ImportError(ncnn_place(file_, layer.line, word.column) +
                      fmt::format("layer '{}' ({}): {}", layer.name.text, layer.type.text, why));
  }

  // ---- before the first layer

  void find_makers() {
    std::map<std::string, std::size_t> lines;
    for (const NcnnLayer& layer : layers_) {
      if (const auto [known, fresh] = lines.emplace(layer.name.text, layer.line); !fresh)
        refuse(layer, layer.name, fmt::format("its name is that of the layer in line {}", known->second));
      for (const NcnnWord& blob : layer.outputs) {
        if (const auto [known, fresh] = makers_.emplace(blob.text, MadeBlob{layer.line}); !fresh) {
          refuse(layer, blob,
                 fmt::format("the blob '{}' is already made in line {}", blob.text, known->second.line));
        }
      }
    }
  }

  /// A name of --input is that of a blob of an Input layer, or of an Input layer.
  void check_options() const {
    std::vector<std::string> known;
    for (const NcnnLayer& layer : layers_) {
      if (layer.type.text != "Input") continue;
      known.push_back(layer.name.text);
      for (const NcnnWord& blob : layer.outputs) known.push_back(blob.text);
    }
    for (const auto& [name, shape] : options_.inputs) {
      if (std::find(known.begin(), known.end(), name) == known.end()) {
        throw ImportError(
            fmt::format("{}: the network has no input '{}'{}", file_, name, suggestion(name, known)));
      }
    }
    for (const std::string& type : options_.zero_cost) {
      if (std::none_of(layers_.begin(), layers_.end(),
                       [&](const NcnnLayer& l) { return l.type.text == type; }))
        throw ImportError(fmt::format("{}: the network has no layer of the type '{}'", file_, type));
    }
  }

  // ---- one layer

  void take(const NcnnLayer& layer) {
    if (layer.type.text == "Input") return take_input(layer);
    std::vector<Blob*> read;
    for (const NcnnWord& name : layer.inputs) read.push_back(&blob_read(layer, name));
    if (does_nothing(layer)) return take_copies(layer, read);
    if (layer.type.text == "MemoryData") return take_constant(layer);
    if (layer.inputs.empty()) refuse(layer, layer.type, "it must read a blob");
    take_operation(layer, read);
  }

  Blob& blob_read(const NcnnLayer& layer, const NcnnWord& name) {
    if (const auto known = blobs_.find(name.text); known != blobs_.end()) {
      makers_.at(name.text).read = true;
      return known->second;
    }
    const auto maker = makers_.find(name.text);
    if (maker == makers_.end())
      refuse(layer, name, fmt::format("it reads the blob '{}', which no layer makes", name.text));
    refuse(
        layer, name,
        fmt::format("it reads the blob '{}', which is only made in line {}", name.text, maker->second.line));
  }

  void add_blob(const NcnnWord& name, Blob blob) { blobs_.emplace(name.text, std::move(blob)); }

  /// The shape hint of an output; absent where there is none.
  std::optional<NcnnExtents> hint(const NcnnLayer& layer, std::size_t output) const {
    const auto found = layer.keys.find(ncnn_shape_hint_key);
    if (found == layer.keys.end()) return std::nullopt;
    const auto& numbers = found->second.numbers;
    const NcnnWord place{"", found->second.column};
    if (numbers.size() != dimensions_of_a_hint * layer.outputs.size()) {
      refuse(layer, place,
             fmt::format(
                 "the shape hint needs {} numbers (dimensions, w, h and c of each of {} blobs), and has {}",
                 dimensions_of_a_hint * layer.outputs.size(), layer.outputs.size(), numbers.size()));
    }
    const double* at = numbers.data() + dimensions_of_a_hint * output;
    if (at[0] == 0) return std::nullopt;
    if (at[0] != 1 && at[0] != 2 && at[0] != 3)
      refuse(layer, place, fmt::format("expected a shape hint of 1 to 3 dimensions, found {}", at[0]));
    NcnnExtents extents;
    for (auto i = static_cast<std::size_t>(at[0]); i > 0; --i) {
      if (!(at[i] >= 1) || at[i] > static_cast<double>(largest_dimension) || std::floor(at[i]) != at[i])
        refuse(layer, place, fmt::format("expected extents from 1 in a shape hint, found {}", at[i]));
      extents.push_back(static_cast<std::int64_t>(at[i]));
    }
    return extents;
  }

  void take_input(const NcnnLayer& layer) {
    if (!layer.inputs.empty()) refuse(layer, layer.inputs.front(), "an Input reads no blob");
    for (std::size_t i = 0; i < layer.outputs.size(); ++i) {
      const std::string& name = layer.outputs[i].text;
      NcnnCounting counting(layer, file_, {});
      counting.add_output(input_shape(counting, i));
      const NcnnTensor& tensor = counting.outputs().front();
      graph_.inputs.push_back({name, with_batch(tensor.extents), tensor.size()});
      inputs_.insert(name);
      add_blob(layer.outputs[i], {.source = name, .tensor = tensor});
    }
  }

  /// By the user's word, else by the layer's keys, else by the hint.
  NcnnExtents input_shape(const NcnnCounting& layer, std::size_t output) {
    const auto told = own_shape(layer, output);
    auto given = options_.inputs.find(layer.layer().outputs[output].text);
    if (given == options_.inputs.end()) given = options_.inputs.find(layer.layer().name.text);
    if (given == options_.inputs.end()) {
      if (told) return *told;
      layer.refuse(
          fmt::format("the file does not tell the shape of '{0}'; give it as --input {0}=1x3x224x224",
                      layer.layer().outputs[output].text));
    }
    const auto& shape = given->second;
    constexpr std::size_t most = 5;
    if (shape.size() < 2 || shape.size() > most || shape.front() != 1) {
      throw ImportError(
          fmt::format("{}: --input {}={}: expected a batch of 1, for ncnn has none, and 1 to 4 extents "
                      "behind it, as 1x3x224x224",
                      file_, given->first, ncnn_shape_text(shape)));
    }
    NcnnExtents chosen(shape.begin() + 1, shape.end());
    if (told && *told != chosen) hints_hold_ = false;  // they are of the file's own input
    return chosen;
  }

  std::optional<NcnnExtents> own_shape(const NcnnCounting& layer, std::size_t output) const {
    constexpr int w = 0, h = 1, d = 11, c = 2;
    NcnnExtents extents;
    for (const int key : {c, d, h, w}) {
      if (const std::int64_t extent = layer.at_least(0, key, 0); extent != 0) extents.push_back(extent);
    }
    if (!extents.empty()) return extents;
    return hint(layer.layer(), output);
  }

  void take_copies(const NcnnLayer& layer, const std::vector<Blob*>& read) {
    if (read.empty()) refuse(layer, layer.type, "it must read a blob");
    const bool one_to_one = read.size() == layer.outputs.size();
    if (!one_to_one && read.size() != 1)
      refuse(layer, layer.type,
             fmt::format("it cannot copy {} blobs to {}", read.size(), layer.outputs.size()));
    ++passing_[layer.type.text];
    for (std::size_t i = 0; i < layer.outputs.size(); ++i) {
      const Blob source = *read[one_to_one ? i : 0];
      check_hint(layer, i, source.tensor);
      // Which copy of a constant is read first, and so takes its parameters, does not matter.
      for (Blob* blob : read) blob->parameters = 0, blob->weights = {};
      add_blob(layer.outputs[i], source);
    }
  }

  void take_constant(const NcnnLayer& layer) {
    if (!layer.inputs.empty()) refuse(layer, layer.inputs.front(), "MemoryData reads no blob");
    if (layer.outputs.size() != 1) refuse(layer, layer.type, "it must make one blob");
    NcnnCounting counting(layer, file_, {});
    const auto shape = own_shape(counting, 0);
    if (!shape) counting.refuse("the file does not tell its shape");
    counting.add_output(*shape);
    const NcnnTensor& tensor = counting.outputs().front();
    ++constants_[layer.type.text];
    add_blob(layer.outputs[0], {.source = layer.outputs[0].text,
                                .tensor = tensor,
                                .constant = true,
                                .parameters = tensor.values(),
                                .weights = tensor.size()});
  }

  void check_hint(const NcnnLayer& layer, std::size_t output, const NcnnTensor& made) const {
    if (!hints_hold_) return;
    const auto told = hint(layer, output);
    if (!told || *told == made.extents) return;
    refuse(layer, {"", layer.keys.at(ncnn_shape_hint_key).column},
           fmt::format("its blob '{}' is {} by the shape hint, and {} by its keys",
                       layer.outputs[output].text, ncnn_shape_text(*told), ncnn_shape_text(made.extents)));
  }

  // ---- operations

  /// The layer with what it makes; nothing of a type that is free by the user's word and otherwise unknown.
  NcnnCounting counted(const NcnnLayer& layer, const std::vector<Blob*>& read) const {
    std::vector<NcnnTensor> tensors;
    for (const Blob* blob : read) tensors.push_back(blob->tensor);
    NcnnCounting counting(layer, file_, std::move(tensors));
    if (const NcnnCounter count = ncnn_counter(layer.type.text)) {
      count(counting);
      return counting;
    }
    if (!options_.zero_cost.contains(layer.type.text)) {
      const auto nearest = nearest_name(layer.type.text, ncnn_layer_types());
      counting.refuse(
          fmt::format("a layer of this type cannot be counted{}; --zero-cost {} counts it as free",
                      nearest ? fmt::format(" (did you mean '{}'?)", *nearest) : "", layer.type.text));
    }
    for (std::size_t i = 0; i < layer.outputs.size(); ++i) {
      const auto told = hints_hold_ ? hint(layer, i) : std::nullopt;
      counting.add_output(told ? *told : counting.input().extents);
    }
    return counting;
  }

  void take_operation(const NcnnLayer& layer, const std::vector<Blob*>& read) {
    const NcnnCounting counting = counted(layer, read);
    if (counting.outputs().size() != layer.outputs.size())
      counting.refuse(fmt::format("its line names {} blobs that it makes, and its type makes {}",
                                  layer.outputs.size(), counting.outputs().size()));
    Operation operation = counting.cost();
    if (options_.zero_cost.contains(layer.type.text)) {
      operation = {};
      ++free_[layer.type.text];
    }
    operation.name = layer.name.text;
    operation.op = layer.type.text;
    for (Blob* blob : read) {
      operation.parameters += blob->parameters;
      operation.weights += blob->weights;
      blob->parameters = 0;
      blob->weights = {};
      if (!blob->constant) operation.inputs.push_back(blob->source);
    }
    const bool constant = operation.inputs.empty();
    for (std::size_t i = 0; i < layer.outputs.size(); ++i) {
      const NcnnTensor& tensor = counting.outputs()[i];
      const std::string& name = layer.outputs[i].text;
      check_hint(layer, i, tensor);
      operation.outputs.push_back({name, with_batch(tensor.extents), tensor.size()});
      Blob blob{.source = name, .tensor = tensor, .constant = constant};
      if (constant && i == 0) {
        blob.parameters = operation.parameters;
        blob.weights = operation.weights;
      }
      add_blob(layer.outputs[i], std::move(blob));
    }
    if (layer.outputs.empty()) refuse(layer, layer.type, "it must make a blob");
    if (constant) {
      ++constants_[layer.type.text];
    } else {
      graph_.operations.push_back(std::move(operation));
    }
  }

  // ---- behind the last layer

  /// "2 Dropout, 1 Noop"
  static std::string listed(const std::map<std::string, std::size_t>& counts) {
    std::vector<std::string> words;
    for (const auto& [type, count] : counts) words.push_back(fmt::format("{} {}", count, type));
    return fmt::format("{}", fmt::join(words, ", "));
  }

  void write_notes() {
    const auto note = [this](const char* what, const std::map<std::string, std::size_t>& counts) {
      if (!counts.empty()) graph_.notes.push_back(fmt::format("{}: {}", what, listed(counts)));
    };
    note("does nothing when the network runs", passing_);
    note("constants, counted as parameters of the layers that read them", constants_);
    note("free by the user's word", free_);
  }

  /// Blobs that nobody reads, in the order of the file. A copy stands for its source.
  void collect_outputs() {
    std::set<std::string> taken;
    for (const NcnnLayer& layer : layers_) {
      for (const NcnnWord& name : layer.outputs) {
        const Blob& blob = blobs_.at(name.text);
        const bool made = !blob.constant && !inputs_.contains(blob.source);
        if (!makers_.at(name.text).read && made && taken.insert(blob.source).second)
          graph_.outputs.push_back(blob.source);
      }
    }
    if (graph_.outputs.empty())
      throw ImportError(fmt::format("{}: the network makes nothing of its inputs", file_));
  }

  const std::vector<NcnnLayer>& layers_;
  const std::string& file_;
  const ImportOptions& options_;
  OperationGraph graph_{};
  std::map<std::string, MadeBlob> makers_{};  ///< every blob of the file
  std::map<std::string, Blob> blobs_{};       ///< those made so far
  std::set<std::string> inputs_{};
  std::map<std::string, std::size_t> passing_{}, constants_{}, free_{};  ///< layers by type, for the notes
  bool hints_hold_ = true;  ///< the input is the one that the hints are of
};

}  // namespace

OperationGraph read_ncnn(std::string_view text, const std::string& file, const ImportOptions& options) {
  const auto layers = parse_ncnn(text, file);
  return NcnnImport(layers, file, options).graph();
}

}  // namespace splitscape
