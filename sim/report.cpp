#include "sim/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace splitscape {
namespace {

/// @param known bound of a difference that has another reason
bool agree(double a, double b, double known = 0) {
  constexpr double rounding = 1e-9;  // of sums over a million requests
  return std::abs(a - b) <= known + rounding * std::max({1e-9, std::abs(a), std::abs(b)});
}

[[noreturn]] void violated(const std::string& what) {
  throw std::logic_error("the run does not add up: " + what);
}

}  // namespace

void RunReport::verify() const {
  for (const GroupReport& group : groups) {
    std::uint64_t ended = 0;
    for (const auto count : group.endings) ended += count;
    if (ended != group.arrived) {
      violated(fmt::format("{} requests arrived at '{}', {} records were written", group.arrived, group.name,
                           ended));
    }
  }
  for (const LinkReport& link : links) {
    if (!agree(link.sent.value, link.delivered.value + link.lost.value) || link.lost.value < 0) {
      violated(fmt::format("link '{}' took {} bytes, delivered {} and lost {}", link.name, link.sent.value,
                           link.delivered.value, link.lost.value));
    }
  }
  for (const DeviceReport& device : devices) {
    if (!agree(device.energy.total().value, device.integral.value, device.rounding.value)) {
      violated(fmt::format("device {} of '{}' used {} J by its ledger and {} J by its power", device.number,
                           groups[device.group].name, device.energy.total().value, device.integral.value));
    }
  }
}

}  // namespace splitscape
