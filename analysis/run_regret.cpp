#include "analysis/run_regret.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/group.hpp"

namespace splitscape {
namespace {

/// One less than a curve may have, so that there is room for the last.
constexpr std::size_t most_checkpoints = 99;

const SampleTrace* samples_of(const Scenario& scenario, const Deployment& deployment) {
  const auto& samples = network_of(scenario, deployment.network).samples;
  return samples ? &*samples : nullptr;
}

bool rates_change(const WorldTruth& world) {
  return std::any_of(world.links.begin(), world.links.end(),
                     [](const Link* link) { return !link->up.is_constant() || !link->down.is_constant(); });
}

}  // namespace

RunRegret::Way::Way(const Scenario& scenario, const Deployment& deployment, const Route& route)
    : costs(cost_table(scenario, deployment, route)),
      world(world_truth(scenario, deployment, route, power_knowledge(scenario, deployment, costs),
                        samples_of(scenario, deployment))),
      prices(costs, world, deployment.prices) {
  for (const Link* link : world.links) links.push_back(truth_of(*link, {}));
  if (!rates_change(world)) lasting = link_terms(links);
}

const LinkTerms& RunRegret::Way::terms_at(Seconds now) {
  if (lasting) return *lasting;
  for (std::size_t hop = 0; hop < links.size(); ++hop) links[hop] = truth_of(*world.links[hop], now);
  terms = link_terms(links);
  return terms;
}

RunRegret::GroupTally::GroupTally(const Scenario& scenario, const Deployment& deployment)
    : ways(ways_of(scenario, deployment)),
      hindsight(ways.front().costs, ways.front().prices, ways.front().world.samples) {}

std::deque<RunRegret::Way> RunRegret::ways_of(const Scenario& scenario, const Deployment& deployment) {
  std::deque<Way> ways;
  for (const Route& route : deployment.all_routes()) ways.emplace_back(scenario, deployment, route);
  return ways;
}

RunRegret::RunRegret(const Scenario& scenario) {
  for (const Deployment& deployment : scenario.devices) tallies_.emplace_back(scenario, deployment);
}

void RunRegret::take(const RequestRecord& record) {
  if (!record.measured || !answered(record.ending)) return;
  GroupTally& tally = tallies_[record.group];
  Way& way = tally.ways[record.decision.route];
  // Where the end of the network was computed, the answer of an earlier exit costs as much.
  const std::size_t exit = record.ending == Ending::exited ? record.exit : way.costs.network().exit_count();
  const double confidence = std::isnan(record.confidence) ? 0.0 : record.confidence;
  tally.reward += confidence - price(way.prices.of(record.decision, exit), way.terms_at(record.arrival));
  tally.hindsight.add(record.sample, tally.ways.front().terms_at(record.arrival));
  ++tally.answers;
  if (tally.answers % tally.stride == 0) keep(tally);
}

void RunRegret::keep(GroupTally& tally) {
  if (tally.checkpoints.size() == most_checkpoints) {
    // Every second one stays, and the distance doubles.
    std::vector<Checkpoint> kept;
    for (std::size_t i = 1; i < tally.checkpoints.size(); i += 2)
      kept.push_back(std::move(tally.checkpoints[i]));
    tally.checkpoints = std::move(kept);
    tally.stride *= 2;
    if (tally.answers % tally.stride != 0) return;
  }
  tally.checkpoints.push_back({tally.answers, tally.reward, tally.hindsight.rewards()});
}

double RunRegret::difference(double of_arm, const Checkpoint& checkpoint) {
  const double regret = of_arm - checkpoint.reward;
  // What adding up so many numbers may be off: two sums that differ by less are the same.
  const double rounding = std::numeric_limits<double>::epsilon() * static_cast<double>(checkpoint.answers) *
                          (std::abs(of_arm) + std::abs(checkpoint.reward));
  return std::abs(regret) <= rounding ? 0.0 : regret;
}

std::vector<GroupRegret> RunRegret::finish() {
  std::vector<GroupRegret> all;
  for (GroupTally& tally : tallies_) {
    GroupRegret& group = all.emplace_back();
    if (tally.answers == 0 || tally.hindsight.arms().empty()) continue;
    if (tally.checkpoints.empty() || tally.checkpoints.back().answers != tally.answers)
      tally.checkpoints.push_back({tally.answers, tally.reward, tally.hindsight.rewards()});
    const auto& last = tally.checkpoints.back().of_arms;
    const auto best = static_cast<std::size_t>(std::max_element(last.begin(), last.end()) - last.begin());
    group.best_arm = name_of(tally.hindsight.arms()[best], tally.ways.front().costs);
    for (const Checkpoint& checkpoint : tally.checkpoints)
      group.curve.push_back({checkpoint.answers, difference(checkpoint.of_arms[best], checkpoint)});
  }
  return all;
}

}  // namespace splitscape
