#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "models/rate_trace.hpp"
#include "models/scenario.hpp"
#include "models/units.hpp"
#include "sim/engine/callback.hpp"

namespace splitscape {

enum class MediumId : std::uint32_t {};
enum class PlaceId : std::uint32_t {};
enum class Direction : std::uint8_t { up, down };

/// A transfer whose last byte has not left yet. Valid until its `sent` callback.
enum class TransferId : std::uintptr_t { none = 0 };

/// What can be sent over: one rate each way (or one for both), shared equally by the transfers of the moment.
struct MediumSpec {
  RateTrace up{};
  RateTrace down{};
  bool half_duplex = false;  ///< up and down share the medium; `up` is its rate
  Seconds latency{};         ///< one way
};

/// How what runs at a place shares its slots.
enum class Sharing : std::uint8_t {
  exclusive,  ///< the caller never runs more than the slots; everything runs at full speed
  fair,       ///< any number runs, the slots are shared equally
};

/// The simulated world, as narrow as it can be: a clock, timers, execution on a place, transfers over one
/// medium. Nothing here knows a network, a policy or an energy.
///
/// Of what happens at one instant, timers come first (work at exclusive places is one too), in the order in
/// which they were set; then the ends of transfers and of shared work, in the order in which these began;
/// then what those asked for at once. One engine a process: SimGrid's clock goes on from the last run where a
/// second one is made.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Media and places are added before run().
  virtual MediumId add_medium(const MediumSpec& spec) = 0;
  virtual PlaceId add_place(std::size_t slots, Sharing sharing) = 0;

  virtual Seconds now() const = 0;
  /// @param instant not before now()
  virtual void at(Seconds instant, Callback callback) = 0;
  void after(Seconds delay, Callback callback) { at(now() + delay, callback); }
  /// @param work time that it takes alone
  virtual void execute(PlaceId place, Seconds work, Callback done) = 0;
  /// @param sent called when the last byte has left (the sender is free again), before transfer() returns
  /// where
  ///        that takes no time; may be empty
  /// @param delivered called when the last byte has arrived
  virtual TransferId transfer(MediumId medium, Direction direction, Bytes size, Callback sent,
                              Callback delivered) = 0;
  /// What of a transfer has not left yet.
  virtual Bytes left(TransferId transfer) const = 0;
  /// Ends a transfer; neither of its callbacks is called.
  virtual void cancel(TransferId transfer) = 0;

  /// Runs until stop() is called or nothing is left to happen.
  /// @throws whatever a callback throws
  virtual void run() = 0;
  /// No callback is called any more, and now() stays what it is.
  virtual void stop() = 0;
};

struct EngineOptions {
  NetworkModel network_model = NetworkModel::fluid;
  /// Work at exclusive places is an activity of a SimGrid host instead of a timer: slower, the same answers,
  /// and SimGrid's plug-ins can see it. Place n is the host "place-n".
  bool work_as_activities = false;
};

/// The engine on SimGrid. @throws std::logic_error where this process has had one already
std::unique_ptr<Engine> make_simgrid_engine(const EngineOptions& options);

}  // namespace splitscape
