#include "models/rate_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace splitscape {

BitRate RateTrace::highest() const {
  return std::max_element(steps.begin(), steps.end(),
                          [](const Step& a, const Step& b) { return a.rate < b.rate; })
      ->rate;
}

BitRate RateTrace::mean() const {
  if (is_constant()) return steps.front().rate;
  double carried = 0;
  const Seconds end = period.value > 0 ? period : steps.back().at;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Seconds until = i + 1 < steps.size() ? steps[i + 1].at : end;
    carried += steps[i].rate.value * (until - steps[i].at).value;
  }
  return {carried / end.value};
}

std::vector<std::string> defects(const RateTrace& trace) {
  std::vector<std::string> found;
  if (trace.steps.empty()) return {"a rate trace needs at least one step"};
  if (trace.steps.front().at.value != 0) found.emplace_back("a rate trace must begin at 0 s");
  for (std::size_t i = 0; i < trace.steps.size(); ++i) {
    const auto& step = trace.steps[i];
    if (!(step.rate.value >= 0) || (std::isinf(step.rate.value) && !trace.is_constant())) {
      found.push_back(fmt::format("step {} of the trace has the rate {} bit/s", i + 1, step.rate.value));
    }
    if (std::isinf(step.at.value)) found.push_back(fmt::format("step {} of the trace never comes", i + 1));
    if (i > 0 && !(step.at > trace.steps[i - 1].at)) {
      found.push_back(
          fmt::format("step {} of the trace is at {} s, not after the one before", i + 1, step.at.value));
    }
  }
  if (std::isinf(trace.period.value))
    found.emplace_back("a rate trace that does not repeat has the period 0");
  if (trace.period.value != 0 && !(trace.period > trace.steps.back().at)) {
    found.emplace_back("a rate trace must not begin anew before its last step");
  }
  return found;
}

}  // namespace splitscape
