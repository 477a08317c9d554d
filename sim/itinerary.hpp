#pragma once

#include "sim/in_flight.hpp"

namespace splitscape {

/// What devices and servers ask about the requests they hold: the way of a request lies behind it, so that a
/// place knows no other place.
class Itinerary {
 public:
  virtual ~Itinerary() = default;

  /// A segment is over. Looks at its exit; true where another segment follows at the same place.
  virtual bool goes_on(InferenceRequest& request) = 0;
  /// The place is done with it.
  virtual void leave(InferenceRequest& request) = 0;
  /// The place has no room for it.
  virtual void turned_away(InferenceRequest& request) = 0;
  /// Its device may send it now; sent() of the device follows.
  virtual void begin_sending(InferenceRequest& request) = 0;
  /// Its device may receive its answer, or a tensor, now; received() of the device follows.
  virtual void begin_receiving(InferenceRequest& request) = 0;
  /// What its device sends, or receives, has been cut off before the last byte had left.
  virtual void sending_cut_off(InferenceRequest& request) = 0;
  virtual void receiving_cut_off(InferenceRequest& request) = 0;
  /// Its device has run out of energy while it held the request.
  virtual void lost(InferenceRequest& request) = 0;
};

}  // namespace splitscape
