#include "sim/journey.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace splitscape {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

const Hop& Journey::hop(const InferenceRequest& request, std::size_t number) const {
  return hops_[request.record.group][number];
}

LinkStation& Journey::link_ahead(const InferenceRequest& request) const {
  return hop(request, request.visit).link_of(*request.device);
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
  record.decision = device.policy().decide(device.observe(record.id));
  request.plan = &device.group().plans.plan(record.decision);
  enter(request);
}

void Journey::enter(InferenceRequest& request) {
  request.segment = 0;
  if (request.at().segments.empty()) {
    leave(request);
  } else if (request.visit == 0) {
    request.device->compute(request);
  } else {
    hop(request, request.visit - 1).server_of(*request.device).take(request);
  }
}

ExitView Journey::view(const InferenceRequest& request, std::size_t exit) const {
  const SampleTrace& samples = *request.device->group().samples;
  const ExitOutcome& outcome = samples.at(request.record.sample, exit);
  return {.exit = exit,
          .place = request.visit,
          .confidence = outcome.confidence,
          .prediction = outcome.prediction,
          .entropy = samples.has_entropies() ? outcome.entropy : unknown,
          .request = request.record.id,
          .now = engine_.now(),
          .arrival = request.record.arrival,
          .waiting = request.device->waiting(),
          .before = request.seen};
}

bool Journey::goes_on(InferenceRequest& request) {
  const std::size_t exit = request.now().exit;
  if (exit != 0) {
    const ExitView seen = view(request, exit);
    const ExitAction action = request.device->policy().at_exit(seen);
    const bool confident = request.device->group().samples->has_confidences();
    request.seen.push_back({.exit = exit,
                            .place = seen.place,
                            .confidence = confident ? seen.confidence : unknown,
                            .entropy = seen.entropy,
                            .prediction = seen.prediction});
    if (action == ExitAction::stop) {
      request.record.exit = exit;
      return false;
    }
  }
  return request.segment + 1 < request.at().segments.size();
}

/// The exit whose answer is used where the end of the network has been computed.
std::size_t Journey::exit_at_end(const InferenceRequest& request) const {
  const std::size_t end = request.device->group().costs.network().exit_count();
  if (request.device->group().samples == nullptr) return end;
  const std::size_t used = request.device->policy().at_end(view(request, end));
  const auto& seen = request.seen;
  if (used != end && std::none_of(seen.begin(), seen.end(), [used](const auto& s) { return s.exit == used; }))
    throw std::logic_error(fmt::format("a policy answers from exit {}, which it has not looked at", used));
  return used;
}

void Journey::leave(InferenceRequest& request) {
  const bool stopped = request.record.exit != 0;
  const bool last = request.visit + 1 == request.plan->visits.size();
  if (stopped || last) {
    answer(request);
  } else if (request.visit == 0) {
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
  request.hop().send_start = engine_.now();
  link.begins(Direction::up, size, engine_.now());
  request.transfer =
      engine_.transfer(link.medium(), Direction::up, size, Callback::to<&Journey::sent_up>(*this, request),
                       Callback::to<&Journey::delivered_up>(*this, request));
}

void Journey::sent_up(InferenceRequest& request) {
  request.hop().sent = engine_.now();
  link_ahead(request).leaves_air(Direction::up, engine_.now());
  if (request.visit == 0) request.device->sent(request);
}

void Journey::delivered_up(InferenceRequest& request) {
  request.hop().delivered = engine_.now();
  link_ahead(request).arrives(Direction::up, request.at().leaving);
  ++request.visit;
  enter(request);
}

// ---- the way back

void Journey::answer(InferenceRequest& request) {
  RequestRecord& record = request.record;
  const Group& group = request.device->group();
  const bool at_end = record.exit == 0;
  if (at_end) record.exit = exit_at_end(request);
  record.answer = engine_.now();
  record.place = request.visit;
  record.accuracy_change = request.at().accuracy_change;
  if (group.samples != nullptr) {
    const ExitOutcome& outcome = group.samples->at(record.sample, record.exit);
    record.correct = outcome.correct;
    if (group.samples->has_confidences()) record.confidence = outcome.confidence;
  }
  record.ending = !at_end             ? Ending::exited
                  : record.place == 0 ? Ending::finished_on_device
                                      : Ending::finished_on_server;
  request.way_back = group.deployment.answer ? request.visit : 0;
  go_back(request);
}

void Journey::go_back(InferenceRequest& request) {
  if (request.way_back == 0) {
    finish(request, request.record.ending);
  } else if (request.way_back > 1) {
    send_down(request);
  } else if (request.device->dead()) {
    finish(request, Ending::lost);
  } else {
    request.device->receive(request);
  }
}

void Journey::begin_receiving(InferenceRequest& request) {
  send_down(request);
}

void Journey::send_down(InferenceRequest& request) {
  LinkStation& link = link_back(request);
  const Bytes size = *request.device->group().deployment.answer;
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
  link_back(request).arrives(Direction::down, *request.device->group().deployment.answer);
  --request.way_back;
  if (request.way_back == 0 && request.device->dead()) {
    finish(request, Ending::lost);  // nobody is there to take it
  } else {
    go_back(request);
  }
}

// ---- the end

void Journey::turned_away(InferenceRequest& request) {
  finish(request, Ending::dropped);
}

void Journey::sending_cut_off(InferenceRequest& request) {
  link_ahead(request).leaves_air(Direction::up, engine_.now());
}

void Journey::receiving_cut_off(InferenceRequest& request) {
  link_back(request).leaves_air(Direction::down, engine_.now());
}

void Journey::lost(InferenceRequest& request) {
  finish(request, Ending::lost);
}

void Journey::finish(InferenceRequest& request, Ending ending) {
  record_end(request, ending);
  Device& device = *request.device;
  if (answered(ending)) {
    const RequestRecord& record = request.record;
    Feedback feedback{.decision = record.decision,
                      .exit = record.exit,
                      .delay = record.latency(),
                      .place = record.place,
                      .request = record.id,
                      .now = engine_.now(),
                      .seen = request.seen};
    if (device.group().power.of_requests) feedback.energy = record.energy.total();
    if (const SampleTrace* samples = device.group().samples) {
      if (samples->has_confidences()) feedback.confidence = record.confidence;
      if (samples->has_predictions())
        feedback.prediction = samples->at(record.sample, record.exit).prediction;
    }
    device.policy().learn(feedback);
  }
  pool_.release(request);
  ended_(device);
}

void Journey::record_end(InferenceRequest& request, Ending ending) {
  RequestRecord& record = request.record;
  record.ending = ending;
  if (answered(ending)) {
    record.end = engine_.now();
  } else {
    record.exit = 0;
    record.correct = Correctness::unknown;
    record.confidence = std::numeric_limits<double>::quiet_NaN();
    record.accuracy_change = 0;
  }
  if (!in_order(record))
    throw std::logic_error(fmt::format("the instants of request {} are out of order", record.id));
  request.device->count(ending);
  listener_.take(record);
}

void Journey::stop() {
  pool_.for_each_alive([this](InferenceRequest& request) { record_end(request, Ending::unfinished); });
}

}  // namespace splitscape
