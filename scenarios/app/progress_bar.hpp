#pragma once

#include <chrono>
#include <string>

namespace splitscape {

/// A line on standard error that shows how far a batch is and how long it will take.
class ProgressBar {
 public:
  ProgressBar();
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  /// @param share done, 0 .. 1
  void show(double share, std::size_t runs_done, std::size_t runs);
  /// Wipes the line.
  void clear();

 private:
  std::chrono::steady_clock::time_point start_;
  bool shown_ = false;
};

/// "1 h 02 min", "3 min 20 s", "12 s".
std::string duration_text(double seconds);

}  // namespace splitscape
