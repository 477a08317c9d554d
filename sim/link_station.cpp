#include "sim/link_station.hpp"

namespace splitscape {

void LinkStation::begins(Direction direction, Bytes size, Seconds now) {
  Use& used = use(direction);
  ++used.transfers;
  used.sent += size;
  if (used.in_air++ == 0) used.busy_since = now;
}

void LinkStation::leaves_air(Direction direction, Seconds now) {
  Use& used = use(direction);
  if (--used.in_air == 0) used.busy += now - used.busy_since;
}

void LinkStation::arrives(Direction direction, Bytes size) {
  use(direction).delivered += size;
}

void LinkStation::add_to(LinkReport& report, Direction direction, Seconds end) const {
  const Use& used = use(direction);
  ++report.media;
  report.transfers += used.transfers;
  report.sent += used.sent;
  report.delivered += used.delivered;
  report.lost += used.sent - used.delivered;
  report.busy += used.busy;
  if (used.in_air > 0) report.busy += end - used.busy_since;
}

}  // namespace splitscape
