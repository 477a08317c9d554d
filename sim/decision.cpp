#include "sim/decision.hpp"

namespace splitscape {

Decision offloaded_at(const Decision& decision, std::size_t visit, std::size_t position) {
  const auto here = static_cast<std::uint16_t>(position);
  Decision offloaded = decision;
  if (visit > 0) {
    offloaded.returns.resize(visit - 1);
    offloaded.returns.push_back(here);
    return offloaded;
  }
  offloaded.returns.clear();
  if (offloaded.cuts.front() != here) {
    offloaded.cuts.front() = here;  // no later cut comes before it: the device has got this far
    if (!offloaded.encodings.empty()) offloaded.encodings.front() = 0;  // those were of the other cut
  }
  return offloaded;
}

}  // namespace splitscape
