#include "sim/policy_catalogue.hpp"
#include "sim/server_choice.hpp"

namespace splitscape {
namespace {

/// A counter of the device's own: it knows nothing of the others. It begins at the device's number, so that
/// devices that ask together do not all begin with the first server.
class RoundRobin final : public OffloadPolicy {
 public:
  RoundRobin(const Parameters& parameters, const PolicySetting& setting)
      : choice_(parameters, setting), next_(setting.device % choice_.targets().size()) {}

  Decision decide(const Observation&) override {
    const ServerTarget& target = choice_.targets()[next_];
    next_ = (next_ + 1) % choice_.targets().size();
    return choice_.decision(target);
  }

 private:
  ServerChoice choice_;
  std::size_t next_;
};

}  // namespace

PolicyEntry round_robin_policy() {
  return {
      .name = "round_robin",
      .summary = "Sends each request of a device to the next server in turn, whatever waits there.",
      .source =
          "The usual baseline of load balancing; each device counts for itself and begins at its own number",
      .parameters = {cut_for_any_server()},
      .make = [](const Parameters& parameters, const PolicySetting& setting)
          -> std::unique_ptr<OffloadPolicy> { return std::make_unique<RoundRobin>(parameters, setting); }};
}

}  // namespace splitscape
