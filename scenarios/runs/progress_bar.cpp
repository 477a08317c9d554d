#include "scenarios/runs/progress_bar.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

namespace splitscape {

ProgressBar::ProgressBar(double share_before)
    : start_(std::chrono::steady_clock::now()), share_before_(share_before) {}

void ProgressBar::show(double share, const std::string& what) {
  constexpr int width = 30;
  const double elapsed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  const int filled = static_cast<int>(share * width);
  std::string left;
  const double made = share - share_before_;
  if (made > 0.01 && share < 1.0) left = ", " + duration_text(elapsed * (1.0 - share) / made) + " left";
  fmt::print(stderr, "\r[{}{}] {:3.0f} %, {}{}\x1b[K", std::string(static_cast<std::size_t>(filled), '#'),
             std::string(static_cast<std::size_t>(width - filled), '.'), 100.0 * share, what, left);
  std::fflush(stderr);
  shown_ = true;
}

void ProgressBar::clear() {
  if (!shown_) return;
  shown_ = false;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
}

std::string duration_text(double seconds) {
  const long whole = std::lround(seconds);
  if (whole >= 3600) return fmt::format("{} h {:02} min", whole / 3600, whole % 3600 / 60);
  if (whole >= 60) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} s", whole);
}

}  // namespace splitscape
