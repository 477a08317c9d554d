#include <doctest/doctest.h>

#include "tests/support/program.hpp"
#include "tests/support/simulated.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

const std::vector<std::string> base{"compare", "scenarios/quickstart.yaml", "--set", "requests=200",
                                    "--policies"};

Ran compared(const std::string& policies, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = base;
  arguments.push_back(policies);
  arguments.insert(arguments.end(), more.begin(), more.end());
  return run_splitscape(arguments);
}

}  // namespace

TEST_CASE("compare prints policies side by side, without escape codes where nobody sees them") {
  const Ran ran = compared("device_only,server_only,final_exit");
  CHECK(ran.err == "");
  CHECK(ran.code == 0);
  for (const char* word : {"accuracy %", "p95 ms", "energy J", "cost", "regret", "device_only", "final_exit"})
    CHECK(ran.out.find(word) != std::string::npos);
  CHECK(ran.out.find('\x1b') == std::string::npos);
}

TEST_CASE("compare marks the best of each column in Markdown") {
  const Ran ran = compared("device_only,server_only", {"--markdown"});
  CHECK(ran.code == 0);
  CHECK(ran.out.find("**") != std::string::npos);
}

TEST_CASE("compare leaves results where it is told, and prints all digits as CSV") {
  const TemporaryDirectory directory;
  const std::string out = directory.path() + "/r";
  const Ran ran = compared("device_only,final_exit", {"--csv", "--out", out});
  CHECK(ran.code == 0);
  CHECK(names_in(out) == std::vector<std::string>{"devices.csv", "links.csv", "manifest.json", "regret.csv",
                                                  "servers.csv", "summary.csv"});
  const ResultTable table(CsvTable(ran.out, "compare", true));
  const ResultTable summary(CsvTable(content(out + "/summary.csv"), "summary", true));
  CHECK(table.rows() == summary.rows());
  // Common random numbers: two policies that do the same give the same.
  CHECK(table.text(0, "cost") == table.text(table.row_where("policy", "final_exit"), "cost"));
  CHECK(table.text(0, "cost") == summary.text(0, "cost"));
}

TEST_CASE("compare refuses a policy that is not there") {
  const Ran ran = compared("device_onli");
  CHECK(ran.code == 2);
  CHECK(ran.err.find("did you mean 'device_only'?") != std::string::npos);
}
