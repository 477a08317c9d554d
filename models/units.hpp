#pragma once

#include <compare>

namespace splitscape {

/// A number of one physical dimension in its SI unit. Quantities of one dimension add and compare;
/// what crosses dimensions is spelled out below, so that a bit never meets a byte by accident.
template <class Dimension>
struct Quantity {
  double value = 0.0;

  friend constexpr auto operator<=>(Quantity, Quantity) = default;

  constexpr Quantity& operator+=(Quantity other) {
    value += other.value;
    return *this;
  }
  constexpr Quantity& operator-=(Quantity other) {
    value -= other.value;
    return *this;
  }
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.value + b.value}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.value - b.value}; }
  friend constexpr Quantity operator*(Quantity a, double factor) { return {a.value * factor}; }
  friend constexpr Quantity operator*(double factor, Quantity a) { return {a.value * factor}; }
  friend constexpr Quantity operator/(Quantity a, double divisor) { return {a.value / divisor}; }
  friend constexpr double operator/(Quantity a, Quantity b) { return a.value / b.value; }
};

using Seconds = Quantity<struct TimeDimension>;
using Bytes = Quantity<struct SizeDimension>;       ///< whole bytes wherever a tensor is meant
using BitRate = Quantity<struct BitRateDimension>;  ///< bit/s, as radios are quoted
using Joules = Quantity<struct EnergyDimension>;
using Watts = Quantity<struct PowerDimension>;
using PerSecond = Quantity<struct FrequencyDimension>;         ///< events per second
using Macs = Quantity<struct WorkDimension>;                   ///< multiply-accumulate operations
using MacRate = Quantity<struct WorkRateDimension>;            ///< MAC/s
using WattsPerBitRate = Quantity<struct RadioSlopeDimension>;  ///< W per bit/s, which is joule per bit

/// The one place where bytes become bits.
inline constexpr double bits_per_byte = 8.0;
constexpr double bits(Bytes size) {
  return size.value * bits_per_byte;
}
constexpr double bytes_per_second(BitRate rate) {
  return rate.value / bits_per_byte;
}

constexpr Seconds operator/(Bytes size, BitRate rate) {
  return {bits(size) / rate.value};
}
constexpr BitRate operator/(Bytes size, Seconds time) {
  return {bits(size) / time.value};
}
constexpr Bytes operator*(BitRate rate, Seconds time) {
  return {bytes_per_second(rate) * time.value};
}
constexpr Joules operator*(Watts power, Seconds time) {
  return {power.value * time.value};
}
constexpr Watts operator/(Joules energy, Seconds time) {
  return {energy.value / time.value};
}
constexpr Seconds operator/(Joules energy, Watts power) {
  return {energy.value / power.value};
}
constexpr Joules operator*(WattsPerBitRate slope, Bytes size) {
  return {slope.value * bits(size)};
}
constexpr Watts operator*(WattsPerBitRate slope, BitRate rate) {
  return {slope.value * rate.value};
}
constexpr Seconds operator/(Macs work, MacRate rate) {
  return {work.value / rate.value};
}

}  // namespace splitscape
