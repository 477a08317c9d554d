#include <algorithm>
#include <limits>
#include <optional>
#include <stdexcept>
#include <vector>

#include "models/memory_fit.hpp"
#include "sim/expectation.hpp"
#include "sim/placement.hpp"
#include "sim/policy_catalogue.hpp"

namespace splitscape {
namespace {

constexpr double no_limit = std::numeric_limits<double>::infinity();

/// Of a way through the first layers of a network.
struct Way {
  double cost = 0;         ///< what is made small, s or J
  double energy = 0;       ///< of the device, J
  double server_time = 0;  ///< s
  std::size_t parent = 0;  ///< in the list of all ways
  std::uint16_t changed_at = 0;
  bool changed = false;  ///< it changed place there, as its last step
};

struct Step {
  double cost = 0;
  double energy = 0;
  double server_time = 0;
};

struct Limits {
  double energy = no_limit;
  double server_time = no_limit;

  bool any() const { return energy < no_limit || server_time < no_limit; }
  bool met_by(const Way& way) const { return way.energy <= energy && way.server_time <= server_time; }
};

/// The shortest path over (layers done, place), with all ways that a limit leaves open: one way to a point is
/// given up where another is as good in the cost and in everything that is limited.
class CheapestWay {
 public:
  CheapestWay(const Observation& observation, bool energy, double load, const Limits& limits)
      : observation_(observation),
        costs_(observation.costs),
        energy_(energy),
        load_(load),
        limits_(limits),
        ways_(1) {}

  /// The positions at which the work changes place; absent where no way meets the limits.
  std::optional<std::vector<std::uint16_t>> changes() {
    std::vector<std::size_t> on_device{0};
    std::vector<std::size_t> on_server;
    for (std::size_t k = 0; k < costs_.layers(); ++k) {
      cross(k, on_device, on_server);
      on_device = stepped(on_device, layer(0, k));
      on_server = stepped(on_server, layer(1, k));
    }
    const Step answer{.cost = energy_ ? expected_answer_energy(observation_).value
                                      : alive(expected_answer(observation_).value),
                      .energy = expected_answer_energy(observation_).value};
    const auto answered = stepped(on_server, {.cost = alive(answer.cost), .energy = answer.energy});
    on_device.insert(on_device.end(), answered.begin(), answered.end());
    const auto best = std::min_element(on_device.begin(), on_device.end(),
                                       [this](auto a, auto b) { return ways_[a].cost < ways_[b].cost; });
    if (best == on_device.end()) return std::nullopt;
    return changes_of(*best);
  }

 private:
  /// Cost of a link that lets nothing through: more than anything else, and still a number.
  static constexpr double dead_link = 1e9;
  static double alive(double cost) { return cost < dead_link ? cost : dead_link; }

  double chosen(Seconds time, Joules energy) const { return alive(energy_ ? energy.value : time.value); }

  Step layer(std::size_t place, std::size_t k) const {
    const Seconds time = (place == 0 ? 1.0 : load_) * costs_.time(place, k, k + 1);
    const Joules energy = place == 0 ? costs_.energy(0, k, k + 1) : Joules{};
    return {chosen(time, energy), energy.value, place == 0 ? 0.0 : time.value};
  }

  Step change(std::size_t k, bool up) const {
    Seconds time = expected_change(observation_, k, up);
    Joules energy = expected_change_energy(observation_, k, up);
    Seconds decoding{};
    if (up) {
      time += costs_.encoder_time(0, 0, k);
      energy += costs_.encoder_energy(0, 0, k);
      decoding = load_ * costs_.decoder_time(1, k, k + 1);
    }
    return {chosen(time + decoding, energy), alive(energy.value), decoding.value};
  }

  void cross(std::size_t k, std::vector<std::size_t>& on_device, std::vector<std::size_t>& on_server) {
    const auto up = stepped(on_device, change(k, true), k);
    // A server does not encode: no tensor of a bottleneck leads back.
    std::vector<std::size_t> down;
    if (costs_.network().bottleneck_at(k) == nullptr) down = stepped(on_server, change(k, false), k);
    for (const std::size_t way : up) keep(way, on_server);
    for (const std::size_t way : down) keep(way, on_device);
  }

  std::vector<std::size_t> stepped(const std::vector<std::size_t>& from, const Step& step,
                                   std::optional<std::size_t> changed_at = std::nullopt) {
    std::vector<std::size_t> reached;
    for (const std::size_t parent : from) {
      Way way = ways_[parent];
      way.cost += step.cost;
      way.energy += step.energy;
      way.server_time += step.server_time;
      if (!limits_.met_by(way)) continue;
      way.parent = parent;
      way.changed = changed_at.has_value();
      way.changed_at = static_cast<std::uint16_t>(changed_at.value_or(0));
      ways_.push_back(way);
      reached.push_back(ways_.size() - 1);
    }
    return reached;
  }

  bool as_good(const Way& a, const Way& b) const {
    return a.cost <= b.cost && (limits_.energy == no_limit || a.energy <= b.energy) &&
           (limits_.server_time == no_limit || a.server_time <= b.server_time);
  }

  void keep(std::size_t way, std::vector<std::size_t>& among) const {
    for (const std::size_t other : among) {
      if (as_good(ways_[other], ways_[way])) return;
    }
    std::erase_if(among, [&](std::size_t other) { return as_good(ways_[way], ways_[other]); });
    among.push_back(way);
  }

  std::vector<std::uint16_t> changes_of(std::size_t way) const {
    std::vector<std::uint16_t> changes;
    for (; way != 0; way = ways_[way].parent) {
      if (ways_[way].changed) changes.push_back(ways_[way].changed_at);
    }
    std::reverse(changes.begin(), changes.end());
    return changes;
  }

  const Observation& observation_;
  const CostTable& costs_;
  bool energy_;
  double load_;
  Limits limits_;
  std::vector<Way> ways_;  ///< the first is the beginning
};

class JointDnn final : public OffloadPolicy {
 public:
  JointDnn(const Parameters& parameters, const PolicySetting& setting)
      : energy_(parameters.text("objective", "latency") == "energy"),
        limits_{.energy = parameters.number("energy_limit", no_limit),
                .server_time = parameters.number("server_limit", no_limit)},
        fit_(setting.costs) {
    if (setting.hops() != 1) {
      throw std::invalid_argument(
          "'joint_dnn' sends work to and fro between a device and one server: it needs a path of one hop");
    }
    if ((energy_ || limits_.energy < no_limit) && !setting.costs.knows_energy(0)) {
      throw std::invalid_argument(
          "'objective: energy' and 'energy_limit' need a device whose computing power is known");
    }
    if (!fit_.possible()) {
      throw std::invalid_argument("no cut leaves parts that fit the memories of device and server");
    }
  }

  Decision decide(const Observation& observation) override {
    const double load = observation.server_loads.front();
    auto changes = CheapestWay(observation, energy_, load, limits_).changes();
    if (!changes && limits_.any()) changes = CheapestWay(observation, energy_, load, {}).changes();
    Decision decision;
    if (changes->empty()) {
      decision.cuts.push_back(static_cast<std::uint16_t>(observation.costs.layers()));
    } else {
      decision.cuts.push_back(changes->front());
      decision.returns.assign(changes->begin() + 1, changes->end());
    }
    if (shortfall(observation.costs, decision.cuts, decision.returns)) decision = one_cut(observation);
    return decision;
  }

 private:
  /// The best cut whose two parts fit.
  Decision one_cut(const Observation& observation) const {
    const std::size_t layers = observation.costs.layers();
    Decision best;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k <= layers; ++k) {
      if (!fit_.holds(0, 0, k) || !fit_.holds(1, k, layers)) continue;
      const CutPositions cut(1, static_cast<std::uint16_t>(k));
      const Expectation expected = expect(observation, cut);
      const double cost = energy_ ? expected.device.value : expected.total().value;
      if (!best.cuts.empty() && !(cost < least)) continue;
      best.cuts = cut;
      least = cost;
    }
    return best;
  }

  bool energy_;
  Limits limits_;
  MemoryFit fit_;
};

}  // namespace

PolicyEntry joint_dnn_policy() {
  return {.name = "joint_dnn",
          .summary =
              "Takes the placement of the layers on device and server with the least expected latency (or "
              "device energy) among all, with as many crossings of the link as it takes.",
          .source =
              "Eshratifar, Abrishami, Pedram, \"JointDNN\", IEEE TMC 2019; over the network's order; the "
              "limits stand for its battery and cloud constraints, exactly and without an ILP solver",
          .parameters = {{.name = "objective",
                          .kind = ParameterKind::choice,
                          .default_text = "latency",
                          .meaning = "what is made small: the latency, or the energy of the device",
                          .choices = {"latency", "energy"}},
                         {.name = "energy_limit",
                          .kind = ParameterKind::amount,
                          .default_text = "none",
                          .meaning =
                              "joules of its device that a request may take; where no placement takes less, "
                              "the limits are left out of account"},
                         {.name = "server_limit",
                          .kind = ParameterKind::seconds,
                          .default_text = "none",
                          .meaning = "time of the server that a request may take, likewise"}},
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<JointDnn>(parameters, setting); }};
}

}  // namespace splitscape
