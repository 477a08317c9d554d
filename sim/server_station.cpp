#include "sim/server_station.hpp"

#include <algorithm>

#include "sim/variation_factor.hpp"

namespace splitscape {
namespace {

/// Requests with the same plan and visit have the same layers ahead of them.
auto alike(const InferenceRequest& example) {
  return [&example](const InferenceRequest& other) {
    return other.plan == example.plan && other.visit == example.visit;
  };
}

}  // namespace

ServerStation::ServerStation(Engine& engine, Itinerary& itinerary, const Server& server,
                             RandomStream variation, std::size_t& present)
    : engine_(engine),
      itinerary_(itinerary),
      server_(server),
      place_(engine.add_place(server.slots, server.discipline == Discipline::processor_sharing
                                                ? Sharing::fair
                                                : Sharing::exclusive)),
      variation_(variation),
      present_(present) {}

void ServerStation::take(InferenceRequest& request) {
  advance();
  ++counts_.arrived;
  request.came = engine_.now();
  const bool must_wait = !shares_processor() && running_ >= server_.slots;
  if (must_wait && server_.queue && waiting_.size() >= *server_.queue) {
    ++counts_.turned_away;
    itinerary_.turned_away(request);
    return;
  }
  ++present_;
  waiting_.push(request);
  start_waiting();
}

void ServerStation::start_waiting() {
  advance();
  while (!waiting_.empty() && (shares_processor() || running_ < server_.slots) && ready()) {
    Batch& batch = new_batch();
    if (server_.batching.largest == 1) {
      batch.members.push_back(&waiting_.pop());
    } else {
      InferenceRequest& first = waiting_.front();
      waiting_.take_alike(server_.batching.largest, alike(first), batch.members);
    }
    begin(batch);
  }
}

bool ServerStation::ready() {
  const Batching& batching = server_.batching;
  if (batching.largest == 1) return true;
  const InferenceRequest& first = waiting_.front();
  const Seconds deadline = first.came + batching.wait;
  if (engine_.now() >= deadline || waiting_.count_alike(batching.largest, alike(first)) == batching.largest)
    return true;
  if (!(company_deadline_ == deadline)) {
    company_deadline_ = deadline;
    engine_.at(deadline, Callback::to<&ServerStation::start_waiting>(*this));
  }
  return false;
}

void ServerStation::begin(Batch& batch) {
  ++running_;
  ++counts_.batches;
  for (InferenceRequest* request : batch.members) {
    request->hop_behind().service_start = engine_.now();
  }
  batch.variation = variation_factor(server_.variation, variation_);
  run_segment(batch);
}

void ServerStation::run_segment(Batch& batch) {
  const Seconds alone = batch.members.front()->now().time;
  const double factor = batch.variation * relative_batch_time(server_.batching, batch.members.size());
  engine_.execute(place_, factor * alone, Callback::to<&ServerStation::segment_over>(*this, batch));
}

void ServerStation::segment_over(Batch& batch) {
  advance();
  std::size_t staying = 0;
  const std::size_t size = batch.members.size();
  for (std::size_t i = 0; i < size; ++i) {
    InferenceRequest& request = *batch.members[i];
    if (itinerary_.goes_on(request)) {
      ++request.segment;
      batch.members[staying++] = &request;
      continue;
    }
    ++counts_.served;
    --present_;
    counts_.stayed += engine_.now() - request.came;
    HopInstants& hop = request.hop_behind();
    hop.service_end = engine_.now();
    counts_.waited += hop.service_start - request.came;
    itinerary_.leave(request);
  }
  batch.members.resize(staying);
  if (staying > 0) {
    run_segment(batch);
    return;
  }
  --running_;
  free_batches_.push_back(&batch);
  start_waiting();
}

ServerStation::Batch& ServerStation::new_batch() {
  if (free_batches_.empty()) return batches_.emplace_back();
  Batch& batch = *free_batches_.back();
  free_batches_.pop_back();
  return batch;
}

void ServerStation::advance() {
  const Seconds passed = engine_.now() - at_;
  at_ = engine_.now();
  counts_.waiting_integral += static_cast<double>(waiting_.size()) * passed.value;
  counts_.slot_time += static_cast<double>(std::min(running_, server_.slots)) * passed;
}

void ServerStation::add_to(ServerReport& report, Seconds end) {
  advance();
  report.arrived += counts_.arrived;
  report.turned_away += counts_.turned_away;
  report.served += counts_.served;
  report.batches += counts_.batches;
  report.slot_time += counts_.slot_time;
  report.waited += counts_.waited;
  report.stayed += counts_.stayed;
  report.waiting_integral += counts_.waiting_integral;
  if (end.value > 0) {
    const double slots = static_cast<double>(server_.slots);
    report.highest_utilisation = std::max(report.highest_utilisation, counts_.slot_time / (slots * end));
  }
}

}  // namespace splitscape
