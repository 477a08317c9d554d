#include "models/rate_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

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

namespace {

/// The step that holds at an instant of the first period.
std::size_t step_at(const RateTrace& trace, Seconds now) {
  const auto later = std::upper_bound(trace.steps.begin(), trace.steps.end(), now,
                                      [](Seconds at, const RateTrace::Step& step) { return at < step.at; });
  return static_cast<std::size_t>(later - trace.steps.begin()) - 1;
}

/// What gets through from the beginning of a step on.
Passage passage_from(const RateTrace& trace, std::size_t step) {
  const Seconds begin = trace.steps[step].at;
  for (std::size_t i = step; i < trace.steps.size(); ++i) {
    if (trace.steps[i].rate.value > 0) return {trace.steps[i].rate, trace.steps[i].at - begin};
  }
  if (trace.period.value > 0) {
    for (const auto& next : trace.steps) {
      if (next.rate.value > 0) return {next.rate, trace.period - begin + next.at};
    }
  }
  return {{std::numeric_limits<double>::infinity()}, no_passage};
}

}  // namespace

Passage passage_at(const RateTrace& trace, Seconds now) {
  if (trace.is_constant() && trace.steps.front().rate.value > 0) return {trace.steps.front().rate, {}};
  const Seconds since = trace.period.value > 0 ? Seconds{std::fmod(now.value, trace.period.value)} : now;
  const std::size_t step = step_at(trace, since);
  Passage passage = passage_from(trace, step);
  if (passage.wait.value > 0 && passage.wait < no_passage) passage.wait -= since - trace.steps[step].at;
  return passage;
}

MeanPassage mean_passage(const RateTrace& trace, Seconds end) {
  if (end.value <= 0) end = trace.period.value > 0 ? trace.period : trace.steps.back().at;
  MeanPassage mean;
  Seconds done{};
  for (Seconds round{}; done < end; round += trace.period) {
    for (std::size_t i = 0; i < trace.steps.size() && done < end; ++i) {
      const bool last = i + 1 == trace.steps.size();
      const Seconds ends = !last                    ? round + trace.steps[i + 1].at
                           : trace.period.value > 0 ? round + trace.period
                                                    : end;
      const Seconds lasts = std::min(ends, end) - done;
      const Passage passage = passage_from(trace, i);
      const double share = lasts / end;
      mean.seconds_per_byte += share * (Bytes{1} / passage.rate).value;
      const bool falls = passage.wait.value > 0 && passage.wait < no_passage;  // while the step lasts
      mean.wait += share * (falls ? passage.wait - 0.5 * lasts : passage.wait);
      done = std::min(ends, end);
    }
    if (trace.period.value <= 0) break;
  }
  if (end.value > 0) return mean;
  const Passage always = passage_from(trace, 0);
  return {(Bytes{1} / always.rate).value, always.wait};
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
