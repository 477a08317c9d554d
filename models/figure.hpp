#pragma once

#include <string>

namespace splitscape {

/// How well a figure is supported.
enum class Status {
  verified,   ///< read in the named source
  derived,    ///< computed from published data, the source says how
  secondary,  ///< quoted in another public text
  user,       ///< given by the author of the scenario
};

/// A number of a catalogue with what supports it: nothing is quoted without its source.
template <class Quantity>
struct Figure {
  Quantity value{};
  Status status = Status::user;
  std::string source{};

  friend bool operator==(const Figure&, const Figure&) = default;
};

}  // namespace splitscape
