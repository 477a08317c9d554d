#pragma once

#include <chrono>
#include <string>

namespace splitscape {

/// A line on standard error that shows how far some work is and how long it will take.
class ProgressBar {
 public:
  /// @param share_before done when it was taken up again
  explicit ProgressBar(double share_before = 0);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  /// @param share done, 0 .. 1 @param what in words: "3 of 12 runs"
  void show(double share, const std::string& what);
  /// Wipes the line.
  void clear();

 private:
  std::chrono::steady_clock::time_point start_;
  double share_before_;
  bool shown_ = false;
};

/// "1 h 02 min", "3 min 20 s", "12 s".
std::string duration_text(double seconds);

}  // namespace splitscape
