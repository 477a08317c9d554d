#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace splitscape {

/// How well a figure is supported.
enum class Status {
  verified,   ///< read in the named source
  derived,    ///< computed from published data, the source says how
  secondary,  ///< quoted in another public text
  user,       ///< given by the author of the scenario
};

constexpr std::string_view name_of(Status status) {
  constexpr std::string_view names[] = {"verified", "derived", "secondary", "user"};
  return names[static_cast<std::size_t>(status)];
}

/// A number of a catalogue with what supports it: nothing is quoted without its source.
template <class Quantity>
struct Figure {
  Quantity value{};
  Status status = Status::user;
  std::string source{};

  friend bool operator==(const Figure&, const Figure&) = default;
};

/// What supports several figures at once.
struct Provenance {
  std::string figures{};  ///< which; empty: all
  Status status = Status::user;
  std::string source{};

  friend bool operator==(const Provenance&, const Provenance&) = default;
};

}  // namespace splitscape
