#include "scenarios/reproduce/experiment_catalogue.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "scenarios/reproduce/comparison.hpp"
#include "scenarios/runs/user_error.hpp"
#include "tests/support/program.hpp"
#include "tests/support/shared_data.hpp"

using namespace splitscape;
using namespace splitscape::test;

TEST_CASE("every file of an experiment has a line in the catalogue and every line a file of its name") {
  static const std::regex definition(R"(\nExperiment ([a-z0-9_]+)_experiment\(\) \{)");
  std::set<std::string> files;
  const std::string folder = project_file("scenarios/reproduce");
  for (const std::string& name : names_in(folder)) {
    const std::string text = content(folder + "/" + name);
    for (std::sregex_iterator match(text.begin(), text.end(), definition), end; match != end; ++match) {
      CHECK((*match)[1].str() + ".cpp" == name);
      files.insert((*match)[1]);
    }
  }
  std::set<std::string> catalogued;
  for (const Experiment& experiment : experiment_catalogue())
    CHECK(catalogued.insert(experiment.name).second);
  CHECK(files.size() >= 10);  // otherwise the folder was not read
  CHECK(files == catalogued);
}

TEST_CASE("every experiment says where its figures stand and each figure can be found by its names") {
  for (const Experiment& experiment : experiment_catalogue()) {
    CAPTURE(experiment.name);
    CHECK_FALSE(experiment.title.empty());
    CHECK_FALSE(experiment.publication.empty());
    CHECK(experiment.compute);
    CHECK_FALSE(experiment.tables.empty());
    for (const NeededFile& file : experiment.files)
      CHECK(file.published.find("https://") != std::string::npos);
    std::set<std::string> tables;
    for (const PublishedTable& table : experiment.tables) {
      CAPTURE(table.name);
      CHECK(tables.insert(table.name).second);
      CHECK_FALSE(table.title.empty());
      CHECK_FALSE(table.source.empty());
      CHECK_FALSE(table.of.empty());
      std::set<std::string> columns;
      bool all_judged = true;
      for (const PublishedColumn& column : table.columns) {
        CHECK(columns.insert(column.name).second);
        all_judged = all_judged && column.tolerance.kind != Tolerance::Kind::open;
      }
      if (!all_judged) CHECK_FALSE_MESSAGE(table.note.empty(), "what is not judged needs its reason");
      std::set<std::string> rows;
      for (const PublishedRow& row : table.rows) {
        CAPTURE(row.label);
        CHECK(rows.insert(row.label).second);
        CHECK(row.figures.size() == table.columns.size());
      }
    }
  }
}

TEST_CASE("an experiment that is not there is told with the nearest name") {
  CHECK(experiment_named("dads").name == "dads");
  CHECK_THROWS_AS(experiment_named("dats"), UserError);
  CHECK_THROWS_WITH(experiment_named("branchnet"),
                    "there is no experiment 'branchnet'; did you mean 'branchynet'?");
}
