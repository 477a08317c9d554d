#include "sim/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <stdexcept>

namespace splitscape {
namespace {

void check_decision(const CostTable& costs, const Decision& decision) {
  const bool fits = decision.cuts.size() + 1 == costs.places() &&
                    std::is_sorted(decision.cuts.begin(), decision.cuts.end()) &&
                    (decision.cuts.empty() || decision.cuts.back() <= costs.layers());
  if (!fits) {
    throw std::logic_error(fmt::format(
        "a policy decided on {} cuts that do not fit a path with {} places and a network with {} layers",
        decision.cuts.size(), costs.places(), costs.layers()));
  }
}

void check_returns(const CostTable& costs, const Decision& decision) {
  bool fits = costs.places() == 2;
  std::size_t before = decision.cuts.front();
  for (std::size_t i = 0; i < decision.returns.size(); ++i) {
    const std::size_t position = decision.returns[i];
    const bool comes_back = i % 2 == 0;
    fits = fits && position > before && position < costs.layers() &&
           !(comes_back && costs.network().bottleneck_at(position) != nullptr);
    before = position;
  }
  if (!fits) {
    throw std::logic_error(
        fmt::format("a policy decided on {} returns behind cut {} that do not fit a path with {} places and "
                    "a network with {} layers",
                    decision.returns.size(), decision.cuts.front(), costs.places(), costs.layers()));
  }
}

Segment make_segment(const CostTable& costs, std::size_t place, double load, std::size_t first,
                     std::size_t last, std::size_t exit) {
  Segment segment;
  segment.time = load * costs.time(place, first, last);
  segment.head_energy = costs.energy(place, first, last);
  segment.exit = exit;
  if (exit != 0) {
    segment.time += load * costs.exit_time(place, exit);
    segment.exit_energy = costs.exit_energy(place, exit);
  }
  return segment;
}

/// The decoder begins the first piece. The encoder ends the last one, unless an exit is looked at there: that
/// may stop the request before anything is encoded.
void add_bottlenecks(Visit& visit, const CostTable& costs, std::size_t place, double load, std::size_t first,
                     std::size_t last) {
  if (!visit.segments.empty()) {
    visit.segments.front().time += load * costs.decoder_time(place, first, last);
    visit.segments.front().head_energy += costs.decoder_energy(place, first, last);
  }
  const Seconds time = load * costs.encoder_time(place, first, last);
  const Joules energy = costs.encoder_energy(place, first, last);
  if (time.value == 0 && energy.value == 0) return;
  if (visit.segments.empty() || visit.segments.back().exit != 0) visit.segments.emplace_back();
  visit.segments.back().time += time;
  visit.segments.back().head_energy += energy;
}

Visit make_visit(const CostTable& costs, std::size_t place, double load, std::size_t first, std::size_t last,
                 ExitSet exits) {
  Visit visit{.place = place};
  std::size_t done = first;
  for (std::size_t exit = 1; exit < costs.network().exit_count(); ++exit) {
    const std::size_t position = costs.network().exit_position(exit);
    if (!exits.contains(exit) || position <= first || position > last) continue;
    visit.segments.push_back(make_segment(costs, place, load, done, position, exit));
    done = position;
  }
  if (done < last) visit.segments.push_back(make_segment(costs, place, load, done, last, 0));
  add_bottlenecks(visit, costs, place, load, first, last);
  visit.leaving = costs.crossing(last);
  return visit;
}

}  // namespace

Plan make_plan(const CostTable& costs, const std::vector<double>& loads, const Decision& decision) {
  check_decision(costs, decision);
  CutPositions changes = decision.cuts;
  if (!decision.returns.empty()) {
    check_returns(costs, decision);
    changes.insert(changes.end(), decision.returns.begin(), decision.returns.end());
  }
  Plan plan{.decision = decision};
  std::size_t first = 0;
  double accuracy_change = 0;
  for (std::size_t visit = 0; visit <= changes.size(); ++visit) {
    const std::size_t place = decision.returns.empty() ? visit : visit % 2;
    const std::size_t last = visit < changes.size() ? changes[visit] : costs.layers();
    const double load = place == 0 ? 1.0 : loads[place - 1];
    // A place that only passes on what came has decoded nothing.
    const Bottleneck* crossed = place > 0 && first < last ? costs.network().bottleneck_at(first) : nullptr;
    if (crossed != nullptr) accuracy_change += crossed->accuracy_change;
    plan.visits.push_back(make_visit(costs, place, load, first, last, decision.exits));
    plan.visits.back().accuracy_change = accuracy_change;
    if (last == costs.layers()) break;
    first = last;
  }
  return plan;
}

std::size_t plan_hash(const Decision& decision) {
  std::size_t seed = decision.exits.bits();
  for (const auto cut : decision.cuts) boost::hash_combine(seed, cut);
  for (const auto encoding : decision.encodings) boost::hash_combine(seed, encoding);
  for (const auto position : decision.returns) boost::hash_combine(seed, position);
  return seed;
}

bool same_plan(const Decision& a, const Decision& b) {
  return a.cuts == b.cuts && a.exits == b.exits && a.encodings == b.encodings && a.returns == b.returns;
}

const Plan& PlanBook::plan(const Decision& decision) {
  if (last_ != nullptr && same_plan(last_->decision, decision)) return *last_;
  auto& plan = plans_[decision];
  if (!plan) plan = std::make_unique<Plan>(make_plan(costs_, loads_, decision));
  last_ = plan.get();
  return *last_;
}

}  // namespace splitscape
