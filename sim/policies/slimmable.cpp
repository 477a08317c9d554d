#include <limits>
#include <stdexcept>
#include <vector>

#include "sim/policy_catalogue.hpp"
#include "sim/search/encoded_ways.hpp"

namespace splitscape {
namespace {

/// Whether something is compressed on the way, and nothing but by a slimmable encoder.
bool slimmable_alone(const CostTable& costs, const EncodedWay& way) {
  bool any = false;
  for (std::size_t hop = 0; hop < way.cuts.size(); ++hop) {
    const std::size_t encoding = way.encoding(hop);
    if (encoding == 0) continue;
    if (!costs.network().bottleneck_at(way.cuts[hop], encoding)->width) return false;
    any = true;
  }
  return any;
}

/// The most accurate width whose expected latency meets the bound, the faster of two; where none does, the
/// fastest.
class Slimmable final : public OffloadPolicy {
 public:
  Slimmable(const Parameters& parameters, const PolicySetting& setting)
      : bound_(parameters.number("bound", setting.deadline.value_or(Seconds{}).value)) {
    if (!parameters.has("bound") && !setting.deadline)
      throw std::invalid_argument("a width is chosen by a deadline: give the devices one, or a 'bound'");
    ways_ = encoded_ways(setting, parameters.texts("cut"),
                         [&setting](const EncodedWay& way) { return slimmable_alone(setting.costs, way); });
    if (ways_.empty()) {
      throw std::invalid_argument(
          "there is no slimmable encoder that fits here: a bottleneck with a 'name' and a 'width'");
    }
  }

  Decision decide(const Observation& observation) override {
    const EncodedWay* fastest = &ways_.front();
    const EncodedWay* best = nullptr;
    double least = std::numeric_limits<double>::infinity();
    double time_of_best = least;
    for (const EncodedWay& way : ways_) {
      const double time = expected_latency(observation, way).value;
      if (time < least) {
        least = time;
        fastest = &way;
      }
      if (!(time <= bound_)) continue;
      const bool better = best == nullptr || way.accuracy_change > best->accuracy_change ||
                          (way.accuracy_change == best->accuracy_change && time < time_of_best);
      if (!better) continue;
      best = &way;
      time_of_best = time;
    }
    return (best != nullptr ? best : fastest)->decision();
  }

 private:
  double bound_;  ///< s
  std::vector<EncodedWay> ways_{};
};

}  // namespace

PolicyEntry slimmable_policy() {
  return {.name = "slimmable",
          .summary =
              "Takes the width of a slimmable encoder that loses least accuracy among those whose "
              "expected latency meets the deadline, else the fastest.",
          .source =
              "Assine et al., slimmable encoders, arXiv 2306.12691 (abstract): a controller "
              "picks the width by the state of the link; its rule is not told there, this one is ours",
          .parameters = {{.name = "bound",
                          .kind = ParameterKind::seconds,
                          .default_text = "the deadline",
                          .meaning = "from arrival to answer, what the width has to meet"},
                         {.name = "cut",
                          .kind = ParameterKind::layers,
                          .default_text = "all with a width are tried",
                          .meaning = "last layer of the head, one a hop"}},
          .make = [](const Parameters& parameters, const PolicySetting& setting)
              -> std::unique_ptr<OffloadPolicy> { return std::make_unique<Slimmable>(parameters, setting); }};
}

}  // namespace splitscape
