#include <xbt/log.h>

#include <algorithm>
#include <cmath>
#include <deque>
#include <exception>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/engine/event_queue.hpp"
#include "sim/engine/rate_walk.hpp"
#include "sim/engine/simgrid_api.hpp"

namespace splitscape {
namespace {

/// Speed of a core of a place in flop/s; work of one second is so many flops.
constexpr double core_speed = 1e9;
/// What stands for a rate of zero, in byte/s: SimGrid aborts on a flow without any share. In an hour without
/// coverage it lets a few millionths of a byte through.
constexpr double no_rate = 1e-9;

struct Follower;

/// One direction of a medium.
struct Channel {
  RateTrace rate{};
  simgrid::s4u::Link* link = nullptr;  ///< null: nothing passes, or everything at once
  double current = 0;                  ///< byte/s
  double highest = 0;
  std::size_t active = 0;        ///< transfers in the air
  Follower* follower = nullptr;  ///< null: the rate is constant
};

struct Medium {
  Channel channels[2];
  simgrid::s4u::Host* station = nullptr;
  bool half_duplex = false;
  Seconds latency{};

  Channel& channel(Direction direction) {
    return channels[half_duplex || direction == Direction::up ? 0 : 1];
  }
};

/// A computation or a transfer in progress.
struct Activity {
  simgrid::s4u::ActivityPtr handle{};
  Channel* channel = nullptr;  ///< null: a computation
  Bytes size{};
  Seconds latency{};
  Callback sent{};
  Callback done{};           ///< of a transfer: delivered
  std::uint64_t number = 0;  ///< in the order in which activities begin
  enum class Phase { running, ended, being_cancelled, cancelled } phase = Phase::running;
};

/// All channels that follow one rate trace: one timer serves them together, while anything is in the air.
struct Follower {
  RateWalk walk;
  bool following = false;  ///< a timer stands for the next step
  std::size_t in_air = 0;  ///< transfers
  std::vector<Channel*> channels{};
};

class SimGridEngine final : public Engine {
 public:
  explicit SimGridEngine(const EngineOptions& options);

  MediumId add_medium(const MediumSpec& spec) override;
  PlaceId add_place(std::size_t slots, Sharing sharing) override;
  Seconds now() const override { return now_; }
  void at(Seconds instant, Callback callback) override;
  void execute(PlaceId place, Seconds work, Callback done) override;
  TransferId transfer(MediumId medium, Direction direction, Bytes size, Callback sent,
                      Callback delivered) override;
  Bytes left(TransferId transfer) const override;
  void cancel(TransferId transfer) override;
  void run() override;
  void stop() override;

 private:
  static simgrid::s4u::Engine& only_engine(const EngineOptions& options);
  void open(Channel& channel, const std::string& name, Seconds latency);
  void follow(Channel& channel);
  void catch_up(Follower& follower);
  void next_step(Follower& follower);
  void hold_step(Follower& follower);
  void strand(Follower& follower);
  Activity& new_activity();
  void leaves_air(Channel& channel);
  void completed(Activity& activity);
  void tell_ended();
  void tell(const Activity& ended);
  void release(Activity& activity);
  template <class Code>
  void call_out(const Code& code);
  void tell_time();
  void arm();
  void disarm();
  void run_due_events();

  EngineOptions options_;
  simgrid::s4u::Engine& simgrid_;
  simgrid::s4u::NetZone* zone_;
  simgrid::s4u::Host* hub_;
  std::deque<Medium> media_{};
  std::vector<simgrid::s4u::Host*> places_{};  ///< null: work there is a timer
  std::deque<Follower> followers_{};
  std::deque<Activity> activities_{};
  std::vector<Activity*> free_activities_{};
  std::uint64_t begun_ = 0;
  simgrid::s4u::ActivityPtr just_completed_{};  ///< SimGrid still uses an activity after it reported its end
  std::vector<Activity*> ended_{};              ///< at this instant, and nobody has been told
  EventQueue events_{};
  void* timer_ = nullptr;  ///< SimGrid's timer for the next event
  double timer_date_ = std::numeric_limits<double>::infinity();
  bool in_events_ = false;
  bool stopped_ = false;
  std::exception_ptr thrown_{};
  Seconds
      now_{};  ///< SimGrid's clock when it last called; it goes on after stop(), until nothing is in progress
};

simgrid::s4u::Engine& SimGridEngine::only_engine(const EngineOptions& options) {
  static bool made = false;
  if (made) {
    throw std::logic_error("a process runs one simulation: SimGrid's clock would go on from the last one");
  }
  made = true;
  // Errors only; what SimGrid says of its own configuration is no business of the user.
  xbt_log_control_set("root.thresh:error");
  static int argc = 1;
  static char name[] = "splitscape";
  static char* argv[] = {name, nullptr};
  static simgrid::s4u::Engine engine(&argc, argv);
  simgrid_api::configure(options.network_model == NetworkModel::fluid);
  return engine;
}

SimGridEngine::SimGridEngine(const EngineOptions& options)
    : options_(options), simgrid_(only_engine(options)), zone_(simgrid_api::create_star("world")) {
  hub_ = simgrid_api::add_host(zone_, "hub", core_speed, 1);
  simgrid_api::add_routes(zone_, hub_, nullptr, nullptr);
  simgrid_api::on_completion([this](void* data) { completed(*static_cast<Activity*>(data)); });
}

MediumId SimGridEngine::add_medium(const MediumSpec& spec) {
  const std::string name = "medium-" + std::to_string(media_.size());
  Medium& medium = media_.emplace_back();
  medium.half_duplex = spec.half_duplex;
  medium.latency = spec.latency;
  medium.station = simgrid_api::add_host(zone_, name, core_speed, 1);
  medium.channels[0].rate = spec.up;
  open(medium.channels[0], name + "-up", spec.latency);
  if (!spec.half_duplex) {
    medium.channels[1].rate = spec.down;
    open(medium.channels[1], name + "-down", spec.latency);
  }
  simgrid_api::add_routes(zone_, medium.station, medium.channel(Direction::up).link,
                          medium.channel(Direction::down).link);
  return MediumId{static_cast<std::uint32_t>(media_.size() - 1)};
}

void SimGridEngine::open(Channel& channel, const std::string& name, Seconds latency) {
  channel.current = bytes_per_second(channel.rate.first());
  channel.highest = bytes_per_second(channel.rate.highest());
  if (channel.highest == 0 || std::isinf(channel.highest)) return;
  // The fluid model pays the latency after the last byte, here in completed(); SimGrid would pay it before
  // the first one, and a sender that sends back to back would lose it each time.
  const double simgrid_latency = options_.network_model == NetworkModel::fluid ? 0.0 : latency.value;
  if (channel.rate.is_constant()) {
    channel.link = simgrid_api::add_link(zone_, name, channel.highest, simgrid_latency);
    return;
  }
  channel.link = simgrid_api::add_varying_link(zone_, name, channel.highest, simgrid_latency, [&channel] {
    return channel.current > 0 ? channel.current : no_rate;
  });
  follow(channel);
}

void SimGridEngine::follow(Channel& channel) {
  auto found = std::find_if(followers_.begin(), followers_.end(),
                            [&channel](const Follower& f) { return f.walk.trace() == channel.rate; });
  if (found == followers_.end()) {
    followers_.push_back(Follower{.walk = RateWalk(channel.rate)});
    found = std::prev(followers_.end());
  }
  channel.follower = &*found;
  found->channels.push_back(&channel);
}

/// Something is about to be sent where nothing was in the air: steps may have gone by unnoticed.
void SimGridEngine::catch_up(Follower& follower) {
  if (std::isinf(follower.walk.next().value)) return;  // the last step holds, for good
  follower.walk.advance_to(now());
  hold_step(follower);
}

void SimGridEngine::next_step(Follower& follower) {
  follower.following = false;
  if (follower.in_air == 0) return;  // or a trace that repeats would keep the clock going for nobody
  follower.walk.advance();
  hold_step(follower);
}

void SimGridEngine::hold_step(Follower& follower) {
  for (Channel* channel : follower.channels) {
    channel->current = bytes_per_second(follower.walk.rate());
    // The bandwidth stays what it is; setting it makes SimGrid ask for the rate and share anew.
    if (channel->active > 0) channel->link->set_bandwidth(channel->highest);
  }
  const Seconds next = follower.walk.next();
  follower.following = !std::isinf(next.value);
  if (follower.following) at(next, Callback::to<&SimGridEngine::next_step>(*this, follower));
  if (follower.walk.ends_without_rate()) strand(follower);
}

/// Nothing will ever pass again: what is in the air stays there without keeping the clock running.
void SimGridEngine::strand(Follower& follower) {
  for (Channel* channel : follower.channels) channel->highest = 0;
  for (Activity& activity : activities_) {
    if (activity.handle && activity.channel != nullptr && activity.channel->highest == 0)
      activity.handle->suspend();
  }
}

PlaceId SimGridEngine::add_place(std::size_t slots, Sharing sharing) {
  simgrid::s4u::Host* host = nullptr;
  if (sharing == Sharing::fair || options_.work_as_activities) {
    host = simgrid_api::add_host(zone_, "place-" + std::to_string(places_.size()), core_speed,
                                 static_cast<int>(slots));
    simgrid_api::add_routes(zone_, host, nullptr, nullptr);
  }
  places_.push_back(host);
  return PlaceId{static_cast<std::uint32_t>(places_.size() - 1)};
}

void SimGridEngine::at(Seconds instant, Callback callback) {
  if (stopped_) return;
  events_.push(instant, callback);
  if (!in_events_) arm();
}

void SimGridEngine::execute(PlaceId place, Seconds work, Callback done) {
  simgrid::s4u::Host* host = places_[static_cast<std::size_t>(place)];
  if (host == nullptr || work.value == 0) {
    after(work, done);
    return;
  }
  Activity& activity = new_activity();
  activity.done = done;
  activity.handle = simgrid_api::start_execution(host, work.value * core_speed, &activity);
}

TransferId SimGridEngine::transfer(MediumId medium_id, Direction direction, Bytes size, Callback sent,
                                   Callback delivered) {
  Medium& medium = media_[static_cast<std::size_t>(medium_id)];
  Channel& channel = medium.channel(direction);
  if (channel.follower != nullptr && !channel.follower->following) catch_up(*channel.follower);
  const bool nothing_passes = channel.highest == 0;
  const bool at_once = std::isinf(channel.highest) || (size.value == 0 && !nothing_passes);
  if (at_once) {
    if (sent) sent();
    after(medium.latency, delivered);
    return TransferId::none;
  }
  Activity& activity = new_activity();
  activity.channel = &channel;
  activity.size = {std::ceil(size.value)};
  activity.latency = options_.network_model == NetworkModel::fluid ? medium.latency : Seconds{};
  activity.sent = sent;
  activity.done = delivered;
  if (!nothing_passes) {
    ++channel.active;
    if (channel.follower != nullptr) ++channel.follower->in_air;
    simgrid::s4u::Host* from = direction == Direction::up ? medium.station : hub_;
    simgrid::s4u::Host* to = direction == Direction::up ? hub_ : medium.station;
    activity.handle =
        simgrid_api::start_transfer(from, to, static_cast<std::uint64_t>(activity.size.value), &activity);
  }
  return TransferId{reinterpret_cast<std::uintptr_t>(&activity)};
}

Bytes SimGridEngine::left(TransferId transfer) const {
  if (transfer == TransferId::none) return {};
  const auto& activity = *reinterpret_cast<const Activity*>(static_cast<std::uintptr_t>(transfer));
  if (activity.phase == Activity::Phase::ended) return {};
  return activity.handle ? Bytes{activity.handle->get_remaining()} : activity.size;
}

void SimGridEngine::cancel(TransferId transfer) {
  if (transfer == TransferId::none) return;
  auto& activity = *reinterpret_cast<Activity*>(static_cast<std::uintptr_t>(transfer));
  if (activity.phase == Activity::Phase::ended) {
    activity.phase = Activity::Phase::cancelled;
    return;
  }
  if (!activity.handle) {
    release(activity);
    return;
  }
  leaves_air(*activity.channel);
  // SimGrid reports the end of a cancelled activity twice: from within cancel(), and again when it clears up,
  // until when it must be kept.
  activity.phase = Activity::Phase::being_cancelled;
  activity.handle->cancel();
  activity.phase = Activity::Phase::cancelled;
}

Activity& SimGridEngine::new_activity() {
  Activity* activity = nullptr;
  if (free_activities_.empty()) {
    activity = &activities_.emplace_back();
  } else {
    activity = free_activities_.back();
    free_activities_.pop_back();
  }
  activity->number = begun_++;
  return *activity;
}

void SimGridEngine::leaves_air(Channel& channel) {
  --channel.active;
  if (channel.follower != nullptr) --channel.follower->in_air;
}

/// SimGrid says that an activity is over. Others may be over at the same instant, and SimGrid names them in
/// an order of its own; so all are told together when it has named the last.
void SimGridEngine::completed(Activity& activity) {
  if (activity.phase == Activity::Phase::being_cancelled) return;
  just_completed_ = std::move(activity.handle);
  if (activity.phase == Activity::Phase::cancelled) {
    release(activity);
    return;
  }
  if (activity.channel != nullptr) leaves_air(*activity.channel);
  activity.phase = Activity::Phase::ended;
  if (stopped_) return;
  tell_time();
  ended_.push_back(&activity);
  if (simgrid_api::has_named_all(simgrid_)) {
    tell_ended();
  } else if (ended_.size() == 1) {
    // Should the one that it names last be none of ours, this tells them.
    simgrid_api::set_timer(
        now().value, [](void* engine) { static_cast<SimGridEngine*>(engine)->tell_ended(); }, this);
  }
}

/// Calls what is not of this engine. An exception must not leave through SimGrid, which is in the middle of
/// its round: it is kept for run().
template <class Code>
void SimGridEngine::call_out(const Code& code) {
  in_events_ = true;
  try {
    code();
  } catch (...) {
    thrown_ = std::current_exception();
    stop();
  }
  in_events_ = false;
  arm();
}

void SimGridEngine::tell_ended() {
  if (ended_.size() > 1) {
    std::sort(ended_.begin(), ended_.end(),
              [](const Activity* a, const Activity* b) { return a->number < b->number; });
  }
  call_out([this] {
    for (Activity* activity : ended_) {
      const Activity ended = *activity;
      if (stopped_) break;
      release(*activity);
      if (ended.phase != Activity::Phase::cancelled) tell(ended);
    }
  });
  ended_.clear();
}

void SimGridEngine::tell(const Activity& ended) {
  if (ended.sent) ended.sent();
  if (stopped_) return;
  if (ended.latency.value > 0) {
    after(ended.latency, ended.done);
  } else {
    ended.done();
  }
}

void SimGridEngine::release(Activity& activity) {
  activity = Activity{};
  free_activities_.push_back(&activity);
}

void SimGridEngine::tell_time() {
  if (!stopped_) now_ = {simgrid::s4u::Engine::get_clock()};
}

void SimGridEngine::arm() {
  if (events_.empty()) return;
  const double next = events_.next().value;
  if (timer_ != nullptr) {
    if (next >= timer_date_) return;
    disarm();
  }
  timer_date_ = next;
  timer_ = simgrid_api::set_timer(
      next, [](void* engine) { static_cast<SimGridEngine*>(engine)->run_due_events(); }, this);
}

void SimGridEngine::disarm() {
  if (timer_ != nullptr) simgrid_api::remove_timer(timer_);
  timer_ = nullptr;
  timer_date_ = std::numeric_limits<double>::infinity();
}

void SimGridEngine::run_due_events() {
  timer_ = nullptr;
  timer_date_ = std::numeric_limits<double>::infinity();
  tell_time();
  call_out([this] {
    while (!stopped_ && !events_.empty() && events_.next() <= now()) events_.pop()();
  });
}

void SimGridEngine::run() {
  zone_->seal();
  simgrid_.run();
  if (thrown_) std::rethrow_exception(thrown_);
}

void SimGridEngine::stop() {
  stopped_ = true;
  events_.clear();
  disarm();
}

}  // namespace

std::unique_ptr<Engine> make_simgrid_engine(const EngineOptions& options) {
  return std::make_unique<SimGridEngine>(options);
}

}  // namespace splitscape
