#include "sim/bandits/bandit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace splitscape {

std::size_t Bandit::choose() {
  const std::size_t arm = plays_ < arms_.size() ? plays_ : by_index();
  ++plays_;
  due_[arm] = 2 * plays_;
  return arm;
}

std::size_t Bandit::time() const {
  switch (clock_) {
    case Clock::after_first_round:
      return plays_ - arms_.size() + 1;
    case Clock::all_plays:
      return plays_;
    case Clock::all_plays_and_this:
      return plays_ + 1;
  }
  return plays_;
}

std::size_t Bandit::by_index() {
  const double log_time = std::log(static_cast<double>(time()));
  double largest = -std::numeric_limits<double>::infinity();
  std::size_t chosen = arms_.size();
  for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
    if (arms_[arm].count == 0) {
      if (plays_ >= due_[arm]) return arm;
      continue;
    }
    const double index = arm_index(rule_, arms_[arm], log_time, exploration_, random_);
    if (index > largest) {
      largest = index;
      chosen = arm;
    }
  }
  if (chosen < arms_.size()) return chosen;
  return static_cast<std::size_t>(std::min_element(due_.begin(), due_.end()) - due_.begin());
}

std::size_t Bandit::best() const {
  std::size_t best = 0;
  double largest = -std::numeric_limits<double>::infinity();
  for (std::size_t arm = 0; arm < arms_.size(); ++arm) {
    if (arms_[arm].count == 0 || arms_[arm].mean() <= largest) continue;
    largest = arms_[arm].mean();
    best = arm;
  }
  return best;
}

}  // namespace splitscape
