#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "sim/policy_catalogue.hpp"
#include "sim/server_choice.hpp"

namespace splitscape {
namespace {

/// Draws some servers, each once, and takes the one with the fewest requests. The order in which they are
/// drawn is at random, so the first of equals is one at random.
class PowerOfTwoChoices final : public OffloadPolicy {
 public:
  PowerOfTwoChoices(const Parameters& parameters, const PolicySetting& setting)
      : choice_(parameters, setting), random_(setting.random), order_(choice_.targets().size()) {
    const double choices = parameters.number("choices", 2);
    if (choices < 1) throw std::invalid_argument("'choices' must be at least 1");
    choices_ =
        choices < static_cast<double>(order_.size()) ? static_cast<std::size_t>(choices) : order_.size();
    if (choices_ > 1) choice_.require_queues();
    std::iota(order_.begin(), order_.end(), std::size_t{0});
  }

  Decision decide(const Observation& observation) override {
    const auto& targets = choice_.targets();
    std::size_t best = 0;
    for (std::size_t i = 0; i < choices_; ++i) {
      std::swap(order_[i], order_[i + draw_below(order_.size() - i, random_)]);
      if (i > 0 && queue_at(observation, targets[order_[i]]) < queue_at(observation, targets[order_[best]]))
        best = i;
    }
    return choice_.decision(targets[order_[best]]);
  }

 private:
  ServerChoice choice_;
  RandomStream random_;
  std::size_t choices_ = 2;
  std::vector<std::size_t> order_;  ///< of the targets; its first ones are drawn anew each time
};

}  // namespace

PolicyEntry power_of_two_choices_policy() {
  return {.name = "power_of_two_choices",
          .summary = "Draws a few servers and sends a request to the one of them with the fewest requests.",
          .source =
              "Mitzenmacher, \"The Power of Two Choices in Randomized Load Balancing\", IEEE TPDS 12(10), "
              "2001, and "
              "Vvedenskaya, Dobrushin, Karpelevich, Problems of Information Transmission 32, 1996; the "
              "servers drawn "
              "are different ones",
          .parameters = {cut_for_any_server(),
                         {.name = "choices",
                          .kind = ParameterKind::count,
                          .default_text = "2",
                          .meaning = "how many servers are drawn; 1: a server at random"}},
          .make = [](const Parameters& parameters,
                     const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<PowerOfTwoChoices>(parameters, setting);
          }};
}

}  // namespace splitscape
