#include "sim/truth.hpp"

#include "models/rate_trace.hpp"

namespace splitscape {

LinkTruth truth_of(const Link& link, Seconds now) {
  const Passage up = passage_at(link.up, now);
  const Passage down = passage_at(link.down, now);
  return {.up = up.rate,
          .down = down.rate,
          .up_latency = link.latency + up.wait,
          .down_latency = link.latency + down.wait};
}

}  // namespace splitscape
