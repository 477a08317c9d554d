#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <utility>

namespace splitscape {

/// What was played for requests that have not been answered yet, where a decision does not tell it. Requests
/// that are never answered are forgotten when `largest` later ones are in flight, the oldest first.
template <typename Play>
class PlaysInFlight {
 public:
  static constexpr std::size_t largest = 1024;

  void remember(std::uint64_t request, Play play) {
    if (plays_.size() == largest) plays_.pop_front();
    plays_.emplace_back(request, std::move(play));
  }

  /// Null where nothing is known of it (any more).
  const Play* find(std::uint64_t request) const {
    const auto found = std::find_if(plays_.rbegin(), plays_.rend(),
                                    [request](const auto& play) { return play.first == request; });
    return found == plays_.rend() ? nullptr : &found->second;
  }

  /// What was played, which is forgotten; absent where nothing is known of it (any more).
  std::optional<Play> take(std::uint64_t request) {
    const auto found = std::find_if(plays_.begin(), plays_.end(),
                                    [request](const auto& play) { return play.first == request; });
    if (found == plays_.end()) return std::nullopt;
    std::optional<Play> play(std::move(found->second));
    plays_.erase(found);
    return play;
  }

  std::size_t size() const { return plays_.size(); }

 private:
  std::deque<std::pair<std::uint64_t, Play>> plays_{};  ///< the oldest first
};

}  // namespace splitscape
