// What the decisions of the policies cost (docs/performance.md): a device with a network of twelve exits, by
// every policy of the catalogue; "again" with the link as it was, as most requests find it, "anew" with
// another estimate of the link at every request, no request being answered; and a request from decision to
// feedback. dads and joint_dnn
// also cut graphs and chains of 200 layers.
#include <benchmark/benchmark.h>

#include <string>

#include "models/random_stream.hpp"
#include "sim/policy_catalogue.hpp"
#include "tests/support/made_up_samples.hpp"
#include "tests/support/policy_choices.hpp"

namespace {

using namespace splitscape;

constexpr std::size_t exits = 12;

/// Layers whose tensors become smaller, with an exit behind each but the last where exits are wanted.
NetworkProfile network(std::size_t layers, bool with_exits, bool residual) {
  NetworkProfile profile{.name = "made up", .input = {6e4}};
  for (std::size_t number = 1; number <= layers; ++number) {
    LayerProfile layer{
        .name = "l" + std::to_string(number),
        .op = "conv",
        .output = {6e4 * (1.0 - static_cast<double>(number) / static_cast<double>(layers + 1))}};
    layer.cost.macs = Macs{4e6};
    layer.inputs = {number == 1 ? std::string(input_name) : "l" + std::to_string(number - 1)};
    if (residual && number % 3 == 0) layer.inputs.push_back("l" + std::to_string(number - 2));
    profile.layers.push_back(std::move(layer));
    if (!with_exits || number == layers) continue;
    ExitHead head{.after = "l" + std::to_string(number)};
    head.cost.macs = Macs{1e5};
    profile.exits.push_back(std::move(head));
  }
  if (residual) return profile;  // no cut there is crossed by one tensor alone
  for (const double width : {0.25, 0.5}) {
    Bottleneck bottleneck{.after = "l2", .name = "width " + std::to_string(width), .ratio = width};
    bottleneck.width = width;
    bottleneck.accuracy_change = width / 10 - 0.1;
    profile.bottlenecks.push_back(std::move(bottleneck));
  }
  return profile;
}

Hardware hardware(double rate) {
  Hardware made{.name = "made up"};
  made.rate = Figure<MacRate>{{rate}};
  made.power.idle = Figure<Watts>{{1}};
  made.power.compute = Figure<Watts>{{3}};
  return made;
}

/// What a device sees: 4 Mbps to a server ten times as fast, with three copies that tell their queues.
struct Sight {
  explicit Sight(NetworkProfile profile)
      : device(hardware(1e8)),
        server(hardware(1e9)),
        costs(NetworkGraph(std::move(profile)), {&device, &server}) {
    route.push_back({.costs = costs, .links = links, .server_loads = loads, .queues = queues});
  }

  Observation observation() {
    ++requests;
    return {.now = {0.5 * static_cast<double>(requests)},
            .costs = costs,
            .links = links,
            .server_loads = loads,
            .radio = radio,
            .deadline = Seconds{0.8},
            .answer = Bytes{100},
            .request = requests,
            .features = feature,
            .routes = route};
  }
  PolicySetting setting() const {
    return {.costs = costs,
            .has_confidences = true,
            .has_predictions = true,
            .has_entropies = true,
            .classes = 2,
            .prices = {.second = 0.5, .joule = 0.05},
            .deadline = Seconds{0.8},
            .calibration = &trace,
            .routes = {&costs},
            .offers = {offer}};
  }
  /// The link as the request after this one finds it.
  void change_link() { links.front().up = BitRate{2e6 + 1e4 * static_cast<double>(requests % 200)}; }

  Hardware device;
  Hardware server;
  CostTable costs;
  SampleTrace trace = test::made_up_samples(exits, 500);
  std::vector<LinkEstimate> links{{.up = {4e6}, .down = {4e6}, .latency = {0.005}}};
  std::vector<double> loads{1.0};
  std::vector<std::size_t> queues{1, 0, 2};
  RadioCost radio{.transmit = {0.5}, .receive = {0.25}};
  std::vector<double> feature{0.5};
  std::vector<RouteView> route{};
  ServerOffer offer{.name = "edge",
                    .copies = 3,
                    .announces_load = true,
                    .announces_queue = true,
                    .price = ServerPrice{.request = 0.001}};
  std::uint64_t requests = 0;
};

/// Goes on with a request that was decided, and tells the policy of its answer.
void finish(Sight& sight, OffloadPolicy& policy, const Decision& decision) {
  const std::size_t row = sight.requests % sight.trace.rows();
  const std::size_t cut = decision.cuts.front();
  ExitSeen seen[exits];
  std::size_t looked = 0;
  std::size_t answered = exits;
  for (std::size_t exit = 1; exit < exits && answered == exits; ++exit) {
    if (!decision.exits.contains(exit)) continue;
    const ExitOutcome& outcome = sight.trace.at(row, exit);
    const ExitView view{.exit = exit,
                        .place = exit <= cut ? 0U : 1U,
                        .confidence = outcome.confidence,
                        .prediction = outcome.prediction,
                        .entropy = outcome.entropy,
                        .request = sight.requests,
                        .before = {seen, looked}};
    const ExitAction action = policy.at_exit(view);
    seen[looked++] = {.exit = exit,
                      .place = view.place,
                      .confidence = outcome.confidence,
                      .entropy = outcome.entropy,
                      .prediction = outcome.prediction};
    if (action == ExitAction::stop) answered = exit;
    if (action == ExitAction::offload) break;
  }
  const ExitOutcome& outcome = sight.trace.at(row, answered);
  policy.learn({.decision = decision,
                .exit = answered,
                .delay = {0.2},
                .energy = Joules{0.5},
                .confidence = outcome.confidence,
                .prediction = outcome.prediction,
                .place = answered < exits || cut == sight.costs.layers() ? 0U : 1U,
                .request = sight.requests,
                .seen = {seen, looked}});
}

/// Lets a policy that learns get over its first steps, in which it does not reckon.
void warm_up(Sight& sight, OffloadPolicy& policy) {
  for (int request = 0; request < 2000; ++request) finish(sight, policy, policy.decide(sight.observation()));
}

void decide(benchmark::State& state, const PolicyChoice& choice, const NetworkProfile& profile, bool anew) {
  Sight sight(profile);
  const auto policy = make_policy(choice, sight.setting());
  if (profile.exits.size() + 1 == exits) warm_up(sight, *policy);
  for ([[maybe_unused]] auto _ : state) {
    if (anew) sight.change_link();
    benchmark::DoNotOptimize(policy->decide(sight.observation()));
  }
}

void whole_request(benchmark::State& state, const PolicyChoice& choice) {
  Sight sight(network(exits, true, false));
  const auto policy = make_policy(choice, sight.setting());
  warm_up(sight, *policy);
  for ([[maybe_unused]] auto _ : state) finish(sight, *policy, policy->decide(sight.observation()));
}

}  // namespace

int main(int argc, char** argv) {
  for (const PolicyEntry& entry : policy_catalogue()) {
    if (entry.knows_truth) continue;  // nobody deploys them
    const PolicyChoice choice = test::some_choice(entry);
    const std::string name(entry.name);
    const NetworkProfile twelve = network(exits, true, false);
    benchmark::RegisterBenchmark(("again/" + name).c_str(), decide, choice, twelve, false);
    benchmark::RegisterBenchmark(("anew/" + name).c_str(), decide, choice, twelve, true);
    benchmark::RegisterBenchmark(("request/" + name).c_str(), whole_request, choice);
    if (name == "dads" || name == "joint_dnn" || name == "neurosurgeon") {
      benchmark::RegisterBenchmark(("anew_200_layers/" + name).c_str(), decide, choice,
                                   network(200, false, name == "dads"), true);
    }
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
