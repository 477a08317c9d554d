#include "sim/journey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "sim/told.hpp"

namespace splitscape {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr Seconds forever{std::numeric_limits<double>::infinity()};

/// The deeper of two answers.
Answer deeper(const Answer& a, const Answer& b) {
  return a.exit > b.exit ? a : b;
}

}  // namespace

const Hop& Journey::hop(const InferenceRequest& request, std::size_t number) const {
  return hops_[request.record.group][request.record.decision.route][number];
}

/// The copy that was chosen where it is the last server of the route.
ServerStation& Journey::server_behind(const InferenceRequest& request, std::size_t number) const {
  const Decision& decision = request.record.decision;
  const auto& route = hops_[request.record.group][decision.route];
  if (decision.copy != as_dealt_out && number + 1 == route.size())
    return *route[number].servers[decision.copy];
  return route[number].server_of(*request.device);
}

LinkStation& Journey::link_ahead(const InferenceRequest& request) const {
  return hop(request, request.place()).link_of(*request.device);
}

LinkStation& Journey::link_back(const InferenceRequest& request) const {
  return hop(request, request.way_back - 1).link_of(*request.device);
}

// ---- the way there

void Journey::start(Device& device, bool measured) {
  InferenceRequest& request = pool_.make(device.group().deployment.hops());
  request.device = &device;
  RequestRecord& record = request.record;
  record.id = next_id_++;
  record.group = device.group().index;
  record.device = device.number();
  record.sample = device.next_sample();
  record.measured = measured;
  record.arrival = engine_.now();
  if (device.group().tells_truth)
    device.policy().reveal({device.group().true_links(engine_.now()), record.sample});
  record.decision = device.policy().decide(device.observe(record.id, record.sample));
  request.plan = &device.group().plan(record.decision);
  if (record.decision.route != 0) record.hops.resize(request.plan->decision.cuts.size());
  if (record.decision.fallback_after < forever) await_fallback(request);
  enter(request);
}

void Journey::enter(InferenceRequest& request) {
  request.segment = 0;
  if (request.at().segments.empty()) {
    leave(request);
  } else if (request.place() == 0) {
    request.device->compute(request);
  } else {
    server_behind(request, request.place() - 1).take(request);
  }
}

bool Journey::goes_on(InferenceRequest& request) {
  const bool had_stopped = request.stopped_at != 0;
  if (const std::size_t exit = request.now().exit; exit != 0) look_at(request, exit);
  const bool more = request.segment + 1 < request.at().segments.size();
  if (request.stopped_at == 0) return more;
  if (!request.device->group().deployment.early_release || !more) {
    return false;
  }
  if (!had_stopped) release_early(request);
  return true;
}

void Journey::look_at(InferenceRequest& request, std::size_t exit) {
  const ExitView view = view_of(request, exit, engine_.now());
  // Where the answer has been released, what follows is computed and stops nothing.
  const bool asked = request.stopped_at == 0;
  const ExitAction action = asked ? request.device->policy().at_exit(view) : ExitAction::go_on;
  request.seen.push_back(seen_in(view, request.device->group()));
  if (action == ExitAction::stop) request.stopped_at = exit;
  if (action == ExitAction::offload) offload(request, exit);
  if (view.place == 0) {
    request.fallback = {
        .exit = exit, .accuracy_change = request.at().accuracy_change, .seen = request.seen.size()};
    if (request.stopped_at == 0) fall_back(request);
  }
}

void Journey::offload(InferenceRequest& request, std::size_t exit) {
  Group& group = request.device->group();
  Decision& decision = request.record.decision;
  if (request.place() != 0 || decision.cuts.empty()) {
    throw std::logic_error(
        fmt::format("a policy offloads at exit {}, {}", exit,
                    request.place() == 0 ? "where the device has no path" : "which is on a server"));
  }
  decision = offloaded_at(decision, request.visit, group.costs.network().exit_position(exit));
  request.plan = &group.plan(decision);
}

/// The exit whose answer is used where the end of the network has been computed.
std::size_t Journey::exit_at_end(const InferenceRequest& request) const {
  const std::size_t end = request.device->group().costs.network().exit_count();
  if (request.device->group().samples == nullptr) return end;
  const std::size_t used = request.device->policy().at_end(view_of(request, end, engine_.now()));
  const auto& seen = request.seen;
  if (used != end && std::none_of(seen.begin(), seen.end(), [used](const auto& s) { return s.exit == used; }))
    throw std::logic_error(fmt::format("a policy answers from exit {}, which it has not looked at", used));
  return used;
}

void Journey::leave(InferenceRequest& request) {
  const bool last = request.visit + 1 == request.plan->visits.size();
  if (request.found.exit != 0) {
    visit_run_to_its_end(request);
  } else if (request.stopped_at != 0 || last) {
    answer(request);
  } else if (request.plan->visits[request.visit + 1].place < request.place()) {
    request.way_back = request.place();
    request.downward = request.at().leaving;
    go_back(request);
  } else if (request.place() == 0) {
    request.device->send(request);
  } else {
    send_up(request);
  }
}

void Journey::begin_sending(InferenceRequest& request) {
  send_up(request);
}

void Journey::send_up(InferenceRequest& request) {
  LinkStation& link = link_ahead(request);
  const Bytes size = request.at().leaving;
  request.hop_ahead().send_start = engine_.now();
  link.begins(Direction::up, size, engine_.now());
  request.transfer =
      engine_.transfer(link.medium(), Direction::up, size, Callback::to<&Journey::sent_up>(*this, request),
                       Callback::to<&Journey::delivered_up>(*this, request));
}

void Journey::sent_up(InferenceRequest& request) {
  request.hop_ahead().sent = engine_.now();
  link_ahead(request).leaves_air(Direction::up, engine_.now());
  if (request.place() == 0) request.device->sent(request);
}

void Journey::delivered_up(InferenceRequest& request) {
  request.hop_ahead().delivered = engine_.now();
  link_ahead(request).arrives(Direction::up, request.at().leaving);
  ++request.visit;
  enter(request);
}

// ---- answers

void Journey::answer(InferenceRequest& request) {
  const Group& group = request.device->group();
  const bool at_end = request.stopped_at == 0;
  request.found = {.exit = at_end ? exit_at_end(request) : request.stopped_at,
                   .place = request.place(),
                   .accuracy_change = request.at().accuracy_change,
                   .seen = request.seen.size(),
                   .at_end = at_end};
  if (!request.settled) judge(request, request.found);
  request.way_back = group.deployment.answer ? request.place() : 0;
  request.downward = group.deployment.answer.value_or(Bytes{});
  go_back(request);
}

/// The answer goes its way beside the work, which runs on.
void Journey::release_early(InferenceRequest& request) {
  ++request.strands;
  request.record.ran_on = true;
  answer(request);
}

/// What it knows in the end lies behind the answer that was released before.
void Journey::visit_run_to_its_end(InferenceRequest& request) {
  const bool to_the_end = request.visit + 1 == request.plan->visits.size();
  const std::size_t exit =
      to_the_end ? request.device->group().costs.network().exit_count() : request.seen.back().exit;
  request.late = deeper(request.late, {.exit = exit, .place = request.place()});
  strand_over(request);
}

void Journey::await_fallback(InferenceRequest& request) {
  const Seconds after = request.record.decision.fallback_after;
  if (after.value < 0) throw std::logic_error("a policy decided on a fallback before the arrival");
  request.fallback_at = request.record.arrival + after;
  engine_.at(request.fallback_at, Callback::to<&Journey::fall_back>(*this, request));
}

/// Called when it is time, and again at each exit on the device. When it is time, the memory may be that of
/// another request by now.
void Journey::fall_back(InferenceRequest& request) {
  const bool due = request.alive && request.fallback_at <= engine_.now();
  if (!due || request.settled || request.fallback.exit == 0) return;
  if (request.device->dead()) {
    if (request.waits_for_fallback) fail(request, Ending::lost);
    return;
  }
  judge(request, request.fallback);
  request.record.ran_on = !request.waits_for_fallback;
  settle(request, request.fallback);
  if (request.waits_for_fallback) strand_over(request);
}

void Journey::judge(InferenceRequest& request, const Answer& answer) {
  request.record.answer = engine_.now();
  write_answer(answer, request.device->group(), request.record);
}

// ---- the way back

void Journey::go_back(InferenceRequest& request) {
  if (request.way_back == 0) {
    came_back(request);
  } else if (request.way_back > 1) {
    send_down(request);
  } else if (request.device->dead()) {
    fail(request, Ending::lost);
  } else {
    request.device->receive(request);
  }
}

void Journey::begin_receiving(InferenceRequest& request) {
  send_down(request);
}

void Journey::send_down(InferenceRequest& request) {
  LinkStation& link = link_back(request);
  const Bytes size = request.downward;
  link.begins(Direction::down, size, engine_.now());
  request.transfer = engine_.transfer(link.medium(), Direction::down, size,
                                      Callback::to<&Journey::sent_down>(*this, request),
                                      Callback::to<&Journey::delivered_down>(*this, request));
}

void Journey::sent_down(InferenceRequest& request) {
  link_back(request).leaves_air(Direction::down, engine_.now());
  if (request.way_back == 1) request.device->received(request);
}

void Journey::delivered_down(InferenceRequest& request) {
  link_back(request).arrives(Direction::down, request.downward);
  --request.way_back;
  if (request.way_back == 0 && request.device->dead()) {
    fail(request, Ending::lost);  // nobody is there to take it
  } else {
    go_back(request);
  }
}

/// Its answer is with its device, or stays where it was found; or the work itself is back.
void Journey::came_back(InferenceRequest& request) {
  if (request.found.exit == 0) {
    ++request.visit;
    enter(request);
    return;
  }
  if (request.settled) {
    request.late = deeper(request.late, request.found);  // it had fallen back
  } else {
    settle(request, request.found);
  }
  strand_over(request);
}

// ---- the end

void Journey::turned_away(InferenceRequest& request) {
  fail(request, Ending::dropped);
}

void Journey::sending_cut_off(InferenceRequest& request) {
  link_ahead(request).leaves_air(Direction::up, engine_.now());
}

void Journey::receiving_cut_off(InferenceRequest& request) {
  link_back(request).leaves_air(Direction::down, engine_.now());
}

void Journey::lost(InferenceRequest& request) {
  fail(request, Ending::lost);
}

/// The device has its answer.
void Journey::settle(InferenceRequest& request, const Answer& answer) {
  RequestRecord& record = request.record;
  request.settled = true;
  record.end = engine_.now();
  Device& device = *request.device;
  device.count(record.ending);
  device.policy().learn(feedback_on(request, answer, engine_.now()));
  ended_(device);
}

/// Its work, or its answer, has come to nothing.
void Journey::fail(InferenceRequest& request, Ending ending) {
  if (!request.settled) {
    const bool its_time_comes = request.fallback_at > engine_.now() && request.fallback_at < forever;
    if (ending == Ending::dropped && request.fallback.exit != 0 && its_time_comes) {
      request.waits_for_fallback = true;
      return;
    }
    clear_answer(request, ending);
    ended_(*request.device);
  }
  strand_over(request);
}

void Journey::clear_answer(InferenceRequest& request, Ending ending) {
  RequestRecord& record = request.record;
  request.settled = true;
  record.ending = ending;
  record.exit = 0;
  record.correct = Correctness::unknown;
  record.confidence = unknown;
  record.accuracy_change = 0;
  request.device->count(ending);
}

void Journey::strand_over(InferenceRequest& request) {
  if (--request.strands > 0) return;
  if (request.record.ran_on && !request.device->dead()) tell_late(request);
  record_end(request);
  pool_.release(request);
  over_();
}

void Journey::tell_late(InferenceRequest& request) {
  request.late.seen = request.seen.size();
  request.device->policy().learn_late(feedback_on(request, request.late, engine_.now()));
}

void Journey::record_end(InferenceRequest& request) {
  if (!in_order(request.record))
    throw std::logic_error(fmt::format("the instants of request {} are out of order", request.record.id));
  listener_.take(request.record);
}

void Journey::stop() {
  pool_.for_each_alive([this](InferenceRequest& request) {
    if (!request.settled) clear_answer(request, Ending::unfinished);
    record_end(request);
  });
}

}  // namespace splitscape
