#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <vector>

#include "models/random_stream.hpp"
#include "models/server.hpp"
#include "sim/engine/engine.hpp"
#include "sim/itinerary.hpp"
#include "sim/report.hpp"

namespace splitscape {

/// One copy of a server at work: a bounded queue in front of slots, first come first served, alone or in
/// batches; or all at once under processor sharing. Requests of a batch go through their segments together;
/// those that an exit stops leave it,
/// unless their answers are released early.
class ServerStation {
 public:
  /// @param present kept at the number of requests that are here, waiting and in service
  ServerStation(Engine& engine, Itinerary& itinerary, const Server& server, RandomStream variation,
                std::size_t& present);

  void take(InferenceRequest& request);

  /// Brings the time integrals up to now.
  void advance();
  /// Adds what this copy did to the report of its server.
  void add_to(ServerReport& report, Seconds end);

 private:
  struct Batch {
    std::vector<InferenceRequest*> members{};
    double variation = 1.0;  ///< of its times, the same for all its segments
  };

  bool shares_processor() const { return server_.discipline == Discipline::processor_sharing; }
  void start_waiting();
  /// Whether the first in the queue need not wait for company any more.
  bool ready();
  void begin(Batch& batch);
  void run_segment(Batch& batch);
  void segment_over(Batch& batch);
  Batch& new_batch();

  Engine& engine_;
  Itinerary& itinerary_;
  const Server& server_;
  PlaceId place_;
  RandomStream variation_;
  std::size_t& present_;
  RequestQueue waiting_{};
  std::size_t running_ = 0;  ///< batches
  std::deque<Batch> batches_{};
  std::vector<Batch*> free_batches_{};
  Seconds company_deadline_ = never;  ///< a timer stands there
  Seconds at_{};
  ServerReport counts_{};
};

}  // namespace splitscape
