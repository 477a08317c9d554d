#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/bottleneck.hpp"
#include "models/figure.hpp"
#include "models/layer.hpp"
#include "models/units.hpp"

namespace splitscape {

/// The name of the tensor a network is fed with, and of the cut before its first layer.
inline constexpr std::string_view input_name = "input";

/// A network as it is described: layers, side branches, and where the numbers come from.
struct NetworkProfile {
  std::string name;
  std::string title{};
  std::vector<Provenance> sources{};  ///< publications and data that the figures come from
  Bytes input{};                      ///< the input tensor of one sample
  std::vector<LayerProfile> layers{};
  std::vector<ExitHead> exits{};  ///< side branches in the order in which a sample meets them
  std::vector<Bottleneck> bottlenecks{};
  double cut_bits = 32;  ///< of a value of a layer's output as it is sent; 32: as it is computed

  friend bool operator==(const NetworkProfile&, const NetworkProfile&) = default;
};

/// Everything that makes a profile impossible to run, one sentence each; empty when it is sound.
std::vector<std::string> defects(const NetworkProfile& profile);

/// A place where a network may be cut in a head (what runs before) and a tail (what runs after).
struct Cut {
  std::size_t position = 0;  ///< number of layers in the head
  std::string name{};        ///< the head's last layer, or "input"
  Bytes crossing{};          ///< what is sent from head to tail, each tensor counted once, encoded by what
                             ///< is always in use
  Bytes live{};              ///< the same tensors as they lie in memory
  std::size_t tensors = 0;   ///< how many tensors that is
  /// What makes the one tensor smaller, of the profile's, whatever is decided.
  std::optional<std::size_t> bottleneck{};
  std::vector<std::size_t> encodings{};  ///< those of which a decision may choose one, likewise
};

/// The layers of a network as a directed acyclic graph, in topological order, with its cuts.
/// Exits are numbered from 1 in the order in which a sample meets them; the end of the network is the last.
class NetworkGraph {
 public:
  /// @throws std::invalid_argument with the first of defects(profile), if there is one
  explicit NetworkGraph(NetworkProfile profile);

  const NetworkProfile& profile() const { return profile_; }
  /// In topological order: a layer stands behind all that it reads. A file that is in such an order keeps it.
  const std::vector<LayerProfile>& layers() const { return profile_.layers; }
  /// Layers 0 .. size: cut k has the first k layers in its head. The first cut sends the input, the last
  /// nothing.
  const std::vector<Cut>& cuts() const { return cuts_; }
  /// The cut whose head ends with this layer ("input": the empty head).
  /// @throws std::out_of_range where the name is none of the network's
  const Cut& cut_after(std::string_view layer) const;

  /// Number of ways to answer: the side branches and the end of the network.
  std::size_t exit_count() const { return exit_positions_.size() + 1; }
  /// How many layers a sample has been through when it meets a side branch; exit is 1 .. exit_count()-1.
  std::size_t exit_position(std::size_t exit) const { return exit_positions_.at(exit - 1); }
  const ExitHead& exit_head(std::size_t exit) const { return profile_.exits.at(exit - 1); }
  /// The encoder and decoder of the cut after the first `position` layers that is always in use; null: none.
  const Bottleneck* bottleneck_at(std::size_t position) const;
  /// How many there are to choose from at that cut; they are numbered from 1, in the order of the profile.
  std::size_t encodings(std::size_t position) const { return cuts_[position].encodings.size(); }
  /// What is in use where this one is chosen, or none (0).
  /// @throws std::out_of_range where there are fewer
  const Bottleneck* bottleneck_at(std::size_t position, std::size_t encoding) const;
  /// What is sent at a cut where this one is chosen, or none (0).
  Bytes crossing(std::size_t position, std::size_t encoding) const;

  Macs total_macs() const;  ///< of the trunk, without side branches
  double total_parameters() const;
  Bytes total_weights() const;

 private:
  NetworkProfile profile_;
  std::vector<Cut> cuts_;
  std::map<std::string, std::size_t, std::less<>> positions_;  ///< of the cut after a layer, by its name
  std::vector<std::size_t> exit_positions_;
};

}  // namespace splitscape
