#include "analysis/run_regret.hpp"

#include <algorithm>
#include <cmath>

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

RunRegret::GroupTally::GroupTally(const Scenario& scenario, const Deployment& deployment)
    : costs(cost_table(scenario, deployment)),
      world(world_truth(scenario, deployment, power_knowledge(scenario, deployment, costs),
                        samples_of(scenario, deployment))),
      prices(costs, world, deployment.prices),
      hindsight(costs, prices, world.samples) {
  for (const Link* link : world.links) links.push_back(truth_of(*link, {}));
  if (!rates_change(world)) lasting = link_terms(links);
}

RunRegret::RunRegret(const Scenario& scenario) {
  for (const Deployment& deployment : scenario.devices) tallies_.emplace_back(scenario, deployment);
}

void RunRegret::take(const RequestRecord& record) {
  if (!record.measured || !answered(record.ending)) return;
  GroupTally& tally = tallies_[record.group];
  const LinkTerms& terms = terms_at(tally, record.arrival);
  // Where the end of the network was computed, the answer of an earlier exit costs as much.
  const std::size_t exit = record.ending == Ending::exited ? record.exit : tally.costs.network().exit_count();
  const double confidence = std::isnan(record.confidence) ? 0.0 : record.confidence;
  tally.reward += confidence - price(tally.prices.of(record.decision, exit), terms);
  tally.hindsight.add(record.sample, terms);
  ++tally.answers;
  if (tally.answers % tally.stride == 0) keep(tally);
}

const LinkTerms& RunRegret::terms_at(GroupTally& tally, Seconds now) {
  if (tally.lasting) return *tally.lasting;
  for (std::size_t hop = 0; hop < tally.links.size(); ++hop)
    tally.links[hop] = truth_of(*tally.world.links[hop], now);
  tally.terms = link_terms(tally.links);
  return tally.terms;
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

std::vector<GroupRegret> RunRegret::finish() {
  std::vector<GroupRegret> all;
  for (GroupTally& tally : tallies_) {
    GroupRegret& group = all.emplace_back();
    if (tally.answers == 0 || tally.hindsight.arms().empty()) continue;
    if (tally.checkpoints.empty() || tally.checkpoints.back().answers != tally.answers)
      tally.checkpoints.push_back({tally.answers, tally.reward, tally.hindsight.rewards()});
    const auto& last = tally.checkpoints.back().of_arms;
    const auto best = static_cast<std::size_t>(std::max_element(last.begin(), last.end()) - last.begin());
    group.best_arm = name_of(tally.hindsight.arms()[best], tally.costs);
    for (const Checkpoint& checkpoint : tally.checkpoints)
      group.curve.push_back({checkpoint.answers, checkpoint.of_arms[best] - checkpoint.reward});
  }
  return all;
}

}  // namespace splitscape
