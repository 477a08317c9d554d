// What no policy may see moves none of its decisions: labels, what exits say that nobody computed, and what
// happens later. And what it may see moves them in the same way every time. All policies of the catalogue go
// through one small world that has all they ask for.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>

#include "models/sample_split.hpp"
#include "scenarios/loader/document.hpp"
#include "sim/check.hpp"
#include "sim/policy_catalogue.hpp"
#include "sim/simulate.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/made_up_samples.hpp"
#include "tests/support/policy_choices.hpp"
#include "tests/support/shared_data.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

constexpr std::size_t exits = 5;
constexpr std::size_t rows = 150;
constexpr Seconds change{30};  ///< of the world, where its future is changed; the run lasts about 60 s

/// A device, a link whose rate changes, three copies of a server that tells its queues, a network with four
/// side branches, named bottlenecks and samples of which some are set apart.
Scenario world() {
  static const TemporaryDirectory directory;
  std::string rates;
  RandomStream draws(1);
  for (int second = 0; second < 400; second += 2) {
    rates += fmt::format("{},{:.3f}\n", second, 0.2 + 4 * draws.uniform());
  }
  (void)directory.write("rates.csv", rates);
  Scenario scenario =
      loaded(read_text_file(project_file("tests/corpus/policy-world.yaml")), directory.path()).scenario;
  scenario.networks.front().samples = made_up_samples(exits, rows);
  scenario.networks.front().calibration = 0.2;
  return scenario;
}

/// A request of a run, apart from whether its answer is right.
struct Told {
  std::size_t sample = 0;
  ExitSet exits{};
  std::size_t exit = 0;
  Seconds end{};
  std::string line{};  ///< all of it, in text
};

std::string line_of(const RequestRecord& record) {
  const Decision& decision = record.decision;
  std::string line = fmt::format("{} {} {} {} {} {} ", record.sample, decision.exits.bits(), record.exit,
                                 record.end.value, record.id, static_cast<int>(record.ending));
  for (const auto cut : decision.cuts) line += fmt::format("c{}", cut);
  for (const auto encoding : decision.encodings) line += fmt::format("e{}", encoding);
  for (const auto position : decision.returns) line += fmt::format("r{}", position);
  return line + fmt::format("/{}/{}/{}/{}/{}/{}/{}", decision.route, decision.copy,
                            decision.fallback_after.value, record.arrival.value, record.place,
                            record.answer.value, record.energy.total().value);
}

class Teller final : public RunListener {
 public:
  explicit Teller(const std::string& path) : file_(path) {}
  void take(const RequestRecord& record) override { file_ << line_of(record) << '\n'; }

 private:
  std::ofstream file_;
};

/// Runs a scenario in a process of its own, since a process can run one. Requests in the order in which they
/// ended.
std::vector<Told> told_by(const Scenario& scenario, const PolicyChoice& policy) {
  const TemporaryDirectory directory;
  const std::string path = directory.path() + "/told";
  const pid_t process = fork();
  if (process == 0) {
    int status = 1;
    try {
      Teller teller(path);
      (void)simulate(scenario, policy, teller);
      status = 0;
    } catch (const std::exception& error) {
      fmt::print(stderr, "{}: {}\n", policy.name, error.what());
    }
    _exit(status);
  }
  int status = 0;
  REQUIRE(waitpid(process, &status, 0) == process);
  REQUIRE(status == 0);
  std::vector<Told> told;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::uint64_t bits = 0;
    Told request{.line = line};
    words >> request.sample >> bits >> request.exit >> request.end.value;
    for (std::size_t exit = 1; exit < exits; ++exit) {
      if ((bits >> (exit - 1)) & 1U) request.exits.insert(exit);
    }
    told.push_back(std::move(request));
  }
  REQUIRE(told.size() > rows / 2);
  return told;
}

std::vector<std::string> lines(const std::vector<Told>& told, Seconds until) {
  std::vector<std::string> found;
  for (const Told& request : told) {
    if (request.end < until) found.push_back(request.line);
  }
  REQUIRE(found.size() > rows / 4);
  return found;
}

constexpr Seconds at_any_time{1e9};

using Change = std::function<void(std::size_t row, std::size_t exit, ExitOutcome& outcome)>;

/// The scenario with other outcomes in the rows that requests take.
Scenario with(const Scenario& scenario, const Change& change_of) {
  Scenario changed = scenario;
  NetworkUse& network = changed.networks.front();
  const SampleTrace& samples = *network.samples;
  const auto apart = split_samples(rows, network.calibration, scenario.seed, network.name).calibration;
  const std::set<std::size_t> calibration(apart.begin(), apart.end());
  SampleTrace made(exits, true, true, true, samples.feature_count());
  made.set_classes(2);
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<ExitOutcome> outcomes;
    for (std::size_t exit = 1; exit <= exits; ++exit) {
      outcomes.push_back(samples.at(row, exit));
      if (!calibration.contains(row)) change_of(row, exit, outcomes.back());
    }
    made.add(outcomes, {samples.features(row).begin(), samples.features(row).end()});
  }
  network.samples = made;
  return changed;
}

void turn_round(ExitOutcome& outcome) {
  outcome.confidence = 1.5 - outcome.confidence;
  outcome.entropy = binary_entropy(outcome.confidence);
  outcome.prediction = 1 - outcome.prediction;
}

/// Side branches that nobody computed say something else.
Scenario with_other_untold(const Scenario& scenario, const std::vector<Told>& told) {
  std::vector<ExitSet> seen(rows);
  std::vector<bool> taken(rows);
  for (const Told& request : told) {
    REQUIRE_FALSE(taken[request.sample]);  // otherwise two requests would tell of one row
    taken[request.sample] = true;
    seen[request.sample] = request.exits;
    if (request.exit > 0 && request.exit < exits) seen[request.sample].insert(request.exit);
  }
  return with(scenario, [&](std::size_t row, std::size_t exit, ExitOutcome& outcome) {
    if (exit < exits && !seen[row].contains(exit)) turn_round(outcome);
  });
}

/// From an instant on the link has other rates, and requests that had not been answered by then other
/// samples.
Scenario with_other_future(const Scenario& scenario, const std::vector<Told>& told) {
  std::vector<bool> over(rows);
  for (const Told& request : told) over[request.sample] = request.end < change;
  Scenario changed = with(scenario, [&](std::size_t row, std::size_t, ExitOutcome& outcome) {
    if (!over[row]) turn_round(outcome);
  });
  RateTrace& rates = changed.links.front().up;
  std::erase_if(rates.steps, [](const RateTrace::Step& step) { return step.at >= change; });
  rates.steps.push_back({change, {3e5}});
  return changed;
}

std::vector<PolicyChoice> deployable() {
  std::vector<PolicyChoice> choices;
  for (const PolicyEntry& entry : policy_catalogue()) {
    if (!entry.knows_truth) choices.push_back(some_choice(entry));
  }
  return choices;
}

}  // namespace

TEST_CASE("blindness: the world has all that any policy asks for") {
  Scenario scenario = world();
  scenario.policies.clear();
  for (const PolicyEntry& entry : policy_catalogue()) scenario.policies.push_back(some_choice(entry));
  for (const Contradiction& found : check(scenario)) FAIL_CHECK(found.where << ": " << found.what);
}

TEST_CASE("blindness: no policy decides otherwise when all labels are others") {
  const Scenario scenario = world();
  const Scenario relabelled = with(scenario, [](std::size_t row, std::size_t, ExitOutcome& outcome) {
    outcome.correct = row % 3 == 0 ? Correctness::right : Correctness::wrong;
  });
  for (const PolicyChoice& policy : deployable()) {
    CAPTURE(policy.name);
    CHECK(lines(told_by(scenario, policy), at_any_time) == lines(told_by(relabelled, policy), at_any_time));
  }
}

TEST_CASE("blindness: no policy decides otherwise when exits that nobody computed say something else") {
  const Scenario scenario = world();
  for (const PolicyChoice& policy : deployable()) {
    CAPTURE(policy.name);
    const auto told = told_by(scenario, policy);
    CHECK(lines(told_by(with_other_untold(scenario, told), policy), at_any_time) == lines(told, at_any_time));
  }
}

TEST_CASE("blindness: a policy that knows the truth does decide otherwise then") {
  const Scenario scenario = world();
  const PolicyChoice oracle{.name = "hindsight_oracle"};
  const auto told = told_by(scenario, oracle);
  CHECK(lines(told_by(with_other_untold(scenario, told), oracle), at_any_time) != lines(told, at_any_time));
}

TEST_CASE("blindness: no policy decides otherwise when the future is another") {
  const Scenario scenario = world();
  std::size_t moved_later = 0;
  for (const PolicyChoice& policy : deployable()) {
    CAPTURE(policy.name);
    const auto told = told_by(scenario, policy);
    const auto other = told_by(with_other_future(scenario, told), policy);
    CHECK(lines(other, change) == lines(told, change));
    if (lines(other, at_any_time) != lines(told, at_any_time)) ++moved_later;
  }
  CHECK(moved_later >= 20);  // all but those that neither use the link nor look at an exit
}

TEST_CASE("blindness: every policy decides the same when it is run again") {
  const Scenario scenario = world();
  for (const PolicyEntry& entry : policy_catalogue()) {
    CAPTURE(entry.name);
    const PolicyChoice policy = some_choice(entry);
    CHECK(lines(told_by(scenario, policy), at_any_time) == lines(told_by(scenario, policy), at_any_time));
  }
}
