#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "models/random_stream.hpp"
#include "models/units.hpp"
#include "models/workload.hpp"

namespace splitscape {

/// When the requests of one device arrive. Its random numbers are its own: what other devices do does not
/// change it.
class ArrivalProcess {
 public:
  /// @param number, devices which device of how many in its group: time stamps are dealt out in turn
  ArrivalProcess(const Arrivals& arrivals, RandomStream stream, std::size_t number, std::size_t devices);

  /// The first arrival; absent where there is none.
  std::optional<Seconds> first();
  /// The one after an arrival at `last`; absent where there is none, or only an answer brings it about.
  std::optional<Seconds> after_arrival(Seconds last);
  /// The one that an answer at `end` brings about; absent except in a closed loop.
  std::optional<Seconds> after_answer(Seconds end);

 private:
  const Arrivals& arrivals_;
  RandomStream stream_;
  std::size_t number_;
  std::size_t devices_;
  std::uint64_t count_ = 0;  ///< arrivals so far
  Seconds phase_{};          ///< of periodic arrivals
};

}  // namespace splitscape
