#include "sim/journey.hpp"

#include <fmt/format.h>

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

bool Journey::goes_on(InferenceRequest& request) {
  const std::size_t exit = request.now().exit;
  if (exit != 0) {
    const ExitOutcome& outcome = request.device->group().samples->at(request.record.sample, exit);
    const SampleTrace& samples = *request.device->group().samples;
    const ExitView view{.exit = exit,
                        .place = request.visit,
                        .confidence = outcome.confidence,
                        .prediction = outcome.prediction,
                        .entropy = samples.has_entropies() ? outcome.entropy : unknown,
                        .request = request.record.id,
                        .now = engine_.now(),
                        .arrival = request.record.arrival,
                        .waiting = request.device->waiting(),
                        .before = request.seen};
    const ExitAction action = request.device->policy().at_exit(view);
    request.seen.push_back({.exit = exit,
                            .place = view.place,
                            .confidence = samples.has_confidences() ? outcome.confidence : unknown,
                            .entropy = view.entropy,
                            .prediction = outcome.prediction});
    if (action == ExitAction::stop) {
      request.record.exit = exit;
      return false;
    }
  }
  return request.segment + 1 < request.at().segments.size();
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
  if (request.record.decision.sends_slices()) {
    send_slice(request);
  } else {
    send_up(request);
  }
}

void Journey::send_up(InferenceRequest& request) {
  LinkStation& link = link_ahead(request);
  const Bytes size = request.at().leaving;
  request.leaving = size;
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
  link_ahead(request).arrives(Direction::up, request.at().leaving);
  arrive(request);
}

void Journey::arrive(InferenceRequest& request) {
  request.hop().delivered = engine_.now();
  ++request.visit;
  enter(request);
}

// ---- the way there in slices

void Journey::send_slice(InferenceRequest& request) {
  if (request.slices_sent == 0) {
    const Decision& decision = request.record.decision;
    request.slices =
        slices_of(request.device->group().costs.network(), decision.cuts.front(), decision.encoding(0));
    request.hop().send_start = engine_.now();
  }
  LinkStation& link = link_ahead(request);
  request.leaving = request.slices[request.slices_sent].size;
  link.begins(Direction::up, request.leaving, engine_.now());
  request.transfer = engine_.transfer(link.medium(), Direction::up, request.leaving,
                                      Callback::to<&Journey::slice_sent>(*this, request),
                                      Callback::to<&Journey::slice_delivered>(*this));
}

/// Nothing begins with it: what comes behind the last slice does. The request may have gone by now.
void Journey::slice_delivered() {}

void Journey::slice_sent(InferenceRequest& request) {
  ++request.slices_sent;
  link_ahead(request).leaves_air(Direction::up, engine_.now());
  link_ahead(request).arrives(Direction::up, request.leaving);  // as it will, whatever becomes of the request
  request.device->sent(request);
}

/// The word that no slice follows takes no bytes, and as long as a byte takes.
void Journey::slices_over(InferenceRequest& request) {
  request.hop().sent = engine_.now();
  Decision& decision = request.record.decision;
  const CutPositions& cuts = decision.cuts;
  for (std::size_t hop = 0; hop < cuts.size() && cuts[hop] == cuts.front(); ++hop)
    decision.encodings[hop] = static_cast<std::uint8_t>(request.slices[request.slices_sent - 1].encoding);
  request.plan = &request.device->group().plans.plan(decision);
  engine_.transfer(link_ahead(request).medium(), Direction::up, Bytes{}, Callback(),
                   Callback::to<&Journey::arrive>(*this, request));
}

// ---- the way back

void Journey::answer(InferenceRequest& request) {
  RequestRecord& record = request.record;
  const Group& group = request.device->group();
  const bool at_end = record.exit == 0;
  if (at_end) record.exit = group.costs.network().exit_count();
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
