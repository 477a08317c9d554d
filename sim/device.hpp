#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/random_stream.hpp"
#include "sim/arrival_process.hpp"
#include "sim/energy_meter.hpp"
#include "sim/engine/engine.hpp"
#include "sim/group.hpp"
#include "sim/itinerary.hpp"
#include "sim/policy.hpp"
#include "sim/report.hpp"
#include "sim/sample_walk.hpp"

namespace splitscape {

/// A device at work: a processor that computes one inference at a time, a radio that sends one transfer at a
/// time and receives one at a time, a battery or the mains, and a policy of its own.
class Device {
 public:
  Device(Engine& engine, Itinerary& itinerary, Group& group, std::uint32_t number,
         std::unique_ptr<OffloadPolicy> policy);
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  Group& group() const { return group_; }
  std::uint32_t number() const { return number_; }
  OffloadPolicy& policy() { return *policy_; }
  ArrivalProcess& arrivals() { return arrivals_; }
  bool dead() const { return lifetime_.has_value(); }

  /// The sample of its next request; 0 where there are no samples.
  std::size_t next_sample();
  /// What it knows now, when this request arrives.
  /// @param sample of the request: of its row only the features are looked at
  Observation observe(std::uint64_t request = 0, std::size_t sample = 0);
  /// Requests that it holds, the one being computed included.
  std::size_t waiting() const { return to_compute_.size() + (computing_ != nullptr ? 1U : 0U); }

  /// Computes the segments of a visit of a request.
  void compute(InferenceRequest& request);
  void send(InferenceRequest& request);
  /// The last byte of what it sends has left.
  void sent(InferenceRequest& request);
  void receive(InferenceRequest& request);
  void received(InferenceRequest& request);
  void count(Ending ending) {
    ++report_.endings[static_cast<std::size_t>(ending)];
    if (answered(ending)) ++completed_;
  }
  std::uint64_t completed() const { return completed_; }

  /// The meter, brought up to now.
  const EnergyMeter& metered();
  /// Stops what is in progress: its energy so far belongs to its request. At the end of a run, or of the
  /// battery.
  void close();
  DeviceReport report();

 private:
  void compute_next();
  void run_segment();
  void segment_over();
  void send_next();
  void receive_next();
  void watch_battery();
  void check_battery();
  void die();
  void settle_computing();
  void settle_sending();
  void settle_receiving();
  void learn_rate(BitRate LinkEstimate::*direction, Bytes size, Seconds taken);

  Engine& engine_;
  Itinerary& itinerary_;
  Group& group_;
  std::uint32_t number_;
  std::unique_ptr<OffloadPolicy> policy_;
  PlaceId place_;
  ArrivalProcess arrivals_;
  RandomStream variation_;
  std::optional<SampleWalk> samples_{};
  std::uint64_t samples_taken_ = 0;
  std::vector<std::vector<LinkEstimate>> estimates_;  ///< by route
  std::vector<RouteView> routes_{};                   ///< empty where there is nothing to choose
  EnergyMeter meter_;
  DeviceReport report_{};
  std::uint64_t completed_ = 0;

  RequestQueue to_compute_{};
  InferenceRequest* computing_ = nullptr;
  double factor_ = 1.0;  ///< variation of the request being computed
  Seconds segment_start_{};
  RequestQueue to_send_{};
  InferenceRequest* sending_ = nullptr;
  Seconds send_start_{};
  RequestQueue to_receive_{};
  InferenceRequest* receiving_ = nullptr;
  Seconds receive_start_{};
  std::optional<Seconds> lifetime_{};
  Seconds empty_at_;       ///< when the battery will be empty if nothing changes
  Seconds battery_timer_;  ///< the earliest timer that will check
};

}  // namespace splitscape
