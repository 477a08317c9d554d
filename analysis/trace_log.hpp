#pragma once

#include <cstdint>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <vector>

#include "analysis/columns.hpp"
#include "analysis/group_names.hpp"
#include "analysis/trace_tracks.hpp"
#include "sim/run_listener.hpp"

namespace splitscape {

/// Which requests a trace holds, and as which of its processes.
struct TracedRequests {
  std::uint64_t first = 0;
  std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t process = 1;  ///< each run of a trace is another one, from 1

  bool all() const { return first == 0 && last == std::numeric_limits<std::uint64_t>::max(); }
};

/// Writes the events of one run in the Trace Event Format of Chrome and Perfetto (docs/formats/trace.md)
/// while the run goes on: objects with a comma and a new line between them, in the order of their instants,
/// without the brackets around them.
///
/// A request has a slice for each part of its time, and a flow that joins them. Slices on one track do not
/// overlap: where requests share a place, each lies on the first lane of its track that is free. Instants are
/// rounded to nanoseconds; what takes none has no slice.
class TraceLog final : public RunListener {
 public:
  /// @throws std::runtime_error where the file cannot be made
  TraceLog(const std::string& path, const RunIdentity& run, const Scenario& scenario,
           const TracedRequests& wanted);

  void take(const RequestRecord& record) override;
  /// @throws std::runtime_error where not everything could be written
  void close();

 private:
  using Nanoseconds = std::int64_t;

  /// What a request does to the screen at an instant.
  struct Slice {
    Nanoseconds start = 0;
    Nanoseconds end = 0;
    std::uint64_t number = 0;  ///< of the slices of this log: keeps those of one instant in order
    std::uint64_t request = 0;
    std::uint64_t track = 0;
    std::size_t counter = TraceTracks::not_counted;
    std::string_view category{};
    char flow = 0;      ///< s, t or f: where a flow begins, goes on and ends; 0: there is none
    bool mark = false;  ///< no slice: the request went no further
    std::shared_ptr<const std::string> args{};  ///< of all slices of its request

    bool operator>(const Slice& other) const {
      return start != other.start ? start > other.start : number > other.number;
    }
  };
  /// A slice of a counted phase is over.
  struct CountedEnd {
    Nanoseconds at = 0;
    std::size_t counter = 0;

    bool operator>(const CountedEnd& other) const { return at > other.at; }
  };
  template <class Item>
  using Earliest = std::priority_queue<Item, std::vector<Item>, std::greater<>>;

  /// Which lanes of a track are taken, and until when.
  struct Lanes {
    Earliest<std::pair<Nanoseconds, std::uint64_t>> taken{};
    Earliest<std::uint64_t> free{};
    std::vector<std::uint64_t> threads{};  ///< number of each lane's thread
  };

  static Nanoseconds rounded(Seconds instant);
  void add_slices(const RequestRecord& record);
  std::string args_of(const RequestRecord& record) const;
  void seen(const RequestRecord& record);
  void write_until(Nanoseconds instant);
  void write_slice(const Slice& slice);
  std::uint64_t thread_for(const Slice& slice);
  std::uint64_t name_thread(std::uint64_t track, std::size_t lane);
  void count(std::size_t counter, int change, Nanoseconds at);
  void count_ends_until(Nanoseconds instant);
  void write_counts();
  void write(const std::string& event);

  std::string path_;
  std::ofstream file_;
  std::vector<GroupNames> names_;
  TraceTracks tracks_;
  TracedRequests wanted_;
  bool begun_ = false;  ///< an event is in the file
  std::uint64_t lanes_per_track_;
  std::uint64_t spare_thread_;
  std::map<std::uint64_t, Lanes> lanes_{};  ///< by track, where there is anything on it

  Earliest<Slice> slices_{};  ///< not written yet
  Earliest<CountedEnd> ends_{};
  std::uint64_t slice_count_ = 0;
  std::uint64_t next_;                                  ///< the first request that has not ended
  std::map<std::uint64_t, Nanoseconds> ended_early_{};  ///< arrivals of those behind it that have

  std::vector<std::int64_t> counts_{};
  std::vector<std::size_t> changed_{};  ///< counters that have changed at counted_at_
  Nanoseconds counted_at_ = 0;
};

}  // namespace splitscape
