#include "sim/plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

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

/// Each encoding must be one of its cut; a tensor that passes through a place stays encoded as it is; and
/// only the device computes what replaces the head.
bool encodings_fit(const CostTable& costs, const Decision& decision) {
  const auto& cuts = decision.cuts;
  if (decision.encodings.size() > cuts.size()) return false;
  for (std::size_t hop = 0; hop < cuts.size(); ++hop) {
    const std::size_t encoding = decision.encoding(hop);
    if (encoding > costs.network().encodings(cuts[hop])) return false;
    if (hop > 0 && cuts[hop] == cuts[hop - 1] && encoding != decision.encoding(hop - 1)) return false;
    if (cuts[hop] != cuts.front() && costs.replaces_head(cuts[hop], encoding)) return false;
  }
  return true;
}

void check_encodings(const CostTable& costs, const Decision& decision) {
  if (encodings_fit(costs, decision)) return;
  throw std::logic_error(
      fmt::format("a policy decided on the encodings {} that the cuts {} do not have",
                  fmt::join(std::vector<int>(decision.encodings.begin(), decision.encodings.end()), "|"),
                  fmt::join(std::vector<int>(decision.cuts.begin(), decision.cuts.end()), "|")));
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
                     std::size_t last, EncodedEnds ends) {
  if (!visit.segments.empty()) {
    visit.segments.front().time += load * costs.decoder_time(place, first, last, ends.before);
    visit.segments.front().head_energy += costs.decoder_energy(place, first, last, ends.before);
  }
  const Seconds time = load * costs.encoder_time(place, first, last, ends.behind);
  const Joules energy = costs.encoder_energy(place, first, last, ends.behind);
  if (time.value == 0 && energy.value == 0) return;
  if (visit.segments.empty() || visit.segments.back().exit != 0) visit.segments.emplace_back();
  visit.segments.back().time += time;
  visit.segments.back().head_energy += energy;
}

Visit make_visit(const CostTable& costs, std::size_t place, double load, std::size_t first, std::size_t last,
                 EncodedEnds ends, ExitSet exits) {
  Visit visit;
  const bool replaced = place == 0 && costs.replaces_head(last, ends.behind);
  std::size_t done = replaced ? last : first;
  for (std::size_t exit = 1; exit < costs.network().exit_count(); ++exit) {
    const std::size_t position = costs.network().exit_position(exit);
    if (!exits.contains(exit) || position <= done || position > last) continue;
    visit.segments.push_back(make_segment(costs, place, load, done, position, exit));
    done = position;
  }
  if (done < last) visit.segments.push_back(make_segment(costs, place, load, done, last, 0));
  add_bottlenecks(visit, costs, place, load, first, last, ends);
  visit.leaving = costs.crossing(last, ends.behind);
  return visit;
}

}  // namespace

Plan make_plan(const CostTable& costs, const std::vector<double>& loads, const Decision& decision) {
  check_decision(costs, decision);
  check_encodings(costs, decision);
  Plan plan{.decision = decision};
  std::size_t first = 0;
  double accuracy_change = 0;
  for (std::size_t place = 0; place < costs.places(); ++place) {
    const std::size_t last = place < decision.cuts.size() ? decision.cuts[place] : costs.layers();
    const double load = place == 0 ? 1.0 : loads[place - 1];
    // A place that only passes on what came has decoded nothing.
    const EncodedEnds ends{.before = place > 0 ? decision.encoding(place - 1) : 0,
                           .behind = decision.encoding(place)};
    if (place > 0 && first < last) accuracy_change += costs.accuracy_change(first, ends.before);
    plan.visits.push_back(make_visit(costs, place, load, first, last, ends, decision.exits));
    plan.visits.back().accuracy_change = accuracy_change;
    if (last == costs.layers()) break;
    first = last;
  }
  return plan;
}

std::size_t PlanBook::Hash::operator()(const Decision& decision) const {
  std::size_t seed = decision.exits.bits();
  for (const auto cut : decision.cuts) boost::hash_combine(seed, cut);
  for (const auto encoding : decision.encodings) boost::hash_combine(seed, encoding);
  for (const auto position : decision.returns) boost::hash_combine(seed, position);
  return seed;
}

bool PlanBook::SamePlan::operator()(const Decision& a, const Decision& b) const {
  return a.cuts == b.cuts && a.exits == b.exits && a.encodings == b.encodings && a.returns == b.returns;
}

const Plan& PlanBook::plan(const Decision& decision) {
  if (last_ != nullptr && SamePlan{}(last_->decision, decision)) return *last_;
  auto& plan = plans_[decision];
  if (!plan) plan = std::make_unique<Plan>(make_plan(costs_, loads_, decision));
  last_ = plan.get();
  return *last_;
}

}  // namespace splitscape
