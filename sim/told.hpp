#pragma once

#include <cstddef>

#include "sim/group.hpp"
#include "sim/in_flight.hpp"
#include "sim/observation.hpp"

namespace splitscape {

// What is told of a request on its way: to the policy of its device, and to its record.

/// What the policy sees at an exit, or at the end of the network, that was computed just now.
ExitView view_of(const InferenceRequest& request, std::size_t exit, Seconds now);
/// What is kept of that; what the samples do not tell is not a number.
ExitSeen seen_in(const ExitView& view, const Group& group);
/// What the device learns of an answer now. An exit 0: that there is none.
Feedback feedback_on(const InferenceRequest& request, const Answer& answer, Seconds now);
/// Enters an answer and whether it is right in the record.
void write_answer(const Answer& answer, const Group& group, RequestRecord& record);

}  // namespace splitscape
