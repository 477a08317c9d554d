#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "models/memory_fit.hpp"
#include "sim/bandits/linear_estimate.hpp"
#include "sim/bandits/plays_in_flight.hpp"
#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

/// What is known of the part behind a cut: its work in convolutions, in matrix products and in other layers,
/// the bytes that cross, and 1 for what every transfer takes. Each divided by its largest over the cuts.
/// Nothing but zeros where nothing is sent.
constexpr std::size_t features = 5;
using BackEnd = std::array<double, features>;

std::size_t kind_of(std::string_view op) {
  if (op.find("conv") != std::string_view::npos) return 0;
  for (const std::string_view name : {"dense", "linear", "fc", "gemm", "matmul", "inner", "attention"}) {
    if (op.find(name) != std::string_view::npos) return 1;
  }
  return 2;
}

/// Multiply-accumulates; where a layer has only measured times, the device's times stand for the work of all.
double work_of(std::size_t layer, bool in_macs, const CostTable& costs) {
  return in_macs ? costs.network().layers()[layer].cost.macs->value : costs.time(0, layer, layer + 1).value;
}

std::vector<BackEnd> back_ends(const CostTable& costs) {
  const auto& layers = costs.network().layers();
  const bool in_macs = std::all_of(layers.begin(), layers.end(),
                                   [](const auto& layer) { return layer.cost.macs.has_value(); });
  std::vector<BackEnd> found(layers.size() + 1, BackEnd{});
  for (std::size_t position = layers.size(); position-- > 0;) {
    found[position] = found[position + 1];
    found[position][kind_of(layers[position].op)] += work_of(position, in_macs, costs);
    found[position][3] = costs.crossing(position).value;
    found[position][4] = 1;
  }
  for (std::size_t i = 0; i < features; ++i) {
    double largest = 0;
    for (const BackEnd& back : found) largest = std::max(largest, back[i]);
    for (BackEnd& back : found) back[i] /= largest > 0 ? largest : 1;
  }
  return found;
}

/// When a cut that offloads is forced: every T^mu plays within a phase of T plays, phase after phase twice as
/// long, since the number of plays is not known.
class ForcedPlays {
 public:
  explicit ForcedPlays(double exponent) : exponent_(exponent) {}

  bool next() {
    ++plays_;
    if (plays_ > phase_) phase_ *= 2;
    if (static_cast<double>(plays_ - last_) < std::pow(static_cast<double>(phase_), exponent_)) return false;
    last_ = plays_;
    return true;
  }

 private:
  double exponent_;
  std::size_t phase_ = 16;
  std::size_t plays_ = 0;
  std::size_t last_ = 0;
};

/// Learns what lies behind a cut from nothing but the delay of its own requests.
class Ans final : public OffloadPolicy {
 public:
  Ans(const Parameters& parameters, const PolicySetting& setting)
      : exploration_(parameters.number("exploration", 0.3)),
        key_every_(static_cast<std::size_t>(parameters.number("key_frames_every", 0))),
        key_weight_(parameters.number("key_frame_weight", 0)),
        forcing_(parameters.text("forced_sampling", "doubling") == "doubling"),
        forced_(parameters.number("mu", 0.25)),
        back_(back_ends(setting.costs)),
        model_(features, parameters.number("ridge", 1), parameters.number("discount", 0.99)) {
    if (setting.hops() == 0) throw std::invalid_argument("there is no server on the path to offload to");
    if (parameters.number("ridge", 1) <= 0) throw std::invalid_argument("'ridge' must be more than 0");
    if (parameters.number("discount", 0.99) <= 0)
      throw std::invalid_argument("'discount' must be more than 0");
    const std::size_t layers = setting.costs.layers();
    const MemoryFit fit(setting.costs);
    const double whole = setting.costs.visit_time(0, 0, layers).value;
    unit_ = whole > 0 ? whole : 1;
    for (std::size_t position = 0; position <= layers; ++position) {
      if (!fit.holds(0, 0, position) || !fit.holds(setting.hops(), position, layers)) continue;
      cuts_.push_back({.decision = {.cuts = same_cut(position, setting)},
                       .back = back_[position],
                       .front = setting.costs.visit_time(0, 0, position).value / unit_,
                       .offloads = position < layers});
    }
    if (cuts_.empty()) throw std::invalid_argument("the memories hold the network in no cut");
  }

  Decision decide(const Observation& observation) override {
    ++plays_;
    const bool forced = forced_.next() && forcing_;
    const bool key = key_every_ > 0 && (plays_ - 1) % key_every_ == 0;
    const double doubt = exploration_ * std::sqrt(key ? 1 - key_weight_ : 1.0);
    std::size_t chosen = cuts_.size();
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < cuts_.size(); ++i) {
      if (forced && !cuts_[i].offloads && cuts_.size() > 1) continue;
      const double delay = optimistic(cuts_[i], doubt);
      if (delay >= least) continue;
      least = delay;
      chosen = i;
    }
    if (cuts_[chosen].offloads) plays_in_flight_.remember(observation.request, chosen);
    return cuts_[chosen].decision;
  }

  void learn(const Feedback& feedback) override {
    const auto play = plays_in_flight_.take(feedback.request);
    if (!play) return;
    const KnownCut& cut = cuts_[*play];
    model_.learn(cut.back, feedback.delay.value / unit_ - cut.front);
  }

 private:
  struct KnownCut {
    Decision decision{};
    BackEnd back{};
    double front = 0;  ///< delay of the device, in units of unit_
    bool offloads = false;
  };

  double optimistic(const KnownCut& cut, double exploration) const {
    if (!cut.offloads) return cut.front;
    return cut.front + model_.estimate(cut.back) - exploration * model_.doubt(cut.back);
  }

  double exploration_;
  std::size_t key_every_;
  double key_weight_;
  bool forcing_;
  ForcedPlays forced_;
  std::vector<BackEnd> back_;
  LinearEstimate model_;
  double unit_ = 1;  ///< seconds of the whole network on the device
  std::vector<KnownCut> cuts_{};
  std::size_t plays_ = 0;
  PlaysInFlight<std::size_t> plays_in_flight_{};
};

std::vector<ParameterEntry> ans_parameters() {
  return {
      {.name = "exploration",
       .kind = ParameterKind::amount,
       .default_text = "0.3",
       .meaning = "alpha: how much a cut that is little known is favoured, in times of the whole network on "
                  "the device (a convention)"},
      {.name = "forced_sampling",
       .kind = ParameterKind::choice,
       .default_text = "doubling",
       .meaning = "whether requests are offloaded that would stay: every T^mu of the T in a phase, phases "
                  "doubling from 16 requests; or none",
       .choices = {"doubling", "none"}},
      {.name = "mu",
       .kind = ParameterKind::share,
       .default_text = "0.25",
       .meaning = "of the distance of forced requests (a convention)"},
      {.name = "key_frames_every",
       .kind = ParameterKind::count,
       .default_text = "0",
       .meaning = "every so many requests is a key frame, for which less is risked; 0: none is"},
      {.name = "key_frame_weight",
       .kind = ParameterKind::share,
       .default_text = "0",
       .meaning = "L of a key frame: its exploration is that of others times sqrt(1 - L)"},
      {.name = "ridge",
       .kind = ParameterKind::amount,
       .default_text = "1",
       .meaning = "of the regression, > 0; 1 as in LinUCB (WWW 2010)"},
      {.name = "discount",
       .kind = ParameterKind::share,
       .default_text = "0.99",
       .meaning = "what is learned is multiplied by it with every answer, so that it is forgotten, as in "
                  "D-LinUCB (arXiv 1909.09146); 1: nothing is"}};
}

}  // namespace

PolicyEntry ans_policy() {
  return {.name = "ans",
          .summary =
              "Learns the cut with the least delay from the delays of its own requests, without knowing link "
              "or server.",
          .source =
              "ANS (Zhang, Chen, Xu, arXiv 2102.02638), mu-LinUCB; only the abstract was read: features, "
              "phases and constants are this project's",
          .parameters = ans_parameters(),
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<Ans>(parameters, setting); }};
}

}  // namespace splitscape
