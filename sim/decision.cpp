#include "sim/decision.hpp"

#include <algorithm>

namespace splitscape {
namespace {

void move_cut(Decision& decision, std::size_t hop, std::uint16_t position) {
  if (decision.cuts[hop] == position) return;
  decision.cuts[hop] = position;
  // A named bottleneck is one of its cut.
  if (hop < decision.encodings.size()) decision.encodings[hop] = 0;
}

}  // namespace

Decision offloaded_at(const Decision& decision, std::size_t visit, std::size_t position) {
  const auto here = static_cast<std::uint16_t>(position);
  Decision offloaded = decision;
  if (visit > 0) {
    offloaded.returns.resize(visit - 1);
    offloaded.returns.push_back(here);
    return offloaded;
  }
  offloaded.returns.clear();
  move_cut(offloaded, 0, here);
  for (std::size_t hop = 1; hop < offloaded.cuts.size(); ++hop)
    move_cut(offloaded, hop, std::max(offloaded.cuts[hop], here));
  return offloaded;
}

}  // namespace splitscape
