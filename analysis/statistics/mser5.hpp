#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace splitscape {

/// How many values at the start of a series should be left out so that the mean of the others is known best:
/// the d that makes sum over i > d of (z_i - mean of those)^2 / (n - d)^2 least, the smallest such d (White,
/// "An effective truncation heuristic for bias reduction in simulation output", Simulation 69, 1997,
/// 323-334). Looked for over the whole series but its last five values, of which too few would be left to
/// tell chance from rest (Hoad, Robinson, Davies, "Automating warm-up length estimation", Journal of the
/// Operational Research Society 61, 2010, 1389-1403).
/// Where that d lies in the second half, the series is too short or never comes to rest; unless what d keeps
/// has the mean of what the best d of the first half keeps, as far as chance tells: then it is only an end at
/// which nothing happened, as series with rare events have them, and the latter d is taken.
/// @param blur values closer together than this differ by rounding only: a series within it needs no warm-up
/// @return absent where the series is too short, or never comes to rest; also for fewer than ten values
std::optional<std::size_t> mser_truncation(const std::vector<double>& values, double blur = 0);

/// MSER-5 of a stream: that rule on the means of five values each, which smooths what is alternating (White,
/// Cobb, Spratt, "A comparison of five steady-state truncation heuristics for simulation", WSC 2000;
/// Franklin, White, "Stationarity tests and MSER-5", WSC 2008). Keeps 16 bytes for five values.
class Mser5 {
 public:
  /// @param instant that the value belongs to, in s
  void add(double value, double instant);

  /// The instant of the first value that should be kept; 0 where all should. Absent where mser_truncation()
  /// is.
  std::optional<double> truncation() const;

 private:
  struct Batch {
    double mean = 0;
    double first_instant = 0;
  };

  std::vector<Batch> batches_{};
  double sum_ = 0;
  double first_instant_ = 0;
  double last_instant_ = 0;
  std::size_t in_batch_ = 0;
};

}  // namespace splitscape
