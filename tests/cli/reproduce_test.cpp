#include <doctest/doctest.h>

#include "scenarios/loader/csv_table.hpp"
#include "scenarios/reproduce/experiment_catalogue.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace splitscape;
using namespace splitscape::test;

namespace {

Ran reproduce(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "reproduce");
  return run_splitscape(arguments);
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("reproduce lists every experiment with what it needs and where that is published") {
  const Ran ran = reproduce({"--list"});
  CHECK(ran.code == 0);
  CHECK(ran.err == "");
  for (const Experiment& experiment : experiment_catalogue()) {
    CAPTURE(experiment.name);
    CHECK(has(ran.out, "\n" + experiment.name + " "));
    for (const NeededFile& file : experiment.files) {
      CHECK(has(ran.out, file.name));
      CHECK(has(ran.out, file.published));
    }
  }
  CHECK(CsvTable(reproduce({"--list", "--csv"}).out, "list", true).rows() == experiment_catalogue().size());
}

TEST_CASE("reproduce prints published figures with ours and the error in three layouts") {
  const Ran text = reproduce({"edgent"});
  CHECK(text.code == 0);
  CHECK(text.err == "");
  CHECK(has(text.out, "0.216366  -0.000004"));
  CHECK(has(text.out, "\n23 figures compared, 0 outside of what is allowed\n"));
  CHECK(has(reproduce({"edgent", "--markdown"}).out, "\n| 1, 1 | 0.21637 | 0.216366 | -0.000004 |\n"));
  const Ran csv = reproduce({"edgent", "predefined_sparsity", "edgent", "--csv"});
  CHECK(csv.code == 0);
  const CsvTable table(csv.out, "figures", true);
  CHECK(table.rows() == 23 + 25);  // each experiment once
  for (std::size_t row = 0; row < table.rows(); ++row) CHECK(table.text(row, table.column("within")) == "1");
}

TEST_CASE("reproduce says in place of ours which file is missing and where it is published") {
  const TemporaryDirectory empty;
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"splitee"}, {"splitee", "--data", empty.path()}}) {
    const Ran ran = reproduce(arguments);
    CHECK(ran.code == 0);
    CHECK(has(ran.out, "0.65218  needs [1]"));
    CHECK(has(ran.out,
              "\n[1] needs the file exit_traces/bert12exit_872samples_buffer_threshold.csv in the folder of "
              "--data; published: https://github.com/Div290/Buffer_based_threshold/"));
    CHECK(has(ran.out, "\n0 figures compared"));
    CHECK(has(ran.out, "(--list): splitee\n"));
  }
  CHECK(has(reproduce({"uee_ucb"}).out, "needs [1] [2]"));
}

TEST_CASE("reproduce ends with 1 and names what is not within its tolerance") {
  const TemporaryDirectory place;
  std::string record = reproduce({"edgent", "--csv"}).out;
  CHECK(reproduce({"edgent", "--from", place.write("right.csv", record)}).code == 0);
  const std::string cell = "\"2, 2\",0,no difference";
  REQUIRE(has(record, cell));
  record.replace(record.find(cell), cell.size(), "\"3, 3\",0,no difference");
  const Ran ran = reproduce({"edgent", "--from", place.write("wrong.csv", record), "--markdown"});
  CHECK(ran.code == 1);
  CHECK(
      ran.err ==
      "splitscape: outside of what is allowed: edgent, Exit and cut within a bound, as released, 0.25, exit, "
      "cut: published 2, 2, ours 3, 3 (allowed: no difference)\n");
  CHECK(has(ran.out, "| 0.25 | 2, 2 | 3, 3 | **differs OFF** |"));
}

TEST_CASE("reproduce refuses what it cannot do in one line") {
  const Ran typo = reproduce({"edgnet"});
  CHECK(typo.code == 2);
  CHECK(typo.err == "there is no experiment 'edgnet'; did you mean 'edgent'?\n");
  CHECK(typo.out == "");
  CHECK(reproduce({"edgent", "--data", "d", "--from", "f"}).code == 2);
  const TemporaryDirectory place;
  const Ran absent = reproduce({"edgent", "--from", place.path() + "/none.csv"});
  CHECK(absent.code == 2);
  CHECK(has(absent.err, "none.csv"));
  const Ran file = reproduce({"edgent", "--data", place.path() + "/none"});
  CHECK(file.code == 2);
  CHECK(file.err == "there is no folder '" + place.path() + "/none' (--data)\n");
}
