#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/loader/document.hpp"
#include "scenarios/loader/study_axis.hpp"

namespace splitscape {

/// A range as a study writes it.
struct WrittenRange {
  Value from{};
  Value to{};
  std::optional<Value> step{};
  std::optional<std::uint64_t> points{};
  bool logarithmic = false;
  bool whole = false;
};

/// More runs than any study has, and more values than an axis may have.
inline constexpr std::uint64_t most_runs = 1000000;

/// The ends of a range, in the unit of the first. @throws InputError where they make no range
AxisRange ends_of(const WrittenRange& written);

/// The values of a range, ends included, each with the unit of the first end; none without step and number of
/// points.
/// @throws InputError where the step never comes from one end to the other
std::vector<Value> values_of(const WrittenRange& written);

/// A number of a range with its unit, in as many digits as tell: "2.5 Mbps".
std::string text_of(const AxisRange& range, double number);

}  // namespace splitscape
