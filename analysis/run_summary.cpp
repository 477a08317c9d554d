#include "analysis/run_summary.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "analysis/request_values.hpp"
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

std::vector<std::pair<std::string, double>> shares_of(const std::map<EncodedCuts, std::uint64_t>& counts,
                                                      std::uint64_t requests, const GroupNames& names) {
  std::vector<std::pair<std::string, double>> shares;
  for (const auto& [cuts, count] : counts) {
    shares.emplace_back(names.cut(cuts.first, cuts.second),
                        static_cast<double>(count) / static_cast<double>(requests));
  }
  std::stable_sort(shares.begin(), shares.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return shares;
}

/// Of the encoders that the device ran. The widths of a slimmable one are parts of its widest.
Bytes encoder_weights(const NetworkGraph& network,
                      const std::set<std::pair<std::size_t, std::size_t>>& chosen) {
  Bytes sum{};
  std::map<std::size_t, Bytes> widest;  // by position
  for (const auto& [position, encoding] : chosen) {
    const Bottleneck& bottleneck = *network.bottleneck_at(position, encoding);
    if (bottleneck.width) {
      widest[position] = std::max(widest[position], bottleneck.encoder.weights);
    } else {
      sum += bottleneck.encoder.weights;
    }
  }
  for (const auto& [position, weights] : widest) sum += weights;
  return sum;
}

/// What the device must hold for the deepest of the cuts that were chosen, and for the encoders.
Bytes weights_on_device(const Scenario& scenario, const Deployment& deployment,
                        const std::map<EncodedCuts, std::uint64_t>& cuts) {
  const NetworkGraph network(network_of(scenario, deployment.network).profile);
  std::size_t deepest = 0;
  std::set<std::pair<std::size_t, std::size_t>> chosen;
  for (const auto& [way, count] : cuts) {
    const auto& [positions, encodings] = way;
    const std::size_t position = positions.empty() ? network.layers().size() : positions.front();
    const std::size_t encoding = encodings.empty() ? 0 : encodings.front();
    if (encoding > 0) chosen.emplace(position, encoding);
    if (encoding > 0 && network.bottleneck_at(position, encoding)->replaces_head) continue;
    deepest = std::max(deepest, position);
  }
  return memory_need(network, 0, deepest).weights + encoder_weights(network, chosen);
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
  GroupTally& tally = tallies_[record.group];
  if (answered(record.ending)) tally.warming.add(record.latency().value, record.arrival.value);
  if (!record.measured) return;
  ++tally.endings[static_cast<std::size_t>(record.ending)];
  const Encodings chosen = plain(record.decision.encodings);
  ++tally.cuts[EncodedCuts(record.decision.cuts, chosen)];
  ++tally.routes[record.decision.route];
  if (const auto& deadline = scenario_.devices[record.group].workload.deadline)
    tally.misses.add(missed(record, *deadline));
  if (!answered(record.ending)) return;
  const AnsweredValues values = answered_values(record, scenario_, names_[record.group]);
  if (record.correct == Correctness::unknown) {
    tally.every_answer_judged = false;
  } else {
    tally.accuracy.add(values.accuracy);
  }
  tally.latency.add(values.latency);
  tally.latencies.push_back(values.latency);
  tally.energy.add(values.energy);
  tally.cost.add(values.cost);
  tally.reward.add(values.reward);
  tally.offloads.add(values.offloaded);
  tally.uplink.add(values.uplink);
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
    summary.mser5_warmup = tally.warming.truncation();
    summaries.push_back(std::move(summary));
  }
  return summaries;
}

}  // namespace splitscape
