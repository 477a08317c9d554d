#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "analysis/columns.hpp"
#include "sim/request.hpp"

namespace splitscape {

/// A line of requests.csv, read back.
struct ReadRequest {
  RunIdentity run{};
  std::string group{};
  std::string route{};
  std::string cut{};
  std::string place{};    ///< where it was answered; empty: nowhere
  std::string correct{};  ///< "1", "0" or unknown
  std::optional<bool> deadline_missed{};
  bool knows_energy = false;
  /// Its number, device, ending, exit, instants, bytes and joules; the group, the decision and the place have
  /// names here instead.
  RequestRecord record{};
};

/// Reads a requests.csv of any size, line by line.
/// @param take returns whether it wants to go on
/// @throws InputError where the file is not as it should be
void read_requests(const std::string& path, const std::function<bool(const ReadRequest&)>& take);

}  // namespace splitscape
