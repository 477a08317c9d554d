#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "models/network.hpp"
#include "models/sample_trace.hpp"

namespace splitscape {

/// A profile with what a person adds to what a network file tells: title, sources, times that somebody
/// measured, by name of a layer, or "exit 1" for the head of the first side branch, what a layer hands on
/// where that is not its tensor, and layers to leave out because they only give a tensor another shape.
/// @param text of a YAML file with any of the keys title, sources, measured, outputs, left_out and samples
/// @param file its name, for error messages
/// @throws InputError also where a layer is none of the profile's, or one to leave out does something
NetworkProfile with_about(NetworkProfile profile, const std::string& text, const std::string& file);

/// How samples behave at the exits of the network, the end counted, where such a text says it.
/// @throws InputError also where the shares are not those of so many exits
std::optional<PublishedShares> samples_about(const std::string& text, const std::string& file,
                                             std::size_t exits);

}  // namespace splitscape
