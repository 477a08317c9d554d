#include "scenarios/reproduce/record.hpp"

#include <doctest/doctest.h>

#include "scenarios/loader/document.hpp"

using namespace splitscape;

namespace {

/// A table of two rows: a number and a word each.
Experiment two_rows(const std::string& published = "0.59") {
  return {.name = "made-up",
          .tables = {{.name = "t",
                      .title = "A table",
                      .source = "page 1, \"quoted\"",
                      .columns = {{.name = "time", .unit = "s"}, {.name = "cut", .tolerance = the_same}},
                      .rows = {{"a, b", {published, "max5"}}, {"c", {"", "input"}}}}}};
}

const std::vector<OurTable> ours{{{0.588, std::string("max5")}, {7.5, std::string("input")}}};

std::string csv_of(const Reproduced& done) {
  std::string text;
  const auto add = [&text](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::string quoted;
      for (const char letter : cells[i]) quoted += letter == '"' ? "\"\"" : std::string(1, letter);
      text += (i > 0 ? ",\"" : "\"") + quoted + "\"";
    }
    text += '\n';
  };
  add(record_columns());
  for (const auto& line : record_lines(done)) add(line);
  return text;
}

}  // namespace

TEST_CASE("a record gives ours back to the last digit") {
  const Experiment experiment = two_rows();
  const Reproduced done{.experiment = &experiment, .ours = ours};
  const CsvTable record(csv_of(done), "record.csv", true);
  CHECK(record.rows() == 4);
  CHECK(has_record_of(record, experiment));
  CHECK(ours_of_record(record, experiment) == ours);
  CHECK(record.text(0, record.column("within")) == "1");
  CHECK(record.text(2, record.column("within")).empty());  // nothing is published
  CHECK(record.text(0, record.column("unit")) == "s");
}

TEST_CASE("a record that lacks a figure is refused with its place") {
  Experiment experiment = two_rows();
  const CsvTable record(csv_of({.experiment = &experiment, .ours = ours}), "record.csv", true);
  experiment.tables[0].rows[1].label = "d";
  CHECK_THROWS_WITH_AS(ours_of_record(record, experiment),
                       "record.csv: there is no figure of experiment made-up, table t, row d, figure time: "
                       "record it again (splitscape reproduce made-up --data DIR --csv)",
                       InputError);
  experiment.name = "other";
  CHECK_FALSE(has_record_of(record, experiment));
}

TEST_CASE("a published figure that is not met is named with both sides") {
  const Experiment right = two_rows();
  CHECK(offenders({.experiment = &right, .ours = ours}).empty());
  CHECK(judged_figures({.experiment = &right, .ours = ours}) == 3);
  const Experiment wrong = two_rows("0.60");
  CHECK(offenders({.experiment = &wrong, .ours = ours}) ==
        std::vector<std::string>{
            "made-up, A table, a, b, time: published 0.60, ours 0.588 (allowed: half of the "
            "last digit)"});
  Experiment other_word = two_rows();
  other_word.tables[0].rows[1].figures[1] = "output";
  CHECK(offenders({.experiment = &other_word, .ours = ours}).size() == 1);
}

TEST_CASE("an experiment without its files has no ours and nothing to judge") {
  const Experiment experiment = two_rows();
  const Reproduced without{.experiment = &experiment};
  CHECK(offenders(without).empty());
  CHECK(judged_figures(without) == 0);
  for (const auto& line : record_lines(without)) CHECK(line[6].empty());
}
