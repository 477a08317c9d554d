#pragma once

#include <cstddef>
#include <cstdint>

#include "sim/engine/engine.hpp"
#include "sim/report.hpp"

namespace splitscape {

/// One medium in use: the engine's, with a count of what crossed it each way.
class LinkStation {
 public:
  explicit LinkStation(MediumId medium) : medium_(medium) {}

  MediumId medium() const { return medium_; }
  void begins(Direction direction, Bytes size, Seconds now);
  void leaves_air(Direction direction, Seconds now);
  void arrives(Direction direction, Bytes size);
  /// Adds what crossed this medium to the report of its link, in one direction.
  void add_to(LinkReport& report, Direction direction, Seconds end) const;

 private:
  struct Use {
    std::uint64_t transfers = 0;
    std::size_t in_air = 0;
    Bytes sent{};
    Bytes delivered{};
    Seconds busy{};
    Seconds busy_since{};
  };
  Use& use(Direction direction) { return uses_[direction == Direction::up ? 0 : 1]; }
  const Use& use(Direction direction) const { return uses_[direction == Direction::up ? 0 : 1]; }

  MediumId medium_;
  Use uses_[2]{};
};

}  // namespace splitscape
