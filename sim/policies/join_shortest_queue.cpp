#include "sim/policy_catalogue.hpp"
#include "sim/server_choice.hpp"

namespace splitscape {
namespace {

class JoinShortestQueue final : public OffloadPolicy {
 public:
  JoinShortestQueue(const Parameters& parameters, const PolicySetting& setting)
      : choice_(parameters, setting), random_(setting.random) {
    choice_.require_queues();
  }

  Decision decide(const Observation& observation) override {
    LeastOf shortest(random_);
    const auto& targets = choice_.targets();
    for (std::size_t i = 0; i < targets.size(); ++i) {
      shortest.show(i, static_cast<double>(queue_at(observation, targets[i])));
    }
    return choice_.decision(targets[shortest.index()]);
  }

 private:
  ServerChoice choice_;
  RandomStream random_;
};

}  // namespace

PolicyEntry join_shortest_queue_policy() {
  return {.name = "join_shortest_queue",
          .summary = "Sends a request to the server with the fewest requests, drawing among equals.",
          .source =
              "Winston, \"Optimality of the shortest line discipline\", J. Applied Probability 14, 1977 "
              "(like servers, exponential "
              "times); the queues are those of the instant of the decision",
          .parameters = {cut_for_any_server()},
          .make = [](const Parameters& parameters,
                     const PolicySetting& setting) -> std::unique_ptr<OffloadPolicy> {
            return std::make_unique<JoinShortestQueue>(parameters, setting);
          }};
}

}  // namespace splitscape
