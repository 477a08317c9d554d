#pragma once

#include <string>

#include "models/rate_trace.hpp"
#include "models/units.hpp"

namespace splitscape {

/// How a file of rates over time is laid out.
struct RateFileLayout {
  enum class Shape {
    pairs,     ///< a line a step: time and rate
    mahimahi,  ///< a line a packet of 1500 bytes: the millisecond at which it may leave (Netravali et al.,
               ///< ATC 2015)
  };
  Shape shape = Shape::pairs;
  std::string time{};  ///< column names; empty: the file has no header, time stands first, rate second
  std::string rate{};
  double time_unit = 1.0;  ///< s
  double rate_unit = 1e6;  ///< bit/s
  Seconds bin{0.1};        ///< of a Mahimahi trace: packets of so much time are taken together
  bool repeat = true;      ///< begin anew at the end; otherwise the last rate stays
  Seconds start{};         ///< what of the trace is passed at the start
};

/// Reads a trace. The first step counts as time 0; a repeating trace lasts as long as the mean step beyond
/// its last.
/// @throws InputError at the line that cannot be used
RateTrace read_rates(const std::string& text, const std::string& name, const RateFileLayout& layout);

}  // namespace splitscape
