#include "sim/replay/replay.hpp"

#include <fmt/format.h>

#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>

#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Costs of a sample so far, each a time of the made-up network.
struct Spent {
  Seconds real{};     ///< what was computed and sent
  Seconds counted{};  ///< likewise, and the heads that nobody looked at

  void add(Seconds time) {
    real += time;
    counted += time;
  }
};

/// One device in front of one server, and one sample after the other.
class Replay {
 public:
  Replay(const SampleTrace& trace, const AbstractCosts& costs, const PolicyChoice& choice, std::uint64_t seed,
         const SampleTrace* calibration)
      : trace_(trace),
        table_(abstract_network(costs, trace.exits())),
        network_(table_.network()),
        links_{abstract_link(costs)},
        policy_(make_policy(choice, setting(seed, calibration))),
        knows_truth_(find_policy(choice.name)->knows_truth) {}

  ReplayStep take(std::size_t sample) {
    begin(sample);
    walk();
    settle();
    tell();
    now_ += spent_.real;
    ++request_;
    const double confidence = trace_.has_confidences() ? trace_.at(sample_, exit_).confidence : 0.0;
    return {.sample = sample,
            .exit = exit_,
            .offloaded = offloaded_,
            .cost = spent_.real.value,
            .reward = confidence - spent_.counted.value,
            .decision = decision_};
  }

 private:
  PolicySetting setting(std::uint64_t seed, const SampleTrace* calibration) const {
    return {.costs = table_,
            .has_confidences = trace_.has_confidences(),
            .has_predictions = trace_.has_predictions(),
            .has_entropies = trace_.has_entropies(),
            .classes = trace_.classes(),
            .calibration = calibration,
            .random = RandomStream(StreamName{.seed = seed, .purpose = Purpose::policy, .owner = "replay"})};
  }

  void begin(std::size_t sample) {
    sample_ = sample;
    exit_ = 0;
    place_ = 0;
    offloaded_ = false;
    spent_ = {};
    seen_.clear();
    fallback_.reset();
    if (knows_truth_) policy_->reveal({links_, loads_, radio_, &trace_, sample});
    decision_ = policy_->decide({.now = now_,
                                 .costs = table_,
                                 .links = links_,
                                 .server_loads = loads_,
                                 .radio = radio_,
                                 .request = request_,
                                 .features = trace_.features(sample)});
    if (decision_.cuts.size() != 1 || decision_.cuts.front() > table_.layers())
      throw std::logic_error("a replay has one hop, and the policy has not cut the network there");
    next_crossing_ = 0;
  }

  /// Where the work changes place for the n-th time: at the cut, then at the returns.
  std::size_t crossing(std::size_t number) const {
    if (number == 0) return decision_.cuts.front();
    return number <= decision_.returns.size() ? decision_.returns[number - 1] : table_.layers();
  }

  /// From layer to layer of those behind which something happens: an exit, or a change of place.
  void walk() {
    std::size_t exit = 1;
    std::size_t done = 0;
    while (true) {
      const std::size_t exit_at =
          exit < network_.exit_count() ? network_.exit_position(exit) : table_.layers();
      const std::size_t cross_at = crossing(next_crossing_);
      // An exit belongs to the place that has computed its layer.
      if (cross_at < exit_at) {
        spent_.add(table_.time(place_, done, cross_at));
        done = cross_at;
        cross();
        continue;
      }
      spent_.add(table_.time(place_, done, exit_at));
      done = exit_at;
      if (exit == network_.exit_count()) return;
      if (look(exit)) return;
      ++exit;
    }
  }

  ExitView view(std::size_t exit) const {
    const ExitOutcome& outcome = trace_.at(sample_, exit);
    return {.exit = exit,
            .place = place_,
            .confidence = outcome.confidence,
            .prediction = outcome.prediction,
            .entropy = trace_.has_entropies() ? outcome.entropy : unknown,
            .request = request_,
            .now = now_ + spent_.real,
            .arrival = now_,
            .waiting = place_ == 0 ? std::size_t{1} : std::size_t{0},
            .before = seen_};
  }

  /// @return whether the exit answers
  bool look(std::size_t exit) {
    const Seconds head = table_.exit_time(place_, exit);
    spent_.counted += head;
    if (!decision_.exits.contains(exit)) return false;
    spent_.real += head;
    const ExitView seen = view(exit);
    const ExitAction action = policy_->at_exit(seen);
    seen_.push_back({.exit = exit,
                     .place = place_,
                     .confidence = trace_.has_confidences() ? seen.confidence : unknown,
                     .entropy = seen.entropy,
                     .prediction = seen.prediction});
    if (place_ == 0 && spent_.real <= decision_.fallback_after) fallback_ = exit;
    if (action == ExitAction::stop) exit_ = exit;
    if (action == ExitAction::offload && place_ == 0) {
      decision_.cuts.front() = static_cast<std::uint16_t>(network_.exit_position(exit));
      decision_.returns.clear();
      next_crossing_ = 0;
    }
    return exit_ != 0;
  }

  void cross() {
    spent_.add(links_.front().latency);
    place_ = 1 - place_;
    offloaded_ = true;
    ++next_crossing_;
  }

  /// An answer that is too late is that of the last exit that the device had looked at by then.
  void settle() {
    if (exit_ == 0) exit_ = policy_->at_end(view(network_.exit_count()));
    delay_ = spent_.real;
    if (delay_ > decision_.fallback_after && fallback_) {
      exit_ = *fallback_;
      place_ = 0;
      delay_ = decision_.fallback_after;
    }
  }

  void tell() {
    const ExitOutcome& outcome = trace_.at(sample_, exit_);
    Feedback feedback{.decision = decision_,
                      .exit = exit_,
                      .delay = delay_,
                      .place = place_,
                      .request = request_,
                      .now = now_ + spent_.real,
                      .seen = seen_};
    if (trace_.has_confidences()) feedback.confidence = outcome.confidence;
    if (trace_.has_predictions()) feedback.prediction = outcome.prediction;
    policy_->learn(feedback);
  }

  const SampleTrace& trace_;
  CostTable table_;
  const NetworkGraph& network_;
  std::vector<LinkEstimate> links_;
  std::vector<double> loads_{1.0};
  RadioCost radio_{};
  std::unique_ptr<OffloadPolicy> policy_;
  bool knows_truth_;
  Seconds now_{};
  std::uint64_t request_ = 0;

  // The sample in hand.
  std::size_t sample_ = 0;
  Decision decision_{};
  std::size_t next_crossing_ = 0;
  std::size_t place_ = 0;
  std::size_t exit_ = 0;  ///< 0: none has answered
  bool offloaded_ = false;
  Spent spent_{};
  std::vector<ExitSeen> seen_{};
  std::optional<std::size_t> fallback_{};  ///< the last exit that the device looked at in time
  Seconds delay_{};
};

}  // namespace

void replay(const SampleTrace& trace, const AbstractCosts& costs, const PolicyChoice& policy,
            const std::vector<std::uint32_t>& order, std::uint64_t seed,
            const std::function<void(const ReplayStep&)>& step, const SampleTrace* calibration) {
  Replay run(trace, costs, policy, seed, calibration);
  for (const std::uint32_t sample : order) {
    if (sample >= trace.rows())
      throw std::invalid_argument(fmt::format("row {} of a trace with {} rows", sample, trace.rows()));
    step(run.take(sample));
  }
}

}  // namespace splitscape
