#include <algorithm>
#include <stdexcept>

#include "sim/exit_rules/exit_rule.hpp"

namespace splitscape {
namespace {

class QueueAwareExit final : public ExitRule {
 public:
  QueueAwareExit(const Parameters& parameters, const PolicySetting& setting)
      : ExitRule(parameters, setting),
        thresholds_(for_each_exit(parameters.numbers("threshold"), setting, "thresholds")),
        least_(parameters.number("least", 0)),
        queue_(parameters.number("queue", 10)) {
    if (queue_ < 1) throw std::invalid_argument("the thresholds fall over a 'queue' of 1 request at least");
    require_confidences(setting);
  }

 private:
  bool leaves(const ExitView& view) const override {
    const double calm = thresholds_[view.exit - 1];
    // An exit on a server keeps nobody waiting at the device.
    const std::size_t others = view.place == 0 && view.waiting > 0 ? view.waiting - 1 : 0;
    const double fallen = std::min(1.0, static_cast<double>(others) / queue_);
    return view.confidence >= calm - fallen * std::max(0.0, calm - least_);
  }

  std::vector<double> thresholds_;
  double least_;
  double queue_;
};

}  // namespace

PolicyEntry queue_aware_exit_policy() {
  return {
      .name = "queue_aware_exit",
      .summary =
          "Stops at the first exit whose confidence reaches a threshold that falls with the requests that "
          "wait at "
          "the device.",
      .source =
          "After buffer-aware early exit (OpenReview Cmhs73WUqP, 2025), which learns a threshold for each "
          "length of "
          "the queue; here it falls along a line",
      .parameters = {{.name = "threshold",
                      .kind = ParameterKind::shares,
                      .default_text = std::nullopt,
                      .meaning = "confidence from which a sample stops while no other waits: one for all "
                                 "exits, or one an exit"},
                     {.name = "least",
                      .kind = ParameterKind::share,
                      .default_text = std::nullopt,
                      .meaning = "to which the thresholds fall; one that is lower already stays"},
                     {.name = "queue",
                      .kind = ParameterKind::count,
                      .default_text = "10",
                      .meaning = "others that wait at the device when they have fallen to it, at least 1"},
                     cut_parameter()},
      .make = [](const Parameters& parameters,
                 const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
        return std::make_unique<QueueAwareExit>(parameters, setting);
      }};
}

}  // namespace splitscape
