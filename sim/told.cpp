#include "sim/told.hpp"

#include <limits>

#include "sim/device.hpp"

namespace splitscape {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

ExitView view_of(const InferenceRequest& request, std::size_t exit, Seconds now) {
  const SampleTrace& samples = *request.device->group().samples;
  const ExitOutcome& outcome = samples.at(request.record.sample, exit);
  return {.exit = exit,
          .place = request.place(),
          .confidence = outcome.confidence,
          .prediction = outcome.prediction,
          .entropy = samples.has_entropies() ? outcome.entropy : unknown,
          .request = request.record.id,
          .now = now,
          .arrival = request.record.arrival,
          .waiting = request.device->waiting(),
          .before = request.seen};
}

ExitSeen seen_in(const ExitView& view, const Group& group) {
  return {.exit = view.exit,
          .place = view.place,
          .confidence = group.samples->has_confidences() ? view.confidence : unknown,
          .entropy = view.entropy,
          .prediction = view.prediction};
}

Feedback feedback_on(const InferenceRequest& request, const Answer& answer, Seconds now) {
  const RequestRecord& record = request.record;
  const Group& group = request.device->group();
  Feedback feedback{.decision = record.decision,
                    .exit = answer.exit,
                    .delay = now - record.arrival,
                    .place = answer.place,
                    .request = record.id,
                    .now = now,
                    .seen = std::span(request.seen).first(answer.seen)};
  if (group.power.of_requests) feedback.energy = record.energy.total();
  if (group.samples != nullptr && answer.exit != 0) {
    const ExitOutcome& outcome = group.samples->at(record.sample, answer.exit);
    if (group.samples->has_confidences()) feedback.confidence = outcome.confidence;
    if (group.samples->has_predictions()) feedback.prediction = outcome.prediction;
  }
  return feedback;
}

void write_answer(const Answer& answer, const Group& group, RequestRecord& record) {
  record.exit = answer.exit;
  record.place = answer.place;
  record.accuracy_change = answer.accuracy_change;
  if (group.samples != nullptr) {
    const ExitOutcome& outcome = group.samples->at(record.sample, answer.exit);
    record.correct = outcome.correct;
    if (group.samples->has_confidences()) record.confidence = outcome.confidence;
  }
  record.ending = !answer.at_end      ? Ending::exited
                  : answer.place == 0 ? Ending::finished_on_device
                                      : Ending::finished_on_server;
}

}  // namespace splitscape
