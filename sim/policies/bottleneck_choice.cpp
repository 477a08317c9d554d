#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/policy_catalogue.hpp"
#include "sim/search/encoded_ways.hpp"

namespace splitscape {
namespace {

enum class Aim { cost, latency, energy };

Aim aim_of(const std::string& word) {
  if (word == "latency") return Aim::latency;
  return word == "energy" ? Aim::energy : Aim::cost;
}

/// Goes through all ways to cut and compress, and takes the one of the least cost, latency or energy among
/// those that lose no more accuracy than is allowed.
class BottleneckChoice final : public OffloadPolicy {
 public:
  BottleneckChoice(const Parameters& parameters, const PolicySetting& setting)
      : aim_(aim_of(parameters.text("objective", "cost"))), prices_(setting.prices) {
    const bool weighs_energy = aim_ == Aim::energy || (aim_ == Aim::cost && prices_.joule > 0);
    if (weighs_energy && !setting.costs.knows_energy(0)) {
      throw std::invalid_argument(aim_ == Aim::energy
                                      ? "'objective: energy' needs a device whose computing power is known"
                                      : "a price of a joule needs a device whose computing power is known");
    }
    const double most = parameters.number("largest_loss", 1);
    // A sum of changes is as exact as its rounding.
    ways_ = encoded_ways(setting, parameters.texts("cut"), [most](const EncodedWay& way) {
      return -way.accuracy_change <= most + std::numeric_limits<double>::epsilon();
    });
    if (ways_.empty()) {
      throw std::invalid_argument(
          "no way to cut and compress fits the memories and loses no more accuracy than 'largest_loss'");
    }
  }

  Decision decide(const Observation& observation) override {
    const EncodedWay* best = &ways_.front();
    double least = std::numeric_limits<double>::infinity();
    for (const EncodedWay& way : ways_) {
      const double value = value_of(observation, way);
      if (value < least) {  // not a number where nothing gets through without power: never the least
        least = value;
        best = &way;
      }
    }
    return best->decision();
  }

 private:
  double value_of(const Observation& observation, const EncodedWay& way) const {
    if (aim_ == Aim::latency) return expected_latency(observation, way).value;
    if (aim_ == Aim::energy) return expected_energy(observation, way).value;
    double cost = prices_.second * expected_latency(observation, way).value - way.accuracy_change;
    if (prices_.joule > 0) cost += prices_.joule * expected_energy(observation, way).value;
    return cost;
  }

  Aim aim_;
  Prices prices_;
  std::vector<EncodedWay> ways_{};
};

}  // namespace

PolicyEntry bottleneck_choice_policy() {
  return {
      .name = "bottleneck_choice",
      .summary =
          "Takes the cut and the bottleneck there with the least expected cost, latency or device "
          "energy, of all that lose no more accuracy than is allowed.",
      .source =
          "Bottlenecks as choices: BottleNet (Eshratifar et al., ISLPED 2019), BottleFit (Matsubara et al., "
          "arXiv 2201.02693), head network distillation (Matsubara et al.); there one is trained and "
          "deployed, "
          "here one is chosen for each request, by trying all",
      .parameters =
          {{.name = "objective",
            .kind = ParameterKind::choice,
            .default_text = "cost",
            .meaning = "what is made small: accuracy lost + seconds and joules at their prices, the latency, "
                       "or the energy of the device",
            .choices = {"cost", "latency", "energy"}},
           {.name = "largest_loss",
            .kind = ParameterKind::share,
            .default_text = "100%",
            .meaning = "of the share of right answers that bottlenecks may lose, by their accuracy_change"},
           {.name = "cut",
            .kind = ParameterKind::layers,
            .default_text = "all are tried",
            .meaning = "last layer of the head, one a hop, where only the bottlenecks are to be chosen"}},
      .make = [](const Parameters& parameters,
                 const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
        return std::make_unique<BottleneckChoice>(parameters, setting);
      }};
}

}  // namespace splitscape
