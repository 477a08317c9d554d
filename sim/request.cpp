#include "sim/request.hpp"

#include <cmath>

namespace splitscape {
namespace {

/// Instants one after the other.
class Line {
 public:
  void reach(Seconds instant) {
    if (instant < last_) in_order_ = false;
    if (!std::isnan(instant.value)) last_ = instant;
  }
  bool in_order() const { return in_order_; }

 private:
  Seconds last_{};
  bool in_order_ = true;
};

}  // namespace

bool in_order(const RequestRecord& record) {
  Line line;
  line.reach(record.arrival);
  line.reach(record.head_start);
  line.reach(record.head_end);
  for (const HopInstants& hop : record.hops) {
    line.reach(hop.send_start);
    line.reach(hop.sent);
    line.reach(hop.delivered);
    line.reach(hop.service_start);
    line.reach(hop.service_end);
  }
  Line answered = line;
  if (record.ran_on) {
    answered = Line();
    answered.reach(record.arrival);
    answered.reach(record.place == 0 ? record.head_start : record.hops[record.place - 1].service_start);
  }
  answered.reach(record.answer);
  answered.reach(record.end);
  return line.in_order() && answered.in_order();
}

}  // namespace splitscape
