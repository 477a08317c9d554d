#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/adaptation.hpp"
#include "models/bottleneck.hpp"
#include "scenarios/loader/document.hpp"
#include "scenarios/loader/format.hpp"
#include "scenarios/loader/section.hpp"

namespace splitscape {

/// What a scenario says of sparsity, with the places where it says so.
struct PlacedSparsity {
  SparsityChoice choice{};
  Position position{};
  std::vector<Position> rules{};  ///< of each of the choice's rules
  bool short_form = false;        ///< a table of layers: a key of the long form may have been meant
};
Format<PlacedSparsity> sparsity_format();

/// Bits of a value.
struct Precision {
  unsigned weights = 32;
  unsigned cut = 32;
};
Format<Precision> precision_format();

/// What a scenario does to a network before it is deployed.
struct AdaptationDraft {
  std::optional<PlacedSparsity> sparsity{};
  std::optional<Precision> precision{};
  std::optional<std::vector<Bottleneck>> bottlenecks{};
};
/// Does it. @throws InputError at the rule that cannot be met
Adaptation adapt(NetworkProfile& profile, const AdaptationDraft& draft);

/// The sections of `sparsity` and `precision`.
std::vector<SectionDoc> adaptation_docs();

}  // namespace splitscape
