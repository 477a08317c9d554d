#include "models/bottleneck_defects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "models/nearest_name.hpp"

namespace splitscape {
namespace {

using Messages = std::vector<std::string>;

void collect_own(const Bottleneck& bottleneck, Messages& found) {
  const std::string title = title_of(bottleneck);
  if (!(bottleneck.ratio > 0 && std::isfinite(bottleneck.ratio)))
    found.push_back(fmt::format("{} has the ratio {}, which is not above 0", title, bottleneck.ratio));
  if (!(std::abs(bottleneck.accuracy_change) <= 1)) {
    found.push_back(
        fmt::format("{} changes the accuracy by {}, which is no share", title, bottleneck.accuracy_change));
  }
  if (bottleneck.width && !(*bottleneck.width > 0 && *bottleneck.width <= 1))
    found.push_back(fmt::format("{} has the width {}, which is no share above 0", title, *bottleneck.width));
  if (bottleneck.name.empty() && bottleneck.width)
    found.push_back(fmt::format("{} has a width and no name that a decision could choose it by", title));
  if (!bottleneck.replaces_head) return;
  if (bottleneck.name.empty())
    found.push_back(
        fmt::format("{} replaces the head and has no name that a decision could choose it by", title));
  if (bottleneck.after == input_name)
    found.push_back(fmt::format("{} replaces the head, and there are no layers before it", title));
  if (bottleneck.encoder == ComputeCost{})
    found.push_back(fmt::format("{} replaces the head and has no encoder to do so", title));
}

/// A wider encoder of a slimmable one sends no less.
void collect_widths(std::vector<const Bottleneck*> there, Messages& found) {
  there.erase(std::remove_if(there.begin(), there.end(), [](const Bottleneck* b) { return !b->width; }),
              there.end());
  std::stable_sort(there.begin(), there.end(),
                   [](const Bottleneck* a, const Bottleneck* b) { return *a->width < *b->width; });
  for (std::size_t i = 1; i < there.size(); ++i) {
    const Bottleneck& narrow = *there[i - 1];
    const Bottleneck& wide = *there[i];
    if (*narrow.width == *wide.width) {
      found.push_back(fmt::format("{} is as wide as '{}'", title_of(wide), narrow.name));
    } else if (wide.ratio < narrow.ratio) {
      found.push_back(fmt::format("{} is wider than '{}' and sends less", title_of(wide), narrow.name));
    }
  }
}

/// What stands after one layer: one without a name, or any with names.
void collect_shared(const std::vector<const Bottleneck*>& there, Messages& found) {
  const std::string& after = there.front()->after;
  const auto unnamed =
      std::count_if(there.begin(), there.end(), [](const Bottleneck* b) { return b->name.empty(); });
  const auto named = there.size() - static_cast<std::size_t>(unnamed);
  if (unnamed > 1) found.push_back(fmt::format("there are two bottlenecks after '{}'", after));
  if (unnamed > 0 && named > 0) {
    found.push_back(fmt::format(
        "after '{}' there is a bottleneck without a name, which is always in use, beside some to choose from",
        after));
  }
  if (named > most_encodings) {
    found.push_back(fmt::format("after '{}' there are {} bottlenecks to choose from; {} are possible", after,
                                named, most_encodings));
  }
  std::map<std::string, int> names;
  for (const Bottleneck* bottleneck : there) {
    if (!bottleneck->name.empty() && ++names[bottleneck->name] == 2)
      found.push_back(fmt::format("there are two bottlenecks '{}' after '{}'", bottleneck->name, after));
  }
  collect_widths(there, found);
}

}  // namespace

std::string title_of(const Bottleneck& bottleneck) {
  return fmt::format("the bottleneck {}after '{}'",
                     bottleneck.name.empty() ? "" : fmt::format("'{}' ", bottleneck.name), bottleneck.after);
}

std::vector<std::string> bottleneck_defects(const NetworkProfile& profile) {
  Messages found;
  Messages names{std::string(input_name)};
  for (const auto& layer : profile.layers) names.push_back(layer.name);
  std::vector<std::vector<const Bottleneck*>> places;  // in the order of the file
  std::map<std::string, std::size_t> place_of;
  for (const auto& bottleneck : profile.bottlenecks) {
    const std::string& after = bottleneck.after;
    const auto [place, first] = place_of.emplace(after, places.size());
    if (first) {
      places.emplace_back();
      if (std::find(names.begin(), names.end(), after) == names.end()) {
        found.push_back(fmt::format("a bottleneck comes after '{}', which is no layer{}", after,
                                    suggestion(after, names)));
      }
    }
    places[place->second].push_back(&bottleneck);
    collect_own(bottleneck, found);
  }
  for (const auto& there : places) collect_shared(there, found);
  return found;
}

}  // namespace splitscape
