#include "models/nearest_name.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

namespace splitscape {
namespace {

/// Optimal string alignment distance.
std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> distance(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) distance[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) distance[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = distance[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      distance[i][j] = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        distance[i][j] = std::min(distance[i][j], distance[i - 2][j - 2] + 1);
      }
    }
  }
  return distance[a.size()][b.size()];
}

std::string lower(std::string_view text) {
  std::string letters(text);
  for (char& letter : letters) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  return letters;
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view written,
                                        const std::vector<std::string>& candidates) {
  constexpr std::size_t longest_word = 64;  // edits() is quadratic; no key is longer
  if (written.size() > longest_word) return std::nullopt;
  std::optional<std::string> best;
  for (const auto& candidate : candidates) {
    if (candidate.size() == written.size() && edits(lower(written), lower(candidate)) == 0) return candidate;
  }
  // A third of the letters, but never all of them: 'x' is not meant to be 'a'.
  const std::size_t most = std::max<std::size_t>(1, written.size() / 3);
  std::size_t best_edits = std::min(most + 1, written.size());
  for (const auto& candidate : candidates) {
    const std::size_t needed = edits(written, candidate);
    if (needed < best_edits) {
      best_edits = needed;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(std::string_view written, const std::vector<std::string>& candidates) {
  if (const auto nearest = nearest_name(written, candidates)) {
    return fmt::format("; did you mean '{}'?", *nearest);
  }
  if (candidates.empty()) return "";
  return fmt::format("; {}: {}", candidates.size() == 1 ? "there is" : "one of", fmt::join(candidates, ", "));
}

}  // namespace splitscape
