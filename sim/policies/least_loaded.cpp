#include "sim/policy_catalogue.hpp"
#include "sim/server_choice.hpp"

namespace splitscape {
namespace {

/// The load of a server is load factor x requests / slots, with the request itself among them: of idle
/// servers it takes the one that others use least, and has most slots.
class LeastLoaded final : public OffloadPolicy {
 public:
  LeastLoaded(const Parameters& parameters, const PolicySetting& setting)
      : choice_(parameters, setting), random_(setting.random) {
    choice_.require_queues();
    choice_.require_loads();
  }

  Decision decide(const Observation& observation) override {
    LeastOf least(random_);
    const auto& targets = choice_.targets();
    for (std::size_t i = 0; i < targets.size(); ++i) {
      const double requests = static_cast<double>(queue_at(observation, targets[i]) + 1);
      const double slots = static_cast<double>(choice_.offer(targets[i]).slots);
      least.show(i, observation.routes[targets[i].route].server_loads.back() * requests / slots);
    }
    return choice_.decision(targets[least.index()]);
  }

 private:
  ServerChoice choice_;
  RandomStream random_;
};

}  // namespace

PolicyEntry least_loaded_policy() {
  return {.name = "least_loaded",
          .summary =
              "Sends a request to the server with the least load factor x requests / slots, drawing among "
              "equals.",
          .source =
              "The rule of weighted least-connection load balancers (a weight of slots / load factor); the "
              "request itself "
              "counts as one",
          .parameters = {cut_for_any_server()},
          .make = [](const Parameters& parameters,
                     const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<LeastLoaded>(parameters, setting);
          }};
}

}  // namespace splitscape
