#include "analysis/run_summary.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "models/memory.hpp"
#include "models/network.hpp"

namespace splitscape {
namespace {

Estimate estimate_of(const BatchMeans& values) {
  return {values.mean(), values.half_width()};
}

/// Likewise of a share: changes that are added to it may not lead out of 0 .. 1.
Estimate share_of(const BatchMeans& values) {
  Estimate estimate = estimate_of(values);
  if (estimate.mean) estimate.mean = std::clamp(*estimate.mean, 0.0, 1.0);
  return estimate;
}

/// A rate or a power over the measured time, with the spread over its equal parts.
template <class PerWindow>
Estimate over_time(double whole, const RunReport& report, const PerWindow& per_window) {
  std::vector<double> parts;
  for (const Window& window : report.windows) {
    parts.push_back(per_window(window) / (window.until - window.from).value);
  }
  const double measured = (report.end - report.warmup).value;
  if (measured <= 0) return {};
  return {whole / measured, half_width_of_mean(parts)};
}

std::vector<std::pair<std::string, double>> shares_of(const std::map<CutPositions, std::uint64_t>& counts,
                                                      std::uint64_t requests, const GroupNames& names) {
  std::vector<std::pair<std::string, double>> shares;
  for (const auto& [cuts, count] : counts) {
    shares.emplace_back(names.cut(cuts), static_cast<double>(count) / static_cast<double>(requests));
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return shares;
}

/// What the device must hold for the deepest of the cuts that were chosen.
Bytes weights_on_device(const Scenario& scenario, const Deployment& deployment,
                        const std::map<CutPositions, std::uint64_t>& cuts) {
  const NetworkGraph network(network_of(scenario, deployment.network).profile);
  std::size_t deepest = 0;
  for (const auto& [positions, count] : cuts)
    deepest = std::max<std::size_t>(deepest, positions.empty() ? network.layers().size() : positions.front());
  return memory_need(network, 0, deepest).weights;
}

/// The servers on the paths of a group, each once.
std::vector<const ServerReport*> servers_of(const Scenario& scenario, const Deployment& deployment,
                                            const RunReport& report) {
  std::set<std::string> names;
  for (const Route& route : deployment.all_routes()) {
    for (std::size_t hop = 0; hop < route.hops(); ++hop) names.insert(route.server(hop));
  }
  std::vector<const ServerReport*> servers;
  for (std::size_t i = 0; i < scenario.servers.size(); ++i) {
    if (names.contains(scenario.servers[i].name)) servers.push_back(&report.servers[i]);
  }
  return servers;
}

std::vector<std::pair<std::string, double>> route_shares(const std::vector<std::uint64_t>& counts,
                                                         std::uint64_t requests, const GroupNames& names) {
  std::vector<std::pair<std::string, double>> shares;
  for (std::size_t i = 0; i < names.routes.size(); ++i) {
    shares.emplace_back(names.routes[i].name,
                        static_cast<double>(counts[i]) / std::max(1.0, static_cast<double>(requests)));
  }
  return shares;
}

/// Of the requests that arrived after the warm-up and before arrivals ended, those that were still in flight
/// then on top of those that had been at the start, and those that a queue turned away, were more than can be
/// served. Below ten requests nothing is concluded from chance.
Verdict verdict_of(const GroupReport& group, const GroupSummary& summary) {
  constexpr double backlog_share = 0.01;
  constexpr double overload_share = 0.05;
  constexpr double least = 10;
  const double growth = std::max(
      0.0, static_cast<double>(group.in_flight_at_end) - static_cast<double>(group.in_flight_after_warmup));
  const double unserved = growth + static_cast<double>(summary.dropped);
  const double share = unserved / std::max(1.0, static_cast<double>(summary.requests));
  if (unserved < least) return Verdict::stable;
  if (share > overload_share) return Verdict::overloaded;
  return share > backlog_share ? Verdict::backlogged : Verdict::stable;
}

/// What an answer cost. Where the energy is not known it counts nothing.
double price_of(const RequestRecord& record, const Prices& prices, const GroupNames& names) {
  const double energy = names.knows_energy ? record.energy.total().value : 0.0;
  return prices.second * record.latency().value + prices.joule * energy;
}

}  // namespace

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::stable:
      return "stable";
    case Verdict::backlogged:
      return "backlogged";
    case Verdict::overloaded:
      return "overloaded";
  }
  return "";
}

std::optional<double> quantile(std::vector<double>& values, double p) {
  if (values.empty()) return std::nullopt;
  const double rank = std::ceil(p * static_cast<double>(values.size()));
  const auto place = static_cast<std::ptrdiff_t>(std::max(1.0, rank)) - 1;
  std::nth_element(values.begin(), values.begin() + place, values.end());
  return values[static_cast<std::size_t>(place)];
}

RunSummary::RunSummary(const Scenario& scenario)
    : scenario_(scenario), names_(group_names(scenario)), tallies_(scenario.devices.size()) {
  for (std::size_t group = 0; group < tallies_.size(); ++group) {
    const auto& profile = network_of(scenario, scenario.devices[group].network).profile;
    tallies_[group].exits.resize(profile.exits.size() + 1);
    tallies_[group].routes.resize(std::max<std::size_t>(1, names_[group].routes.size()));
  }
}

void RunSummary::take(const RequestRecord& record) {
  if (!record.measured) return;
  GroupTally& tally = tallies_[record.group];
  ++tally.endings[static_cast<std::size_t>(record.ending)];
  ++tally.cuts[record.decision.cuts];
  ++tally.routes[record.decision.route];
  const auto& deadline = scenario_.devices[record.group].workload.deadline;
  const bool completed = answered(record.ending);
  if (deadline) tally.misses.add(!completed || record.latency() > *deadline ? 1.0 : 0.0);
  if (!completed) return;
  if (record.correct == Correctness::unknown) {
    tally.every_answer_judged = false;
  } else {
    tally.accuracy.add((record.correct == Correctness::right ? 1.0 : 0.0) + record.accuracy_change);
  }
  tally.latency.add(record.latency().value);
  tally.latencies.push_back(record.latency().value);
  tally.energy.add(record.energy.total().value);
  const double cost = price_of(record, scenario_.devices[record.group].prices, names_[record.group]);
  tally.cost.add(cost);
  tally.reward.add((std::isnan(record.confidence) ? 0.0 : record.confidence) - cost);
  const bool offloaded = !record.hops.empty() && !std::isnan(record.hops.front().send_start.value);
  tally.offloads.add(offloaded ? 1.0 : 0.0);
  tally.uplink.add(record.uplink.value);
  ++tally.exits[record.exit - 1];
}

std::vector<GroupSummary> RunSummary::finish(const RunReport& report) {
  std::vector<GroupSummary> summaries;
  for (std::size_t group = 0; group < tallies_.size(); ++group) {
    GroupTally& tally = tallies_[group];
    const GroupReport& reported = report.groups[group];
    const auto count = [&tally](Ending ending) { return tally.endings[static_cast<std::size_t>(ending)]; };
    GroupSummary summary;
    summary.group = reported.name;
    summary.devices = reported.devices;
    for (const auto ended : tally.endings) summary.requests += ended;
    summary.completed = tally.latency.count();
    summary.dropped = count(Ending::dropped);
    summary.lost = count(Ending::lost);
    summary.unfinished = count(Ending::unfinished);
    if (tally.every_answer_judged) summary.accuracy = share_of(tally.accuracy);
    summary.latency = estimate_of(tally.latency);
    summary.latency_p50 = quantile(tally.latencies, 0.50);
    summary.latency_p95 = quantile(tally.latencies, 0.95);
    summary.latency_p99 = quantile(tally.latencies, 0.99);
    summary.deadline_miss_rate = estimate_of(tally.misses);
    if (reported.knows_request_energy) summary.device_energy = estimate_of(tally.energy);
    if (reported.knows_power) {
      const double devices = static_cast<double>(reported.devices);
      summary.device_power =
          over_time(reported.energy_after_warmup.value / devices, report,
                    [group, devices](const Window& w) { return w.groups[group].energy.value / devices; });
    }
    summary.cost = estimate_of(tally.cost);
    summary.reward = estimate_of(tally.reward);
    summary.offload_rate = estimate_of(tally.offloads);
    summary.uplink_bytes = estimate_of(tally.uplink);
    summary.throughput = over_time(static_cast<double>(summary.completed), report, [group](const Window& w) {
      return static_cast<double>(w.groups[group].completed);
    });
    for (const auto exits : tally.exits) {
      summary.exit_shares.push_back(static_cast<double>(exits) /
                                    std::max(1.0, static_cast<double>(summary.completed)));
    }
    summary.cut_shares = shares_of(tally.cuts, summary.requests, names_[group]);
    summary.device_weights = weights_on_device(scenario_, scenario_.devices[group], tally.cuts).value;
    summary.route_shares = route_shares(tally.routes, summary.requests, names_[group]);
    for (const ServerReport* server : servers_of(scenario_, scenario_.devices[group], report)) {
      summary.server_utilisation_max =
          std::max(summary.server_utilisation_max.value_or(0), server->highest_utilisation);
      if (server->cost) summary.server_cost = summary.server_cost.value_or(0) + *server->cost;
    }
    summary.verdict = verdict_of(reported, summary);
    summaries.push_back(std::move(summary));
  }
  return summaries;
}

}  // namespace splitscape
