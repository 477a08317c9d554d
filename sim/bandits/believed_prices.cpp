#include "sim/bandits/believed_prices.hpp"

#include <algorithm>

namespace splitscape {
namespace {

bool same(const LinkEstimate& one, const LinkEstimate& other) {
  return one.up == other.up && one.down == other.down && one.latency == other.latency;
}

}  // namespace

ParameterEntry costs_parameter() {
  return {.name = "costs",
          .kind = ParameterKind::choice,
          .default_text = "expected",
          .meaning =
              "what an answer is reckoned to cost: by the costs of the layers and the link estimates, or, "
              "for the arm that was played, the delay and the energy that came",
          .choices = {"expected", "measured"}};
}

bool costs_are_measured(const Parameters& parameters) {
  return parameters.text("costs", "expected") == "measured";
}

bool BelievedPrices::seen_before(const Observation& observation) const {
  // A device's radio and the costs of its network are the same as long as it lives.
  return observation.answer == answer_ && observation.server_loads == loads_ &&
         std::equal(links_.begin(), links_.end(), observation.links.begin(), observation.links.end(), same);
}

void BelievedPrices::see(const Observation& observation) {
  costs_ = &observation.costs;
  if (seen_before(observation)) return;
  links_ = observation.links;
  loads_ = observation.server_loads;
  radio_ = observation.radio;
  answer_ = observation.answer;
  outdated_ = true;
}

const ExitPrices& BelievedPrices::by_exit() {
  if (outdated_) {
    found_ = exit_prices(
        {.costs = *costs_, .links = links_, .server_loads = loads_, .radio = radio_, .answer = answer_},
        prices_);
    outdated_ = false;
  }
  return found_;
}

}  // namespace splitscape
