#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/units.hpp"

namespace splitscape {

/// A unit as it is written, and how many SI units it is.
struct Unit {
  std::string_view symbol;
  double factor;
};

/// The units of one dimension, the usual ones first.
struct UnitFamily {
  std::string_view name;     ///< "time"
  std::string_view example;  ///< "500 ms"
  std::vector<Unit> units;
};

/// The units in which a quantity may be written.
template <class Quantity>
const UnitFamily& units_of();
template <>
const UnitFamily& units_of<Seconds>();
template <>
const UnitFamily& units_of<Bytes>();
template <>
const UnitFamily& units_of<BitRate>();
template <>
const UnitFamily& units_of<Joules>();
template <>
const UnitFamily& units_of<Watts>();
template <>
const UnitFamily& units_of<PerSecond>();
template <>
const UnitFamily& units_of<Macs>();
template <>
const UnitFamily& units_of<MacRate>();
template <>
const UnitFamily& units_of<WattsPerBitRate>();

/// All families, for the documentation.
const std::vector<const UnitFamily*>& unit_families();

/// A quantity as read, or why not.
struct ReadQuantity {
  double value = 0;     ///< in SI units
  std::string error{};  ///< empty: it was read
};

/// Reads "18.88 Mbps": digits, an optional fraction, an optional exponent of at most two digits, a space or
/// none, and a unit of the family.
ReadQuantity read_quantity(std::string_view text, const UnitFamily& family);

/// The regular expression of the same, for the JSON Schema.
/// @param positive a zero does not match
std::string quantity_pattern(const UnitFamily& family, bool positive);

/// "a time", "an energy".
std::string with_article(std::string_view noun);

/// The symbols of a family, joined by commas.
std::string unit_names(const UnitFamily& family);

}  // namespace splitscape
