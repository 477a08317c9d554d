#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/network.hpp"
#include "models/sample_trace.hpp"
#include "scenarios/loader/document.hpp"

namespace splitscape {

/// What a model file does not tell of a layer, or of an exit.
struct AboutPart {
  Position position{};
  std::string layer{};  ///< empty: an exit
  std::optional<Bytes> output{};
  bool left_out = false;  ///< its readers read what it reads
  std::map<std::string, MeasuredCost> measured{};
};

/// What a model file does not tell of a network: what it is, what supports its figures, what somebody
/// measured.
struct AboutNetwork {
  Position position{};
  std::string title{};
  std::vector<Provenance> sources{};
  std::vector<AboutPart> layers{};
  std::vector<AboutPart> exits{};  ///< in the order in which a sample meets them
  std::optional<PublishedShares> samples{};
};

/// @throws InputError
AboutNetwork read_about(const std::string& path);

/// Puts it into the profile of the network.
/// @throws InputError where the profile has no such layer or exit, or a layer that is left out does something
void complete(NetworkProfile& profile, const AboutNetwork& about);

/// The lines of a profile file that tell of the samples; nothing where they are unknown.
std::string samples_text(const AboutNetwork& about);

}  // namespace splitscape
