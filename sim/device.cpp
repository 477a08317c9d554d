#include "sim/device.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/variation_factor.hpp"

namespace splitscape {
namespace {

StreamName stream_of(const Group& group, Purpose purpose, std::uint32_t number) {
  return {.seed = group.scenario.seed,
          .run = group.scenario.run,
          .purpose = purpose,
          .owner = group.deployment.name,
          .index = number};
}

/// What a running mean takes over from each new transfer: the gain of TCP's smoothed round-trip time (RFC
/// 6298).
constexpr double estimate_gain = 1.0 / 8.0;

std::vector<std::vector<LinkEstimate>> estimates_of(const Group& group) {
  std::vector<std::vector<LinkEstimate>> estimates;
  for (const GroupRoute& route : group.routes) estimates.push_back(route.first_estimates);
  return estimates;
}

constexpr Seconds forever{std::numeric_limits<double>::infinity()};

}  // namespace

Device::Device(Engine& engine, Itinerary& itinerary, Group& group, std::uint32_t number,
               std::unique_ptr<OffloadPolicy> policy)
    : engine_(engine),
      itinerary_(itinerary),
      group_(group),
      number_(number),
      policy_(std::move(policy)),
      place_(engine.add_place(1, Sharing::exclusive)),
      arrivals_(group.deployment.workload.arrivals, RandomStream(stream_of(group, Purpose::arrivals, number)),
                number, group.deployment.count),
      variation_(stream_of(group, Purpose::device_times, number)),
      estimates_(estimates_of(group)),
      meter_(group.power.powers),
      empty_at_(forever),
      battery_timer_(forever) {
  report_.group = group.index;
  report_.number = number;
  if (group.samples != nullptr) {
    samples_.emplace(group.deployment.workload.order, group.rows_for_requests(),
                     stream_of(group, Purpose::samples, number), number, group.deployment.count);
  }
  if (group.offers_choice()) {
    for (std::size_t i = 0; i < group.routes.size(); ++i) {
      const GroupRoute& route = group.routes[i];
      routes_.push_back({.costs = route.costs,
                         .links = estimates_[i],
                         .server_loads = route.announced_loads,
                         .queues = route.queues});
    }
  }
  if (group.deployment.battery) watch_battery();
}

std::size_t Device::next_sample() {
  return samples_ ? group_.request_row(samples_->row(samples_taken_++)) : 0;
}

Observation Device::observe(std::uint64_t request, std::size_t sample) {
  const Deployment& deployment = group_.deployment;
  std::optional<Joules> battery;
  if (deployment.battery) battery = *deployment.battery - metered().integral();
  return {
      .now = engine_.now(),
      .costs = group_.costs,
      .links = estimates_.front(),
      .server_loads = group_.announced_loads,
      .radio = group_.power.powers.radio,
      .waiting = waiting(),
      .battery = battery,
      .deadline = deployment.workload.deadline,
      .answer = deployment.answer,
      .request = request,
      .features = group_.samples != nullptr ? group_.samples->features(sample) : std::span<const double>(),
      .routes = routes_};
}

// ---- computing

void Device::compute(InferenceRequest& request) {
  const auto& room = group_.deployment.queue;
  if (computing_ != nullptr && room && to_compute_.size() >= *room) {
    itinerary_.turned_away(request);
    return;
  }
  to_compute_.push(request);
  if (computing_ == nullptr) compute_next();
}

void Device::compute_next() {
  if (to_compute_.empty()) return;
  computing_ = &to_compute_.pop();
  if (computing_->visit == 0) computing_->record.head_start = engine_.now();
  factor_ = variation_factor(group_.deployment.variation, variation_);
  run_segment();
}

void Device::run_segment() {
  const Segment& segment = computing_->now();
  segment_start_ = engine_.now();
  const Joules energy = segment.head_energy + segment.exit_energy;
  meter_.compute_begins(engine_.now(), segment.time.value > 0 ? energy / segment.time : Watts{});
  watch_battery();
  engine_.execute(place_, factor_ * segment.time, Callback::to<&Device::segment_over>(*this));
}

void Device::segment_over() {
  if (dead()) return;
  InferenceRequest& request = *computing_;
  const Segment& segment = request.now();
  const Joules head = factor_ * segment.head_energy;
  const Joules exits = factor_ * segment.exit_energy;
  meter_.compute_ends(engine_.now(), head, exits);
  request.record.energy.head += head;
  request.record.energy.exits += exits;
  if (itinerary_.goes_on(request)) {
    ++request.segment;
    run_segment();
    return;
  }
  if (request.visit == 0) request.record.head_end = engine_.now();
  computing_ = nullptr;
  compute_next();
  watch_battery();
  itinerary_.leave(request);
}

// ---- sending and receiving

void Device::send(InferenceRequest& request) {
  to_send_.push(request);
  if (sending_ == nullptr) send_next();
}

void Device::send_next() {
  if (to_send_.empty()) return;
  sending_ = &to_send_.pop();
  send_start_ = engine_.now();
  meter_.transmit_begins(send_start_);
  watch_battery();
  itinerary_.begin_sending(*sending_);
}

void Device::sent(InferenceRequest& request) {
  const Bytes size = request.at().leaving;
  request.record.uplink += size;
  report_.sent += size;
  request.record.energy.transmit += meter_.transmit_ends(engine_.now(), size);
  learn_rate(&LinkEstimate::up, size, engine_.now() - send_start_);
  sending_ = nullptr;
  send_next();
  watch_battery();
}

void Device::receive(InferenceRequest& request) {
  to_receive_.push(request);
  if (receiving_ == nullptr) receive_next();
}

void Device::receive_next() {
  if (to_receive_.empty()) return;
  receiving_ = &to_receive_.pop();
  receive_start_ = engine_.now();
  meter_.receive_begins(receive_start_);
  watch_battery();
  itinerary_.begin_receiving(*receiving_);
}

void Device::received(InferenceRequest& request) {
  const Bytes size = request.downward;
  request.record.downlink += size;
  report_.received += size;
  request.record.energy.receive += meter_.receive_ends(engine_.now(), size);
  learn_rate(&LinkEstimate::down, size, engine_.now() - receive_start_);
  receiving_ = nullptr;
  receive_next();
  watch_battery();
}

/// All routes begin with the same radio.
void Device::learn_rate(BitRate LinkEstimate::*direction, Bytes size, Seconds taken) {
  BitRate& estimate = estimates_.front().front().*direction;
  if (size.value > 0 && taken.value > 0 && std::isfinite(estimate.value)) {
    estimate += estimate_gain * (size / taken - estimate);
    for (std::size_t i = 1; i < estimates_.size(); ++i) estimates_[i].front().*direction = estimate;
  }
}

// ---- energy

const EnergyMeter& Device::metered() {
  meter_.advance(engine_.now());
  return meter_;
}

/// Works out when the battery would be empty if nothing changed, and has a timer stand at or before that
/// instant.
void Device::watch_battery() {
  const auto& capacity = group_.deployment.battery;
  if (!capacity || dead()) return;
  const Joules left = *capacity - metered().integral();
  const Watts power = meter_.power();
  if (left.value <= 0) {
    empty_at_ = engine_.now();
  } else {
    empty_at_ = power.value > 0 ? engine_.now() + left / power : forever;
  }
  if (empty_at_ < battery_timer_) {
    battery_timer_ = empty_at_;
    engine_.at(battery_timer_, Callback::to<&Device::check_battery>(*this));
  }
}

void Device::check_battery() {
  if (dead()) return;
  battery_timer_ = forever;
  if (engine_.now() >= empty_at_) {
    die();
  } else {
    watch_battery();
  }
}

void Device::die() {
  lifetime_ = engine_.now();
  InferenceRequest* const in_progress[] = {computing_, sending_, receiving_};
  close();
  meter_.switch_off(engine_.now());
  for (InferenceRequest* request : in_progress) {
    if (request != nullptr) itinerary_.lost(*request);
  }
  for (RequestQueue* queue : {&to_compute_, &to_send_, &to_receive_}) {
    while (!queue->empty()) itinerary_.lost(queue->pop());
  }
}

void Device::close() {
  if (computing_ != nullptr) settle_computing();
  if (sending_ != nullptr) settle_sending();
  if (receiving_ != nullptr) settle_receiving();
  meter_.advance(engine_.now());
}

void Device::settle_computing() {
  const Segment& segment = computing_->now();
  const Seconds whole = factor_ * segment.time;
  const double part = whole.value > 0 ? (engine_.now() - segment_start_) / whole : 0.0;
  const Joules head = part * factor_ * segment.head_energy;
  const Joules exits = part * factor_ * segment.exit_energy;
  meter_.compute_ends(engine_.now(), head, exits);
  computing_->record.energy.head += head;
  computing_->record.energy.exits += exits;
  computing_ = nullptr;
}

void Device::settle_sending() {
  const Bytes gone = sending_->at().leaving - engine_.left(sending_->transfer);
  engine_.cancel(sending_->transfer);
  itinerary_.sending_cut_off(*sending_);
  sending_->record.energy.transmit += meter_.transmit_ends(engine_.now(), gone);
  sending_->record.uplink += gone;
  report_.sent += gone;
  sending_ = nullptr;
}

void Device::settle_receiving() {
  const Bytes gone = receiving_->downward - engine_.left(receiving_->transfer);
  engine_.cancel(receiving_->transfer);
  itinerary_.receiving_cut_off(*receiving_);
  receiving_->record.energy.receive += meter_.receive_ends(engine_.now(), gone);
  receiving_->record.downlink += gone;
  report_.received += gone;
  receiving_ = nullptr;
}

DeviceReport Device::report() {
  report_.computing = metered().computing();
  report_.energy = meter_.ledger();
  report_.integral = meter_.integral();
  report_.rounding = meter_.rounding();
  report_.lifetime = lifetime_;
  if (group_.deployment.battery) {
    report_.battery_left = std::max(Joules{}, *group_.deployment.battery - meter_.integral());
  }
  return report_;
}

}  // namespace splitscape
