#include "sim/simulate.hpp"

#include <algorithm>
#include <memory>
#include <optional>

#include "sim/journey.hpp"
#include "sim/measurement.hpp"
#include "sim/world.hpp"

namespace splitscape {
namespace {

/// Parts of the measured time in which energy and throughput are told apart.
constexpr std::uint64_t window_count = 20;
/// Arrivals between two reports of progress.
constexpr std::uint64_t progress_interval = 1024;

/// One run: lets requests arrive in the simulated world of a scenario, decides when it is over, and reports.
class Simulation {
 public:
  Simulation(const Scenario& scenario, const PolicyChoice& policy, RunListener& listener,
             const SimulateOptions& options)
      : scenario_(scenario),
        listener_(listener),
        engine_(make_simgrid_engine(
            {.network_model = scenario.network_model, .work_as_activities = options.work_as_activities})),
        journey_(
            *engine_, listener, [this](Device& device) { ended(device); }, [this] { over(); }),
        world_(scenario, policy, *engine_, journey_),
        measurement_(world_),
        expected_arrivals_(expected_arrivals(scenario)) {
    journey_.set_hops(world_.hops());
  }

  RunReport run() {
    schedule();
    engine_->run();
    if (!stopped_) stop();  // nothing was left to happen: what is in flight will never move again
    return report();
  }

 private:
  /// 0 where a duration alone ends the arrivals.
  static std::uint64_t expected_arrivals(const Scenario& scenario) {
    if (scenario.requests || scenario.duration) return scenario.requests.value_or(0);
    std::uint64_t stamps = 0;
    for (const auto& deployment : scenario.devices) {
      const auto* arrivals = std::get_if<TimestampArrivals>(&deployment.workload.arrivals);
      if (arrivals != nullptr) stamps += arrivals->times.size();
    }
    return stamps;
  }

  void schedule() {
    if (scenario_.warmup.value > 0) {
      engine_->at(scenario_.warmup, Callback::to<&Simulation::warmup_over>(*this));
    } else {
      warmup_over();
    }
    if (scenario_.duration) {
      engine_->at(*scenario_.duration, Callback::to<&Simulation::duration_over>(*this));
    }
    for (std::size_t group = 0; group < world_.groups(); ++group) {
      for (Device& device : world_.devices(group)) expect_arrival(device, device.arrivals().first());
    }
  }

  // ---- arrivals

  void expect_arrival(Device& device, std::optional<Seconds> instant) {
    if (!instant || !arrivals_open_) return;
    ++arrivals_ahead_;
    engine_->at(*instant, Callback::to<&Simulation::arrive>(*this, device));
  }

  void arrive(Device& device) {
    --arrivals_ahead_;
    if (!arrivals_open_ || device.dead()) {
      close_if_nobody_asks();
      return;
    }
    measurement_.arrived(device.group().index);
    ++arrived_;
    journey_.start(device, measurement_.measuring());
    expect_arrival(device, device.arrivals().after_arrival(engine_->now()));
    close_counted_window();
    if (arrived_ % progress_interval == 0) listener_.progressed(progress());
    if (arrived_ == expected_arrivals_) close_arrivals();
    close_if_nobody_asks();
  }

  void ended(Device& device) {
    measurement_.ended(device.group().index);
    if (!device.dead()) expect_arrival(device, device.arrivals().after_answer(engine_->now()));
  }

  void over() {
    close_if_nobody_asks();
    stop_if_done();
  }

  /// Without a duration to wait for, arrivals are over when no device will ask again.
  void close_if_nobody_asks() {
    if (arrivals_ahead_ == 0 && journey_.in_flight() == 0 && !scenario_.duration) close_arrivals();
  }

  void duration_over() {
    close_arrivals();
    if (!stopped_ && scenario_.at_end == AtEnd::cut) stop();
  }

  void close_arrivals() {
    if (!arrivals_open_) return;
    arrivals_open_ = false;
    arrivals_end_ = engine_->now();
    if (measurement_.measuring()) measurement_.close_window(arrivals_end_);
    measurement_.arrivals_over();
    stop_if_done();
  }

  void stop_if_done() {
    if (!arrivals_open_ && journey_.in_flight() == 0 && !stopped_) stop();
  }

  void stop() {
    stopped_ = true;
    if (arrivals_open_) arrivals_end_ = engine_->now();
    engine_->stop();
    for (std::size_t group = 0; group < world_.groups(); ++group) {
      for (Device& device : world_.devices(group)) device.close();
    }
    journey_.stop();
    end_ = engine_->now();
    listener_.progressed(1.0);
  }

  // ---- measuring

  void warmup_over() {
    measurement_.begin(engine_->now());
    if (scenario_.duration) next_timed_window();
  }

  void next_timed_window() {
    if (!arrivals_open_) return;
    measurement_.close_window(engine_->now());
    if (++timed_windows_ > window_count) return;
    const double part = static_cast<double>(timed_windows_) / static_cast<double>(window_count);
    engine_->at(scenario_.warmup + part * (*scenario_.duration - scenario_.warmup),
                Callback::to<&Simulation::next_timed_window>(*this));
  }

  /// Where a number of requests ends the run, its windows hold equal numbers of arrivals.
  void close_counted_window() {
    if (scenario_.duration || !measurement_.measuring()) return;
    const std::uint64_t part = std::max<std::uint64_t>(1, expected_arrivals_ / window_count);
    if (arrived_ % part == 0) measurement_.close_window(engine_->now());
  }

  double progress() const {
    double share = 0;
    if (scenario_.duration) share = engine_->now() / *scenario_.duration;
    if (expected_arrivals_ > 0) {
      share = std::max(share, static_cast<double>(arrived_) / static_cast<double>(expected_arrivals_));
    }
    return std::min(share, 1.0);
  }

  RunReport report() {
    RunReport report{.warmup = scenario_.warmup, .arrivals_end = arrivals_end_, .end = end_};
    for (std::size_t group = 0; group < world_.groups(); ++group) {
      GroupReport& of_group = report.groups.emplace_back(measurement_.report(group));
      for (Device& device : world_.devices(group)) {
        report.devices.push_back(device.report());
        for (std::size_t ending = 0; ending < ending_count; ++ending) {
          of_group.endings[ending] += report.devices.back().endings[ending];
        }
      }
    }
    report.links = world_.link_reports(end_);
    report.servers = world_.server_reports(end_);
    report.windows = measurement_.windows();
    report.verify();
    return report;
  }

  const Scenario& scenario_;
  RunListener& listener_;
  std::unique_ptr<Engine> engine_;
  Journey journey_;
  World world_;
  Measurement measurement_;
  std::uint64_t expected_arrivals_;
  std::uint64_t arrived_ = 0;
  std::uint64_t arrivals_ahead_ = 0;  ///< timers for arrivals
  std::uint64_t timed_windows_ = 0;
  bool arrivals_open_ = true;
  bool stopped_ = false;
  Seconds arrivals_end_{};
  Seconds end_{};
};

}  // namespace

RunReport simulate(const Scenario& scenario, const PolicyChoice& policy, RunListener& listener,
                   const SimulateOptions& options) {
  return Simulation(scenario, policy, listener, options).run();
}

}  // namespace splitscape
