#include <doctest/doctest.h>

#include <algorithm>

#include "sim/policy_catalogue.hpp"
#include "tests/docs/page.hpp"
#include "tests/support/loaded.hpp"
#include "tests/support/simulated.hpp"

// The policies of docs/add-a-policy.md in a program that has been built as the page says: their files, and
// the catalogue with their lines. The unit tests of the page are in this program too.

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("the added policies are in the catalogue above the last one") {
  const auto& all = policy_catalogue();
  REQUIRE(all.size() >= 3);
  CHECK(all[all.size() - 3].name == "queue_aware");
  CHECK(all[all.size() - 2].name == "epsilon_greedy_cut");
}

TEST_CASE("the added policy that learns finds the best cut of the scenario of the page") {
  const std::string page = project_text("docs/add-a-policy.md");
  const auto blocks = code_blocks(page, "```yaml file=learn.yaml");
  REQUIRE(blocks.size() == 1);
  const Scenario scenario = loaded(blocks.front()).scenario;
  const ResultTable summary = simulated(scenario, scenario.policies.front()).summary;
  const auto lines = table_under(page, "| policy | latency_mean_s |");
  REQUIRE(lines.size() == scenario.policies.size());
  for (std::size_t i = 0; i < lines.size(); ++i) {
    CAPTURE(lines[i][0]);
    CHECK(lines[i][0] == scenario.policies[i].shown());
    const ResultTable run = i == 0 ? summary : simulated(scenario, scenario.policies[i]).summary;
    CHECK(std::abs(run.number(0, "latency_mean_s") - std::stod(lines[i][1])) < 5e-4);
    CHECK(run.text(0, "cut_shares") == lines[i][2]);
  }
}

TEST_CASE("the added policy is read from the scenario of the page and does what its table says") {
  const std::string page = project_text("docs/add-a-policy.md");
  const auto blocks = code_blocks(page, "```yaml file=queue.yaml");
  REQUIRE(blocks.size() == 1);
  const Scenario scenario = loaded(blocks.front()).scenario;
  const ResultTable requests = simulated(scenario, scenario.policies.front()).requests;
  const auto lines = table_under(page, "| request | arrival_s |");
  REQUIRE(lines.size() == requests.rows());
  CHECK(lines.size() == 6);
  for (const TableLine& line : lines) {
    REQUIRE(line.size() == 5);
    CAPTURE(line[0]);
    const std::size_t row = requests.row_where("request", line[0]);
    CHECK(std::abs(requests.number(row, "arrival_s") - std::stod(line[1])) < 1e-9);
    CHECK(requests.text(row, "cut") == line[3]);
    CHECK(std::abs(requests.number(row, "end_s") - std::stod(line[4])) < 1e-9);
    // Two and more names in the third column are those that made it offload.
    const auto present = line[2] == "none" ? 0 : 1 + std::count(line[2].begin(), line[2].end(), ',');
    CHECK((present >= 2) == (line[3] == "input"));
  }
}
