#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "sim/device.hpp"
#include "sim/engine/engine.hpp"
#include "sim/itinerary.hpp"
#include "sim/link_station.hpp"
#include "sim/run_listener.hpp"
#include "sim/server_station.hpp"

namespace splitscape {

/// What lies behind one hop of a group's path: the media of its link and the copies of its server, over which
/// the devices are dealt out in turn, unless a policy chooses the copy.
struct Hop {
  std::vector<LinkStation*> links{};
  std::vector<ServerStation*> servers{};

  LinkStation& link_of(const Device& device) const { return *links[device.number() % links.size()]; }
  ServerStation& server_of(const Device& device) const { return *servers[device.number() % servers.size()]; }
};

/// Where each request of a run goes next, from its arrival to its record (docs/walk-of-a-request.md follows
/// one).
class Journey final : public Itinerary {
 public:
  /// @param ended told of the device of each request that has its answer, or will have none
  /// @param over told when nothing more happens to a request: then too, or later where its work ran on
  Journey(
      Engine& engine, RunListener& listener, std::function<void(Device&)> ended,
      std::function<void()> over = [] {})
      : engine_(engine), listener_(listener), ended_(std::move(ended)), over_(std::move(over)) {}

  /// The hops of each group in the order of the scenario, by route; set before the first request.
  void set_hops(std::vector<std::vector<std::vector<Hop>>> hops) { hops_ = std::move(hops); }

  /// A request arrives at a device.
  void start(Device& device, bool measured);
  /// The run is over: what is in flight ends unfinished.
  void stop();

  std::size_t in_flight() const { return pool_.alive(); }

  bool goes_on(InferenceRequest& request) override;
  void leave(InferenceRequest& request) override;
  void turned_away(InferenceRequest& request) override;
  void begin_sending(InferenceRequest& request) override;
  void begin_receiving(InferenceRequest& request) override;
  void sending_cut_off(InferenceRequest& request) override;
  void receiving_cut_off(InferenceRequest& request) override;
  void lost(InferenceRequest& request) override;

 private:
  const Hop& hop(const InferenceRequest& request, std::size_t number) const;
  ServerStation& server_behind(const InferenceRequest& request, std::size_t number) const;
  LinkStation& link_ahead(const InferenceRequest& request) const;
  LinkStation& link_back(const InferenceRequest& request) const;
  std::size_t exit_at_end(const InferenceRequest& request) const;
  void enter(InferenceRequest& request);
  void look_at(InferenceRequest& request, std::size_t exit);
  void offload(InferenceRequest& request, std::size_t exit);
  void send_up(InferenceRequest& request);
  void sent_up(InferenceRequest& request);
  void delivered_up(InferenceRequest& request);
  void answer(InferenceRequest& request);
  void release_early(InferenceRequest& request);
  void visit_run_to_its_end(InferenceRequest& request);
  void await_fallback(InferenceRequest& request);
  void fall_back(InferenceRequest& request);
  void judge(InferenceRequest& request, const Answer& answer);
  void go_back(InferenceRequest& request);
  void send_down(InferenceRequest& request);
  void sent_down(InferenceRequest& request);
  void delivered_down(InferenceRequest& request);
  void came_back(InferenceRequest& request);
  void settle(InferenceRequest& request, const Answer& answer);
  void fail(InferenceRequest& request, Ending ending);
  void clear_answer(InferenceRequest& request, Ending ending);
  void strand_over(InferenceRequest& request);
  void tell_late(InferenceRequest& request);
  void record_end(InferenceRequest& request);

  Engine& engine_;
  RunListener& listener_;
  std::function<void(Device&)> ended_;
  std::function<void()> over_;
  std::vector<std::vector<std::vector<Hop>>> hops_{};
  RequestPool pool_{};
  std::uint64_t next_id_ = 0;
};

}  // namespace splitscape
